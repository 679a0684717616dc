import { assemble, published, type Cast } from '../access/support/cast.ts';
import type { Sender } from '../access/support/document-actions.ts';
import { search } from '../access/support/searching.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let cast: Cast;
let otherReader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  cast = await assemble(app);
  otherReader = await app.person(cast.other, 'READER');
});
afterAll(() => app?.stop());

const COMMUNITY = { level: 'COMMUNITY' };

describe('what a hit shows is HTML with nothing but <mark> in it', () => {
  const NASTY = `<script>alert("hookword")</script> & <img src=x onerror='hookword'> <mark>hookword</mark>`;
  let shown: { titleHighlighted: string; snippet: string; document: { title: string } };
  beforeAll(async () => {
    await published(cast, {
      title: NASTY,
      summary: NASTY,
      body: `${NASTY}\n\n\u{e000}hookword\u{e001}`,
      sharing: COMMUNITY,
    });
    await app.index();
    const { answer } = await search(otherReader, 'hookword');
    shown = answer.edges[0].node;
  });

  test.each(['titleHighlighted', 'snippet'] as const)('%s', (field) => {
    const html = shown[field];
    expect(html).toContain('<mark>hookword</mark>');
    expect(html.replaceAll('<mark>', '').replaceAll('</mark>', '')).not.toMatch(/[<>"']/);
    expect(html.match(/<mark>/g)?.length).toBe(html.match(/<\/mark>/g)?.length);
  });

  test('the title, escaped exactly once', () => {
    const escaped = shown.titleHighlighted.replaceAll('<mark>hookword</mark>', 'hookword');
    expect(escaped).toBe(
      '&lt;script&gt;alert(&quot;hookword&quot;)&lt;/script&gt; &amp; &lt;img src=x onerror=&#39;hookword&#39;&gt; ' +
        '&lt;mark&gt;hookword&lt;/mark&gt;',
    );
    expect(shown.document.title).toBe(NASTY);
  });

  test('also without any word to mark', async () => {
    const { answer } = await search(otherReader, '');
    for (const { node } of answer.edges) {
      expect(node.titleHighlighted).not.toMatch(/[<>]/);
      expect(node.snippet).not.toMatch(/[<>]/);
    }
    expect(answer.edges.length).toBeGreaterThan(0);
  });
});

describe('paging', () => {
  const all: string[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 23; n += 1) {
      // Some of them say the same, and so score the same; every third is not for the others.
      const sharing = n % 3 === 0 ? { level: 'INSTITUTION' } : COMMUNITY;
      const id = await published(cast, {
        title: `Pageword ${n % 2 ? 'pageword' : ''}`,
        body: 'x'.repeat(n % 4),
        sharing,
      });
      if (n % 3 !== 0) all.push(id);
    }
    await app.index();
  });

  async function walk(sender: Sender, query: string, first: number, more: object = {}) {
    const pages: string[][] = [];
    const totals = new Set<number>();
    const facets = new Set<string>();
    let after: string | null = null;
    do {
      const { ids, total, answer } = await search(sender, query, { first, after, ...more });
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = answer.pageInfo;
      expect(hasPreviousPage).toBe(after !== null);
      expect([startCursor, endCursor]).toEqual([answer.edges.at(0).cursor, answer.edges.at(-1).cursor]);
      pages.push(ids);
      totals.add(total);
      facets.add(JSON.stringify(answer.facets));
      after = hasNextPage ? endCursor : null;
    } while (after !== null);
    return { pages, totals: [...totals], facets: [...facets] };
  }

  test.each([1, 4, 5, 15, 100])('to the end, %i at a time, without repeats or gaps', async (first) => {
    const { pages, totals, facets } = await walk(otherReader, 'pageword', first);
    const ids = pages.flat();
    expect(ids).toHaveLength(all.length);
    expect([...ids].sort()).toEqual([...all].sort());
    expect(pages.slice(0, -1).every((page) => page.length === first)).toBe(true);
    // Every page counts the whole of what was found.
    expect(totals).toEqual([all.length]);
    expect(facets).toHaveLength(1);
  });

  test('the order is the same, however it is cut', async () => {
    const [byOne, byFour] = [await walk(otherReader, 'pageword', 1), await walk(otherReader, 'pageword', 4)];
    expect(byOne.pages.flat()).toEqual(byFour.pages.flat());
  });

  test('an empty query finds everything that is readable, newest first', async () => {
    const { pages } = await walk(otherReader, '', 6);
    const ids = pages.flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => all.includes(id))).toEqual([...all].reverse());
  });

  test("a cursor grants nothing: another one's cursor gives only what one may read", async () => {
    const { answer } = await search(cast.publisher, 'pageword', { first: 1 });
    const { ids } = await search(otherReader, 'pageword', { first: 100, after: answer.pageInfo.endCursor });
    expect(ids.filter((id) => !all.includes(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(0);
    expect(
      (await search(app.anonymous, 'pageword', { first: 100, after: answer.pageInfo.endCursor })).ids,
    ).toEqual([]);
  });
});
