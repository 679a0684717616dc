import { InstitutionsService } from '#institutions';
import type { InstitutionKind } from '#kernel';
import { TestApp, type Person } from '../support/test-app.ts';

const PAGE = `query($first: Int, $after: String, $kinds: [InstitutionKind!]) {
  institutions(first: $first, after: $after, kinds: $kinds) {
    edges { cursor node { id name kind } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Page {
  edges: { cursor: string; node: { id: string; name: string; kind: InstitutionKind } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Names that sort in unlike ways in unlike places, and some that are the same. */
const NAMES = [
  ...['Zürich', 'Zurich', 'zurich', 'Århus', 'Aarhus', 'École', 'Ecole', '北京大学', '清華大學', 'Łódź'],
  ...[
    'Same name',
    'Same name',
    'Same name',
    "O'Neill",
    'O"Quote',
    'Back\\slash',
    '100 % Uni',
    '😀 Institute',
  ],
  ...['a', 'A', 'a-b', 'a b', 'ab', 'École'],
];

let app: TestApp;
let reader: Person;
let all: string[];

beforeAll(async () => {
  app = await TestApp.start();
  const kinds = ['UNIVERSITY', 'FUNDER', 'GOVERNMENT'] as const;
  const made = [];
  for (const [index, name] of NAMES.entries())
    made.push(await app.institution({ name, kind: kinds[index % 3]! }));
  all = made.map((one) => one.id);
  reader = await app.person(made[0]!, 'READER');
});
afterAll(() => app.stop());

async function page(variables: object): Promise<Page> {
  return (await reader.client.ask<{ institutions: Page }>(PAGE, variables)).institutions;
}

async function allPages(first: number, more: object = {}): Promise<Page[]> {
  const pages: Page[] = [];
  let after: string | null = null;
  do {
    const next: Page = await page({ first, after, ...more });
    pages.push(next);
    after = next.pageInfo.endCursor;
    expect(pages.length).toBeLessThanOrEqual(NAMES.length + 1);
  } while (pages.at(-1)!.pageInfo.hasNextPage);
  return pages;
}

const idsOf = (pages: Page[]): string[] => pages.flatMap(({ edges }) => edges.map((edge) => edge.node.id));

test.each([1, 4, 7, 23, 24, 25, 100])(
  '%i at a time, the pages hold everything once, in one order',
  async (first) => {
    const pages = await allPages(first);

    expect(idsOf(pages).toSorted()).toEqual(all.toSorted());
    expect(idsOf(pages)).toEqual(idsOf([await page({ first: 100 })]));
    expect(pages.length).toBe(Math.ceil(NAMES.length / first));
  },
);

test('every page says where it stands', async () => {
  const pages = await allPages(10);

  expect(pages.map(({ edges }) => edges.length)).toEqual([10, 10, 4]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
  for (const { edges, pageInfo } of pages) {
    expect(pageInfo.startCursor).toBe(edges[0]!.cursor);
    expect(pageInfo.endCursor).toBe(edges.at(-1)!.cursor);
  }
});

test('twenty come when no number is given', async () => {
  expect((await page({})).edges).toHaveLength(20);
});

test('behind the last one there is an empty page', async () => {
  const last = (await allPages(100)).at(-1)!;

  expect(await page({ after: last.pageInfo.endCursor })).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
  });
});

test('any edge can be continued from, not only the last one', async () => {
  const { edges } = await page({ first: 100 });
  const rest = await page({ first: 100, after: edges[10]!.cursor });

  expect(idsOf([rest])).toEqual(edges.slice(11).map((edge) => edge.node.id));
});

describe('the kinds filter', () => {
  test.each([
    ['one kind', ['FUNDER']],
    ['several kinds', ['FUNDER', 'GOVERNMENT']],
    ['a kind given twice', ['UNIVERSITY', 'UNIVERSITY']],
  ])('%s: finds these and no others, over all pages', async (_name, kinds) => {
    const everything = (await page({ first: 100 })).edges.map((edge) => edge.node);
    const wanted = everything.filter((node) => kinds.includes(node.kind)).map((node) => node.id);

    expect(wanted.length).toBeGreaterThan(0);
    expect(idsOf(await allPages(3, { kinds }))).toEqual(wanted);
  });

  test('a kind that nobody is finds nothing', async () => {
    expect((await page({ kinds: ['SECTOR_BODY'] })).edges).toEqual([]);
  });

  test('an empty list, or null, asks nothing', async () => {
    expect((await page({ first: 100, kinds: [] })).edges).toHaveLength(NAMES.length);
    expect((await page({ first: 100, kinds: null })).edges).toHaveLength(NAMES.length);
  });
});

test('a cursor still leads on when its institution has gone', async () => {
  const extra = await app.institution({ slug: 'goes-away', name: 'Middle' });
  const { edges } = await page({ first: 100 });
  const place = edges.findIndex((edge) => edge.node.id === extra.id);
  await app.app.get(InstitutionsService).setStatus('goes-away', 'SUSPENDED');

  const rest = await page({ first: 100, after: edges[place]!.cursor });

  expect(idsOf([rest])).toEqual(edges.slice(place + 1).map((edge) => edge.node.id));
  expect(idsOf([rest]).length).toBeGreaterThan(0);
});
