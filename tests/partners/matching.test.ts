import { PartnerMatcher } from '#partners';
import { readFileSync } from 'node:fs';
import { TestApp, type RegistryForm } from '../support/test-app.ts';

/**
 * Affiliations as people write them, judged by hand, against a small part of the Research Organization
 * Registry (CC0 1.0). `rorId` is null where the registry's part has nobody who is meant.
 */
interface Judged {
  text: string;
  rorId: string | null;
}

let app: TestApp;
let matcher: PartnerMatcher;
beforeAll(async () => {
  app = await TestApp.start();
  await app.partners(...(read('registry') as RegistryForm[]));
  matcher = app.app.get(PartnerMatcher);
});
afterAll(() => app?.stop());

function read(name: string): unknown[] {
  const text = readFileSync(new URL(`./judged/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

async function best(text: string): Promise<{ rorId: string | null; confidence: number }> {
  const [match] = await matcher.match(text, null, 3);
  return { rorId: match?.partner.rorId ?? null, confidence: match?.confidence ?? 0 };
}

describe('affiliations judged by hand', () => {
  const judged = read('affiliations') as Judged[];
  const answers: (Judged & { found: string | null; confidence: number })[] = [];
  beforeAll(async () => {
    for (const one of judged) {
      const { rorId: found, confidence } = await best(one.text);
      answers.push({ ...one, found, confidence });
    }
  });

  test('are right at the first place for at least 95 of 100', () => {
    const wrong = answers.filter(({ rorId, found }) => rorId !== found);
    expect(judged.length).toBeGreaterThan(150);
    expect({ share: 1 - wrong.length / judged.length >= 0.95 || wrong }).toEqual({ share: true });
  });

  test('get no partner rather than a wrong one: what is not there is hardly ever found', () => {
    const absent = answers.filter(({ rorId }) => rorId === null);
    expect(absent.length).toBeGreaterThan(20);
    expect(absent.filter(({ found }) => found !== null).map(({ text }) => text).length).toBeLessThanOrEqual(
      1,
    );
  });

  test('are right about as often as the confidence says', () => {
    for (const least of [0.6, 0.8, 0.9]) {
      const some = answers.filter(({ confidence }) => confidence >= least);
      const right = some.filter(({ rorId, found }) => rorId === found).length / some.length;
      expect(right).toBeGreaterThanOrEqual(Math.min(least + 0.05, 0.97));
    }
  });
});

const NAMES = {
  oxford: 'https://ror.org/052gg0110',
  tsinghua: 'https://ror.org/03cve4549',
} as const;

test.each([
  ['University of Oxford', NAMES.oxford],
  ['OXFORD UNIVERSITY', NAMES.oxford],
  ['Dept. of Statistics, Univ. of Oxford, UK', NAMES.oxford],
  ['清華大學', NAMES.tsinghua],
  ['Tsinhgua Univercity', NAMES.tsinghua],
  ['Oxford University Press', null],
  ['University of Oxford, Mississippi, USA', null],
  ['', null],
  ['?!', null],
  ['\ud800', 'refused'],
])('%j', async (text, rorId) => {
  if (rorId === 'refused') await expect(best(text)).rejects.toThrow('name');
  else expect((await best(text)).rorId).toBe(rorId);
});

test('a country narrows, and a wrong one finds nothing', async () => {
  expect(await matcher.match('Oxford University', 'GB', 1)).toHaveLength(1);
  expect(await matcher.match('Oxford University', 'gb', 1)).toHaveLength(1);
  expect(await matcher.match('Oxford University', 'CN', 1)).toEqual([]);
});

test('the API answers as the service does, anonymous callers too, and refuses what it cannot take', async () => {
  const MATCH = `query($name: String!, $first: Int) { matchPartner(name: $name, first: $first) {
    confidence matchedName partner { name names { value } } } }`;
  const { matchPartner } = await app.anonymous.ask(MATCH, { name: 'Oxford Univ.' });
  expect(matchPartner[0]).toMatchObject({
    matchedName: 'Oxford University',
    partner: { name: 'University of Oxford' },
  });
  expect(matchPartner[0].confidence).toBeGreaterThan(0.9);
  for (const variables of [{ name: 'x', first: 0 }, { name: 'x', first: 21 }, { name: 'x'.repeat(1_001) }]) {
    const { errors } = await app.anonymous.send(MATCH, variables);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
});
