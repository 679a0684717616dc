import { AccountChanges } from '#identity';
import { TestIssuer } from '../support/issuer.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One for each test: what an app knows of an issuer lasts. */
const issuers: TestIssuer[] = [];
let issuer: TestIssuer;
let app: TestApp;
let person: Person;

beforeAll(async () => {
  for (let count = 0; count < 6; count += 1) issuers.push(await TestIssuer.open());
  const OIDC_ISSUER = issuers.map(({ url }) => url).join();
  app = await TestApp.start(issuers[0]!.environment({ OIDC_ISSUER, OIDC_CLOCK_SKEW_SECONDS: '0' }));
  person = await app.person(await app.institution(), 'READER');
});
afterAll(async () => {
  await app.stop();
  for (const one of issuers) await one.close();
});
let turn = 0;
beforeEach(async () => {
  issuer = issuers[turn++]!;
  await app.app.get(AccountChanges).identify(person.userId, { issuer: issuer.url, subject: 'one' });
});

/** The answer to a token of the known person, signed with the issuer's present key and good for a day. */
async function status(header: Record<string, unknown> = {}): Promise<number> {
  const exp = Math.floor(app.clock.now().getTime() / 1_000) + 24 * 3_600;
  const token = await issuer.sign({ sub: 'one', exp }, header);
  return (await app.anonymous.as(token).send('{ viewer { user { id } } }')).status;
}

test('keys are asked for once, and not with every request', async () => {
  for (let turn = 0; turn < 5; turn += 1) expect(await status()).toBe(200);

  expect(issuer.keyRequests).toBe(1);
});

test('a new key is found when a token names it, and the old one ceases to work', async () => {
  expect(await status()).toBe(200);
  const exp = Math.floor(app.clock.now().getTime() / 1_000) + 24 * 3_600;
  const old = app.anonymous.as(await issuer.sign({ sub: 'one', exp }));
  await issuer.rotate();
  app.clock.advance(MINUTE);

  expect(await status()).toBe(200);
  expect((await old.send('{ viewer { user { id } } }')).status).toBe(401);
  expect(issuer.keyRequests).toBe(2);
});

test('made-up key ids cost the issuer one request in half a minute', async () => {
  expect(await status()).toBe(200);
  app.clock.advance(MINUTE);

  for (let turn = 0; turn < 20; turn += 1) expect(await status({ kid: `made-up-${turn}` })).toBe(401);
  await Promise.all(Array.from({ length: 10 }, (_, turn) => status({ kid: `together-${turn}` })));

  expect(issuer.keyRequests).toBe(2);
  expect(await status()).toBe(200);
});

test('while the issuer is away its known keys serve, for hours and not for ever', async () => {
  expect(await status()).toBe(200);
  issuer.isDown = true;

  app.clock.advance(HOUR);
  expect(await status()).toBe(200);
  app.clock.advance(4 * HOUR);
  expect(await status()).toBe(200);
  app.clock.advance(2 * HOUR);
  expect(await status()).toBe(401);

  issuer.isDown = false;
  app.clock.advance(MINUTE);
  expect(await status()).toBe(200);
});

test('an issuer that has never answered opens nothing; once it answers, it does', async () => {
  issuer.isDown = true;
  expect(await status()).toBe(401);
  expect(await status()).toBe(401);

  issuer.isDown = false;
  expect(await status()).toBe(401);
  app.clock.advance(MINUTE);
  expect(await status()).toBe(200);
  // API tokens do not ask it at all.
  issuer.isDown = true;
  expect((await person.client.send('{ viewer { user { id } } }')).status).toBe(200);
});

test('a withdrawn key ceases to work without anybody naming a new one', async () => {
  expect(await status()).toBe(200);
  const exp = Math.floor(app.clock.now().getTime() / 1_000) + 24 * 3_600;
  const old = app.anonymous.as(await issuer.sign({ sub: 'one', exp }));
  await issuer.rotate();
  app.clock.advance(11 * MINUTE);

  // The first request after ten minutes has the keys fetched beside it.
  await old.send('{ viewer { user { id } } }');
  while (issuer.keyRequests < 2) await new Promise((wait) => setTimeout(wait, 5));
  let answer = await old.send('{ viewer { user { id } } }');
  for (let turn = 0; turn < 200 && answer.status !== 401; turn += 1) {
    answer = await old.send('{ viewer { user { id } } }');
  }

  expect(answer.status).toBe(401);
});
