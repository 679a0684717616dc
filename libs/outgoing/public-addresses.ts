import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { lookup } from 'node:dns';

/** What is no address of a public server: IANA's special-purpose registries, and what can stand for those. */
const REFUSED: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>> = {
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
    ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
    ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ],
  ipv6: [
    ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
    ...['3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
  ],
};

const refused = new BlockList();
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const range of REFUSED[family]) {
    const [network, prefix] = range.split('/');
    refused.addSubnet(network!, Number(prefix), family);
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a connection to this address may be made on somebody's word. */
export function isAllowedAddress(address: string, allowLoopback: boolean): boolean {
  if (isIP(address) === 0) return false;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (allowLoopback && loopback.check(address, family)) return true;
  return !refused.check(address, family);
}

/** The name in a URL is an address itself, which nobody looks up. IPv6 stands in brackets there. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}

/** The address is not one that anything is sent to. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor() {
    super('the address is not that of a public server');
  }
}

/**
 * Looks a name up for a connection that is being made, and refuses it if any of its addresses is not
 * allowed. The connection goes to the very address that was checked, so that a name which changes its mind
 * gains nothing.
 */
export function guardedLookup(allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '');
        return;
      }
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isAllowedAddress(address, allowLoopback))) {
        callback(new AddressRefused(), '');
        return;
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
