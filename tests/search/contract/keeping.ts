import { isIn } from '#access';
import { indexedDocument } from '../indexed-document.ts';
import type { Bench } from './bench.ts';

/** What is put is found, until it is replaced, removed or everything is reset. */
export function describeKeeping({ engine, found, put, search }: Bench): void {
  describe('keeping documents', () => {
    test('finds what was put, by title, summary, topic and body, and not by anything else', async () => {
      await put(
        { id: 'title', title: 'Quantum sensors' },
        { id: 'summary', summary: 'About quantum sensors.' },
        { id: 'topic', topics: ['Quantum sensors'] },
        { id: 'body', body: 'We looked at quantum sensors.' },
        { id: 'none', title: 'Marine biology', ownerId: 'quantum', countries: ['quantum'] },
      );
      expect((await found('quantum')).sort()).toEqual(['body', 'summary', 'title', 'topic']);
      expect(await found('turbines')).toEqual([]);
    });

    test('replaces a document by a higher or the same revision, and by no lower one', async () => {
      await put({ id: 'a', revision: 5, title: 'Lasers' });
      await put({ id: 'a', revision: 4, title: 'Drones' });
      expect([await found('lasers'), await found('drones')]).toEqual([['a'], []]);
      await put({ id: 'a', revision: 5, title: 'Optics' });
      expect([await found('lasers'), await found('optics')]).toEqual([[], ['a']]);
      await put({ id: 'a', revision: 6, title: 'Drones', topics: ['one'], kind: 'ADVISORY' });
      expect([await found('optics'), await found('drones')]).toEqual([[], ['a']]);
      expect(await found('drones', { filter: isIn('kind', ['ADVISORY']) })).toEqual(['a']);
      expect((await search('drones')).hits[0]).toMatchObject({ id: 'a', revision: 6 });
      const contents = await engine().contents();
      expect([...contents].map(([id, { revision }]) => [id, revision])).toEqual([['a', 6]]);
    });

    test('the higher revision wins within one call too', async () => {
      await put({ id: 'a', revision: 2, title: 'Second' }, { id: 'a', revision: 1, title: 'First' });
      expect([await found('first'), await found('second')]).toEqual([[], ['a']]);
    });

    test('removes documents; unknown ids are no error', async () => {
      await put({ id: 'a', title: 'Lasers' }, { id: 'b', title: 'Lasers' });
      await engine().remove(['a', 'unknown']);
      expect(await found('lasers')).toEqual(['b']);
      expect(await found('')).toEqual(['b']);
      await engine().remove([]);
      await engine().upsert([]);
      expect([...(await engine().contents()).keys()]).toEqual(['b']);
    });

    test('tells all contents with their revisions', async () => {
      const documents = Array.from({ length: 1_200 }, (_, index) =>
        indexedDocument({ id: `id-${index}`, revision: index }),
      );
      await engine().upsert(documents);
      const contents = await engine().contents();
      expect(contents).toEqual(
        new Map(
          documents.map((document) => [
            document.id,
            { revision: document.revision, facts: engine().factsDigest(document) },
          ]),
        ),
      );
      expect((await search('')).total).toBe(1_200);
    });

    test('a reset empties the index and gives it a new generation', async () => {
      await put({ id: 'a', title: 'Lasers' });
      const before = await engine().generation();
      expect(await engine().generation()).toBe(before);
      await engine().reset();
      expect(await engine().generation()).not.toBe(before);
      expect([await found('lasers'), await found(''), (await engine().contents()).size]).toEqual([[], [], 0]);
      await put({ id: 'a', revision: 0, title: 'Lasers' });
      expect(await found('lasers')).toEqual(['a']);
    });
  });
}
