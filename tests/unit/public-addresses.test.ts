import { addressIn, guardedLookup, isAllowedAddress } from '../../libs/outgoing/public-addresses.ts';

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1'],
  ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', 'fe80::1'],
  ...['fe80::1%lo', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
  ...['nonsense', '', '127.1', 'localhost'],
])('is refused: %s', (address) => {
  expect(isAllowedAddress(address, false)).toBe(false);
});

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1', '::ffff:1.1.1.1'])(
  'is allowed: %s',
  (address) => {
    expect(isAllowedAddress(address, false)).toBe(true);
  },
);

test('only loopback is let through where that is allowed', () => {
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(isAllowedAddress(address, true)).toBe(true);
  }
  for (const address of ['10.0.0.1', '169.254.169.254', 'fe80::1', '::ffff:10.0.0.1']) {
    expect(isAllowedAddress(address, true)).toBe(false);
  }
});

test.each([
  ['http://[::1]/', '::1'],
  ['http://2130706433/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://0177.0.0.1/', '127.0.0.1'],
  ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
  ['http://example.org/', null],
])('%s names the address %s', (url, address) => {
  expect(addressIn(new URL(url))).toBe(address);
});

test('a name is refused by what it resolves to, however it is asked for', async () => {
  for (const options of [{ all: true }, { all: false }, {}]) {
    const error = await new Promise((resolve) => guardedLookup(false)('localhost', options, resolve));
    expect(error).toMatchObject({ code: 'ADDRESS_REFUSED' });
    const none = await new Promise((resolve) => guardedLookup(true)('localhost', options, resolve));
    expect(none).toBeNull();
  }
});
