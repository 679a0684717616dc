import type { EngineRequest } from '../../../libs/search/engine.ts';
import { indexedDocument } from '../indexed-document.ts';
import { anything, type Bench } from './bench.ts';

/** What a hit shows of itself, and in which order and pages hits come. */
export function describeHits({ engine, found, put, search }: Bench): void {
  describe('what a hit shows', () => {
    test('marks what matches in title and snippet', async () => {
      const filler = 'There is nothing of interest in this sentence. '.repeat(40);
      await put({
        id: 'a',
        title: 'Lasers in Harbin',
        summary: 'A summary.',
        body: `${filler}A laser was sold. ${filler}`,
      });
      const { hits } = await search('lasers');
      expect(hits[0]!.titleHighlighted).toBe('<mark>Lasers</mark> in Harbin');
      expect(hits[0]!.snippet).toMatch(/A <mark>laser<\/mark> was sold\./);
      expect(hits[0]!.snippet.length).toBeLessThan(400);
      expect(hits[0]!.score).toBeGreaterThan(0);
    });

    test('what an engine foretells is what it finds, in its order', async () => {
      await put(...Array.from({ length: 30 }, (_, at) => ({ title: `Lasers ${'and '.repeat(at % 7)}more` })));
      for (const limit of [20, 50]) {
        const foretold: (readonly string[])[] = [];
        const { hits } = await engine().search({ ...anything('lasers'), limit }, (ids) => foretold.push(ids));
        expect(hits).toHaveLength(Math.min(limit, 30));
        expect(foretold).toEqual([hits.map(({ id }) => id)]);
      }
    });

    test('shows the summary when the body does not match', async () => {
      await put({ title: 'One', summary: 'It is about lasers.', body: 'Nothing.' });
      expect((await search('lasers')).hits[0]!.snippet).toBe('It is about <mark>lasers</mark>.');
    });

    test('the end of a very long text counts, alone and in a phrase, and is shown', async () => {
      const body = `${'One word after another. '.repeat(20_000)}The zirconium laser was sold.`;
      await put({ id: 'a', title: 'One', body }, { id: 'b', title: 'Two', body: 'A laser of zirconium.' });
      expect(await found('"zirconium laser"')).toEqual(['a']);
      const hits = (await search('zirconium')).hits;
      expect(hits.map(({ id }) => id)).toEqual(['b', 'a']);
      expect(hits[1]!.snippet).toContain('The <mark>zirconium</mark> laser was sold.');
    });

    test('escapes everything but its own marks', async () => {
      await put({
        title: '<script>alert("x")</script> & lasers',
        summary: `<img src=x onerror='alert(1)'> lasers & </mark><b>`,
        body: 'The `<script>` lasers &lt;b&gt; <mark>x</mark> \u{e000}y\u{e001}',
      });
      for (const text of ['lasers', 'script', 'alert', 'b', 'mark', 'amp lt gt quot', '']) {
        for (const hit of (await search(text)).hits) {
          for (const html of [hit.titleHighlighted, hit.snippet]) {
            expect(html.replace(/<\/?mark>/g, '')).not.toMatch(/[<>"'\u{e000}\u{e001}]/u);
            expect(html.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
            expect(html.match(/<mark>/g)?.length).toBe(html.match(/<\/mark>/g)?.length);
          }
        }
      }
      const { hits } = await search('lasers');
      expect(hits[0]!.titleHighlighted).toBe(
        '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; <mark>lasers</mark>',
      );
    });

    test('an empty query shows the plain title and the start of the summary', async () => {
      await put({ title: 'Lasers & optics', summary: 'A summary. '.repeat(100), body: 'The body.' });
      const [hit] = (await search('')).hits;
      expect(hit!.titleHighlighted).toBe('Lasers &amp; optics');
      expect(hit!.snippet).toMatch(/^A summary\. A summary\..*…$/);
    });

    test('Markdown is shown without its marks', async () => {
      await put({ title: 'One', body: '# Head\n\nSome **bold lasers** and [a link](https://example.org).' });
      expect((await search('lasers')).hits[0]!.snippet).toBe(
        'Head Some bold <mark>lasers</mark> and a link.',
      );
    });
  });

  describe('pages', () => {
    const all = async (text: string, limit: number): Promise<string[]> => {
      const ids: string[] = [];
      let after: EngineRequest['after'] = null;
      for (;;) {
        const { hits, hasMore, total } = await search(text, { limit, after });
        expect(total).toBe(25);
        ids.push(...hits.map((hit) => hit.id));
        expect(hasMore).toBe(ids.length < 25);
        if (!hasMore) return ids;
        // A position goes to the client and comes back as JSON.
        after = JSON.parse(JSON.stringify(hits.at(-1)!.position)) as EngineRequest['after'];
      }
    };

    test.each(['lasers optics', ''])('%j is paged to its end, each hit once and in order', async (text) => {
      const documents = Array.from({ length: 25 }, (_, index) =>
        indexedDocument({
          // Many are equal in all but their ids, and the ids do not come in order.
          id: `id-${(index * 7) % 25}`,
          title: 'Lasers',
          body: 'Optics. '.repeat(index % 3),
          publishedAt: index % 5 === 0 ? null : new Date(1_000 * (index % 4)),
        }),
      );
      await engine().upsert(documents);
      const whole = await found(text, { limit: 100 });
      expect(new Set(whole).size).toBe(25);
      for (const limit of [1, 4, 5, 24, 25, 26]) expect(await all(text, limit)).toEqual(whole);
    });

    test.each(['lasers', ''])('%j is paged beyond a thousand hits', async (text) => {
      const documents = Array.from({ length: 1_150 }, (_, index) =>
        indexedDocument({ id: `id-${index}`, title: 'Lasers', body: 'Optics. '.repeat(index % 5) }),
      );
      await engine().upsert(documents);
      const ids = new Set<string>();
      let count = 0;
      for (let after: EngineRequest['after'] = null; ;) {
        const { hits, hasMore } = await search(text, { limit: 100, after });
        count += hits.length;
        for (const { id } of hits) ids.add(id);
        if (!hasMore) break;
        after = hits.at(-1)!.position;
      }
      expect([count, ids.size]).toEqual([1_150, 1_150]);
    });

    test('hits come in the order of their scores, equal ones by id', async () => {
      await put(...['c', 'a', 'b'].map((id) => ({ id, title: 'Lasers' })), {
        id: 'd',
        title: 'Lasers',
        body: 'More and more about lasers and nothing else.',
      });
      const { hits } = await search('lasers');
      expect(hits.map((hit) => hit.id).filter((id) => id !== 'd')).toEqual(['a', 'b', 'c']);
      const scores = hits.map((hit) => hit.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    });

    test('an empty query, or blanks, lists the newest first, equal ones by id, and the undated last', async () => {
      await put(
        { id: 'old', publishedAt: new Date('2020-01-01T00:00:00Z') },
        { id: 'b', publishedAt: new Date('2024-01-01T00:00:00Z') },
        { id: 'undated', publishedAt: null },
        { id: 'a', publishedAt: new Date('2024-01-01T00:00:00Z') },
        { id: 'ancient', publishedAt: new Date('1960-01-01T00:00:00Z') },
      );
      const newestFirst = ['a', 'b', 'old', 'ancient', 'undated'];
      expect(await found('')).toEqual(newestFirst);
      expect(await found(' \t\n')).toEqual(newestFirst);
    });

    test('nothing corrects the query unless it can', async () => {
      await put({ title: 'Lasers' });
      expect((await search('lasers')).correctedQuery).toBeNull();
    });
  });
}
