import { readSettings } from '#config';

const trusted = (TRUST_PROXY: string): unknown => readSettings({ TRUST_PROXY }).trustedProxies;

test('proxies are trusted by number, or by address or network, and not by default', () => {
  expect(readSettings({}).trustedProxies).toBe(false);
  expect(trusted('2')).toBe(2);
  expect(trusted('10.0.0.0/8, fd00::/8 192.0.2.1')).toEqual(['10.0.0.0/8', 'fd00::/8', '192.0.2.1']);
});

test.each(['true', '0', '-1', '100', '10.0.0.0/33', '10.0.0.0/', 'proxy.example', '10.0.0.1,3', '1.2.3'])(
  'TRUST_PROXY=%s is not usable',
  (text) => {
    expect(() => trusted(text)).toThrow('TRUST_PROXY');
  },
);

test.each([
  { MAX_QUERY_COST: '0' },
  { REQUEST_TIMEOUT_MS: '1' },
  { MAX_CONCURRENT_REQUESTS: '0' },
  { RATE_LIMIT_PER_MINUTE: '-1' },
  { RATE_LIMIT_ANONYMOUS_PER_MINUTE: 'many' },
])('%p is not usable', (environment) => {
  expect(() => readSettings(environment)).toThrow(Object.keys(environment)[0]);
});
