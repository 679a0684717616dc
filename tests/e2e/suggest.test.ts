import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: Publisher;
let other: Publisher;
let tsinghua: string;
let ids: { open: string; closed: string };

beforeAll(async () => {
  app = await TestApp.start();
  [owner, other] = [await Publisher.of(app), await Publisher.of(app)];
  const registered = await app.partners(
    {
      ...{ id: 'https://ror.org/03cve4549', name: 'Tsinghua University' },
      names: [{ value: '清华大学', types: ['label'], lang: 'zh' }],
    },
    { id: 'https://ror.org/0000aaa66', name: 'Tsimlyansk Academy' },
  );
  tsinghua = registered[0]!;
  ids = {
    open: await owner.publish({
      ...{ title: 'Tsunami sensors', topics: ['tsunamis'], partnerIds: [tsinghua] },
      sharing: { level: 'PUBLIC' },
    }),
    closed: await owner.publish({
      ...{ title: 'Tsetse flies', topics: ['tsetse'], partnerIds: [registered[1]!] },
      sharing: { level: 'INSTITUTION' },
    }),
  };
  await app.index();
});
afterAll(() => app?.stop());

async function suggest(client: typeof app.anonymous, prefix: string, first?: number): Promise<any[]> {
  const data = await client.ask(
    'query($p: String!, $f: Int) { suggest(prefix: $p, first: $f) { text kind id } }',
    {
      p: prefix,
      f: first,
    },
  );
  return data.suggest;
}

const OPEN = () => [
  { text: 'Tsinghua University', kind: 'partner', id: tsinghua },
  { text: 'tsunamis', kind: 'topic', id: null },
  { text: 'Tsunami sensors', kind: 'title', id: ids.open },
];

test('titles, topics and partners in one box, from what may be read', async () => {
  expect(await suggest(app.anonymous, 'ts')).toEqual(OPEN());
  expect(await suggest(other.author.client, 'ts')).toEqual(OPEN());
  expect(await suggest(owner.author.client, 'ts')).toHaveLength(6);
  expect(await suggest(owner.author.client, 'tse')).toEqual([
    { text: 'tsetse', kind: 'topic', id: null },
    { text: 'Tsetse flies', kind: 'title', id: ids.closed },
  ]);
});

test('a partner is suggested by any of its names', async () => {
  expect(await suggest(app.anonymous, '清华')).toEqual([{ text: '清华大学', kind: 'partner', id: tsinghua }]);
});

test('nothing typed suggests nothing; no more than asked for; bad input is said', async () => {
  expect(await suggest(app.anonymous, '')).toEqual([]);
  expect(await suggest(app.anonymous, 'ts', 2)).toHaveLength(2);
  for (const variables of [{ p: 'x'.repeat(1_001) }, { p: 'x', f: 0 }, { p: 'x', f: 101 }]) {
    const { errors } = await app.anonymous.send(
      'query($p: String!, $f: Int) { suggest(prefix: $p, first: $f) { text } }',
      variables,
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  }
});

test('a document that is withdrawn is suggested no longer, before the index knows', async () => {
  const id = await owner.publish({
    title: 'Ephemeral matters',
    topics: ['ephemera'],
    sharing: { level: 'PUBLIC' },
  });
  await app.index();
  expect(await suggest(app.anonymous, 'ephem')).toHaveLength(2);
  await mutate(
    owner.publisher.client,
    'mutation($id: ID!) { documentWithdraw(id: $id, reason: "x") { document { id } userErrors { code } } }',
    { id },
  );
  expect(await suggest(app.anonymous, 'ephem')).toEqual([]);
});
