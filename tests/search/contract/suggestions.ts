import { isIn } from '#access';
import type { EngineRequest } from '../../../libs/search/engine.ts';
import { indexedDocument } from '../indexed-document.ts';
import { anything, type Bench } from './bench.ts';

/** What somebody may go on typing, and lists that grow while they are read. */
export function describeSuggestions({ engine, put }: Bench): void {
  describe('suggestions', () => {
    const suggest = (text: string, given: Partial<EngineRequest> = {}) =>
      engine().suggest({ text, filter: anything('').filter, limit: 3, ...given });

    beforeEach(() =>
      put(
        { id: 'a', title: 'Export licences for lasers', topics: ['export control'] },
        { id: 'b', title: 'Lasers and exports', topics: ['export control', 'lasers'] },
        { id: 'c', title: '与清华大学合作', topics: ['清华'] },
        { id: 'd', title: 'Expert opinions', level: 'INSTITUTION', topics: ['expertise'] },
      ),
    );

    test('are titles and topics of which every typed word begins a word; those that begin so come first', async () => {
      expect(await suggest('exp')).toEqual({
        titles: [
          { id: 'a', title: 'Export licences for lasers' },
          { id: 'd', title: 'Expert opinions' },
          { id: 'b', title: 'Lasers and exports' },
        ],
        topics: [
          { value: 'export control', count: 2 },
          { value: 'expertise', count: 1 },
        ],
      });
      expect((await suggest('las exp')).titles.map(({ id }) => id).sort()).toEqual(['a', 'b']);
      expect((await suggest('port')).titles).toEqual([]);
      expect((await suggest('清华')).titles.map(({ id }) => id)).toEqual(['c']);
      expect((await suggest('qingh')).titles.map(({ id }) => id)).toEqual(['c']);
      expect(await suggest('')).toEqual({ titles: [], topics: [] });
      expect(await suggest('"<%')).toEqual({ titles: [], topics: [] });
    });

    test('begin as it was typed first, however many newer ones there are', async () => {
      const publishedAt = new Date('2020-01-01T00:00:00Z');
      await put(
        { id: 'e', title: 'Lasers in export control', publishedAt },
        { id: 'f', title: '清华大学：经验', publishedAt },
        ...Array.from({ length: 150 }, (_, index) => ({ title: `Lasers, part ${index}` })),
      );
      expect((await suggest('las exp')).titles.map(({ id }) => id)).toEqual(['b', 'e', 'a']);
      expect((await suggest('清华')).titles.map(({ id }) => id)).toEqual(['f', 'c']);
    });

    test('come from what may be read, and are no more than asked for', async () => {
      const filter = isIn('level', ['PUBLIC']);
      expect(await suggest('expert', { filter })).toEqual({ titles: [], topics: [] });
      const { titles, topics } = await suggest('exp', { filter, limit: 1 });
      expect([titles.length, topics.length]).toEqual([1, 1]);
    });
  });

  describe('paging while documents are added', () => {
    test.each(['lasers optics', '"lasers"', ''])('%j: no hit twice, and none left out', async (text) => {
      const given = (id: string, index: number) =>
        indexedDocument({
          id,
          title: 'Lasers',
          body: `${'Optics. '.repeat(index % 7)}${'Filler words. '.repeat(index % 11)}`,
          publishedAt: new Date(1_700_000_000_000 + index * 1_000),
        });
      await engine().upsert(Array.from({ length: 60 }, (_, index) => given(`id-${index}`, index)));
      const seen: string[] = [];
      for (let after: EngineRequest['after'] = null, page = 0; ; page++) {
        const { hits, hasMore } = await engine().search({ ...anything(text), limit: 7, after });
        seen.push(...hits.map(({ id }) => id));
        if (!hasMore) break;
        after = JSON.parse(JSON.stringify(hits.at(-1)!.position)) as EngineRequest['after'];
        // More that has the words, so that they become less rare, and more that has them not.
        await engine().upsert(
          Array.from({ length: 20 }, (_, index) => given(`more-${page}-${index}`, index * page + 100)),
        );
      }
      expect(new Set(seen).size).toBe(seen.length);
      const old = seen.filter((id) => id.startsWith('id-'));
      expect(old).toHaveLength(60);
    });
  });
}
