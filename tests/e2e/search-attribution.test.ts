import { assemble, published, type Cast } from '../access/support/cast.ts';
import { counts, search } from '../access/support/searching.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let cast: Cast;
let otherReader: Person;
const ids: Record<'withheld' | 'named', string> = { withheld: '', named: '' };
beforeAll(async () => {
  app = await TestApp.start();
  cast = await assemble(app);
  otherReader = await app.person(cast.other, 'READER');
  ids.withheld = await published(cast, {
    title: 'Attributed withheld',
    sharing: { level: 'COMMUNITY', attribution: 'WITHHELD' },
  });
  ids.named = await published(cast, { title: 'Attributed named', sharing: { level: 'COMMUNITY' } });
  await app.index();
});
afterAll(() => app?.stop());

test('outside the owner, both are found, and one of them is from nowhere', async () => {
  const found = await search(otherReader, 'attributed');
  expect(found.total).toBe(2);
  expect(counts(found, 'INSTITUTION')).toEqual({ [cast.owner.id]: 1 });
  expect(counts(found, 'KIND')).toEqual({ GUIDANCE: 2 });
  const institutions = found.answer.edges.map(({ node }: any) => [
    node.document.id,
    node.document.institution?.id ?? null,
  ]);
  expect(Object.fromEntries(institutions)).toEqual({ [ids.withheld]: null, [ids.named]: cast.owner.id });
});

test('inside the owner, both are from there', async () => {
  const found = await search(cast.reader, 'attributed');
  expect(counts(found, 'INSTITUTION')).toEqual({ [cast.owner.id]: 2 });
  const filtered = await search(cast.reader, 'attributed', { filter: { institutionIds: [cast.owner.id] } });
  expect(filtered.total).toBe(2);
});

test('outside the owner, asking for the institution finds, counts and facets the named one only', async () => {
  for (const query of ['attributed', '']) {
    const found = await search(otherReader, query, { filter: { institutionIds: [cast.owner.id] } });
    expect(found).toMatchObject({ ids: [ids.named], total: 1 });
    for (const facet of ['KIND', 'INSTITUTION', 'YEAR'])
      expect(Object.values(counts(found, facet))).toEqual([1]);
  }
});

test('a word that only the withheld one has, with and without the institution, tells nothing about it', async () => {
  const about = async (institutionId: string) =>
    (await search(otherReader, 'withheld', { filter: { institutionIds: [institutionId] } })).answer;
  expect(await about(cast.owner.id)).toMatchObject({ total: 0, edges: [] });
  // The owner is like an institution that has contributed nothing.
  expect(await about(cast.owner.id)).toEqual(await about(cast.other.id));
  expect(counts(await search(otherReader, 'withheld'), 'INSTITUTION')).toEqual({});
});

test('the names of the institution, the author and the reviewers are no search terms', async () => {
  const names = [cast.owner.name, cast.owner.slug, cast.author.email, cast.reviewer.email].map(
    (name) => `"${name}"`,
  );
  for (const name of [...names, cast.owner.id, cast.author.userId]) {
    for (const person of [otherReader, cast.reader]) expect((await search(person, name)).ids).toEqual([]);
  }
});

test('mine: false tells nothing to those who wrote nothing', async () => {
  for (const mine of [true, false]) {
    const { total } = await search(otherReader, 'attributed', { filter: { mine } });
    expect(total).toBe(mine ? 0 : 2);
  }
  expect((await search(cast.author, 'attributed', { filter: { mine: true } })).total).toBe(2);
});
