import { randomUUID } from 'node:crypto';
import { assemble, type Cast } from '../access/support/cast.ts';
import {
  clientOf,
  create,
  done,
  edit,
  guidance,
  publish,
  read,
  review,
  share,
  submit,
  withdraw,
  type Sender,
} from '../access/support/document-actions.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
/** Two universities that contribute the very same; and someone who reads both. */
let casts: [Cast, Cast];
let outsider: Person;
let time = Date.parse('2026-06-01T12:00:00Z');

const WITHHELD = { level: 'COMMUNITY', attribution: 'WITHHELD' };

beforeAll(async () => {
  app = await TestApp.start();
  app.clock.now = () => new Date(time);
  casts = [await assemble(app), await assemble(app)];
  outsider = await app.person(await app.institution(), 'PUBLISHER');
});
afterAll(() => app?.stop());

const pass = (hours: number): void => {
  time += hours * 3_600_000;
};

/**
 * The same document twice, one by each university: begun, edited, and approved on different days by
 * different people, and published and published again at the same moments.
 */
async function twins(sharing: object = WITHHELD): Promise<[string, string]> {
  const ids: string[] = [];
  for (const cast of casts) {
    const coAuthorIds = [cast.coAuthor.membershipId];
    const id = done(await create(cast.author, guidance({ sharing, coAuthorIds }))).id as string;
    pass(5);
    done(await edit(cast.coAuthor, id, 1, { body: 'A body', changeNote: `By ${cast.owner.name}` }));
    pass(5);
    ids.push(id);
  }
  const [first, second] = ids as [string, string];
  const each = async (step: (cast: Cast, id: string) => Promise<unknown>): Promise<void> => {
    await step(casts[0], first);
    await step(casts[1], second);
    pass(1);
  };
  for (const [cast, id] of [
    [casts[0], first],
    [casts[1], second],
  ] as const) {
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    pass(7);
  }
  await each(async (cast, id) => done(await publish(cast.publisher, id, 2)));
  for (const [cast, id] of [
    [casts[0], first],
    [casts[1], second],
  ] as const) {
    done(await edit(cast.author, id, 2, { summary: 'A new summary' }));
    pass(3);
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
  }
  await each(async (cast, id) => done(await publish(cast.publisher, id, 3)));
  return [first, second];
}

const EVERYTHING = `
  __typename kind state title summary body bodyHtml topics countries language viewerCan
  institution { id } author { id } versionNumber createdAt publishedAt updatedAt reviewBy overdue
  supersededBy { id } working { number }
  versions { edges { cursor node { number title summary body createdAt material changeNote author { id } diff } } pageInfo { endCursor } }
  sharing { level tlp attribution minimumRole visibleFrom visibleUntil kinds institutions { id } groups { id } members { id }
    excludedInstitutions { id } }
  ... on Guidance { appliesTo riskAreas }`;

describe('outside the owner, two withheld documents that say the same are the same', () => {
  test('in every field', async () => {
    const [first, second] = await twins();
    const seen = await read(outsider, first, EVERYTHING);
    expect(seen).toMatchObject({ institution: null, author: null, sharing: { attribution: 'WITHHELD' } });
    expect(await read(outsider, second, EVERYTHING)).toEqual(seen);
  });

  test('in their times: nothing is older than the publication', async () => {
    const [first] = await twins();
    const fields = 'createdAt publishedAt updatedAt versions { edges { node { createdAt } } }';
    const document = (await read(outsider, first, fields))!;
    const moments = [
      document.createdAt,
      document.updatedAt,
      ...document.versions.edges.map((edge: any) => edge.node.createdAt),
    ];
    for (const moment of moments)
      expect(Date.parse(moment)).toBeGreaterThanOrEqual(Date.parse(document.publishedAt));
  });

  test('in the answers to whatever one tries to do', async () => {
    const [first, second] = await twins();
    const tries: ((id: string) => Promise<unknown>)[] = [
      (id) => edit(outsider, id, 3),
      (id) => submit(outsider, id),
      (id) => review(outsider, id),
      (id) => publish(outsider, id, 3),
      (id) => share(outsider, id, { level: 'PUBLIC' }),
      (id) => withdraw(outsider, id),
    ];
    for (const attempt of tries) {
      const answer = await attempt(first);
      expect(answer).toMatchObject({ codes: ['FORBIDDEN'] });
      expect(await attempt(second)).toEqual(answer);
    }
  });

  test('as tombstones', async () => {
    const [first, second] = await twins();
    for (const [n, id] of [first, second].entries())
      done(await withdraw(casts[n]!.publisher, id, 'Out of date.'));
    const query = 'query ($id: ID!) { tombstone(id: $id) { kind withdrawnAt reason replacement { id } } }';
    const [one, other] = [
      await clientOf(outsider).ask(query, { id: first }),
      await clientOf(outsider).ask(query, { id: second }),
    ];
    expect(one.tombstone).not.toBeNull();
    expect(other).toEqual(one);
  });
});

describe('filters of a list', () => {
  const list = async (sender: Sender, filter: object): Promise<string[]> => {
    const query =
      'query ($filter: DocumentFilter) { documents(first: 100, filter: $filter) { edges { node { id } } } }';
    const { documents } = await clientOf(sender).ask(query, { filter });
    return documents.edges.map((edge: { node: { id: string } }) => edge.node.id);
  };

  test('asking for an institution finds only what is seen to be from it', async () => {
    const [first, second] = await twins();
    const institutionIds = casts.map(({ owner }) => owner.id);
    expect(await list(outsider, { institutionIds })).toEqual([]);
    expect(await list(casts[0].reader, { institutionIds })).toContain(first);
    expect(await list(casts[0].reader, { institutionIds })).not.toContain(second);
    // It is there all the same, when nobody asks from where.
    expect(await list(outsider, {})).toEqual(expect.arrayContaining([first, second]));
  });

  test('NAMED attribution is found by its institution', async () => {
    const [first, second] = await twins({ level: 'COMMUNITY' });
    const found = await list(outsider, { institutionIds: [casts[0].owner.id] });
    expect(found).toContain(first);
    expect(found).not.toContain(second);
    expect(await list(outsider, { institutionIds: [randomUUID()] })).toEqual([]);
  });
});

test('inside the owner everyone sees the institution, the author and what was changed', async () => {
  const [first] = await twins();
  const fields = 'institution { id } author { id } versions(first: 1) { edges { node { author { id } } } }';
  const author = { id: casts[0].author.userId };
  expect(await read(casts[0].reader, first, fields)).toEqual({
    institution: { id: casts[0].owner.id },
    author,
    versions: { edges: [{ node: { author } }] },
  });
});

test('outside the owner, the author is not shown even where the institution is', async () => {
  const [first] = await twins({ level: 'COMMUNITY' });
  expect(await read(outsider, first, 'institution { id } author { id }')).toEqual({
    institution: { id: casts[0].owner.id },
    author: null,
  });
});
