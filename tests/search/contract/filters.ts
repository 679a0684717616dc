import {
  always,
  and,
  anonymous,
  isIn,
  mayReadPublished,
  maySeeAttribution,
  not,
  overlaps,
  type Predicate,
} from '#access';
import type {
  EngineRequest,
  FacetRequest,
  IndexedDocument,
  SearchFacet,
} from '../../../libs/search/engine.ts';
import { reader, type Bench } from './bench.ts';

const NOW = new Date('2025-01-01T00:00:00Z');

/** What does not satisfy the filter does not exist: not among hits, totals or facets. */
export function describeFilters({ found, put, search }: Bench): void {
  describe('filters and totals', () => {
    test('only what satisfies the access rule is found and counted', async () => {
      await put(
        { id: 'public', title: 'Lasers' },
        { id: 'own', title: 'Lasers', level: 'INSTITUTION', ownerId: 'mine' },
        { id: 'foreign', title: 'Lasers', level: 'INSTITUTION', ownerId: 'theirs' },
        { id: 'group', title: 'Lasers', level: 'GROUPS', groupIds: ['other', 'ours'] },
        { id: 'listed', title: 'Lasers', level: 'GROUPS', institutionIds: ['mine'] },
        { id: 'excluded', title: 'Lasers', level: 'COMMUNITY', excludedInstitutionIds: ['mine'] },
        { id: 'peers', title: 'Lasers', level: 'COMMUNITY', kinds: ['UNIVERSITY'] },
        { id: 'government', title: 'Lasers', level: 'COMMUNITY', kinds: ['GOVERNMENT'] },
        { id: 'ranked', title: 'Lasers', level: 'COMMUNITY', minimumRole: 2 },
        { id: 'named', title: 'Lasers', level: 'NAMED', memberIds: ['my membership'] },
        { id: 'granted', title: 'Lasers', level: 'INSTITUTION', ownerId: 'theirs' },
        { id: 'early', title: 'Lasers', visibleFrom: new Date('2025-01-01T00:00:00.001Z') },
        { id: 'ended', title: 'Lasers', visibleUntil: NOW },
        { id: 'withdrawn', title: 'Lasers', state: 'WITHDRAWN' },
      );
      const mine = ['granted', 'group', 'listed', 'named', 'own', 'peers', 'public'];
      for (const text of ['lasers', '']) {
        const result = await search(text, { filter: mayReadPublished(reader('mine'), NOW) });
        expect(result.hits.map((hit) => hit.id).sort()).toEqual(mine);
        expect(result.total).toBe(mine.length);
        const strangers = await search(text, { filter: mayReadPublished(anonymous, NOW) });
        expect(strangers.hits.map((hit) => hit.id)).toEqual(['public']);
        expect(strangers.total).toBe(1);
      }
    });

    test('a word that is only in unreadable documents is answered like one that does not exist', async () => {
      await put(
        { id: 'a', title: 'Lasers and optics', topics: ['light'] },
        { id: 'b', title: 'Optics', body: 'More about lasers.' },
        {
          id: 'hidden',
          title: 'Zanzibar lasers',
          level: 'INSTITUTION',
          ownerId: 'theirs',
          topics: ['zanzibar'],
        },
        { id: 'hidden too', body: 'zanzibar zanzibar', level: 'INSTITUTION', ownerId: 'theirs' },
      );
      const filter = mayReadPublished(reader('mine'), NOW);
      const facets: FacetRequest[] = [
        { facet: 'TOPIC', filter },
        { facet: 'INSTITUTION', filter },
      ];
      const given = { filter, facets };
      for (const frame of ['%', '% lasers', 'lasers %', '"%"', '"optics" %', 'lasers -%', '-%', 'lasers-%']) {
        const hidden = await search(frame.replace('%', 'zanzibar'), given);
        expect(hidden).toEqual(await search(frame.replace('%', 'qqxqqxq'), given));
        expect(hidden.hits.every((hit) => ['a', 'b'].includes(hit.id))).toBe(true);
      }
    });

    test('the filter applies to every kind of fact', async () => {
      await put(
        { id: 'a', title: 'x', partnerIds: ['p1', 'p2'], decision: 'DECLINED', publishedAt: new Date(2_000) },
        { id: 'b', title: 'x', partnerIds: ['p2'], severity: 'WARNING', publishedAt: new Date(1_000) },
        { id: 'c', title: 'x', partnerIds: ['p'], publishedAt: null },
      );
      const filters: [Predicate, string[]][] = [
        [overlaps('partnerIds', ['p1', 'p3']), ['a']],
        [overlaps('partnerIds', ['p2']), ['a', 'b']],
        [isIn('decision', ['DECLINED', 'PAUSED']), ['a']],
        [not(isIn('decision', ['DECLINED'])), ['b', 'c']],
        [isIn('severity', ['WARNING']), ['b']],
        [{ op: 'after', field: 'publishedAt', moment: new Date(1_000) }, ['a']],
        [not({ op: 'before', field: 'publishedAt', moment: new Date(2_000) }), ['a', 'c']],
        [{ op: 'empty', field: 'topics' }, ['a', 'b', 'c']],
        [and(not(isIn('id', ['a'])), overlaps('partnerIds', ['p2'])), ['b']],
        [{ op: 'never' }, []],
      ];
      for (const [filter, ids] of filters) {
        expect((await found('x', { filter })).sort()).toEqual(ids);
        expect((await found('', { filter })).sort()).toEqual(ids);
      }
    });
  });

  describe('facets', () => {
    const counted = async (
      facet: SearchFacet,
      given: Partial<EngineRequest> = {},
      filter: Predicate = given.filter ?? always,
    ) => (await search('x', { facets: [{ facet, filter }], ...given })).facets;

    test.each<[SearchFacet, Partial<IndexedDocument>, Partial<IndexedDocument>, [string, number][]]>([
      [
        'KIND',
        { kind: 'ADVISORY' },
        { kind: 'GUIDANCE' },
        [
          ['ADVISORY', 2],
          ['GUIDANCE', 1],
        ],
      ],
      [
        'INSTITUTION',
        { ownerId: 'z' },
        { ownerId: 'y' },
        [
          ['z', 2],
          ['y', 1],
        ],
      ],
      [
        'TOPIC',
        { topics: ['a, b', 'c'] },
        { topics: ['c'] },
        [
          ['c', 3],
          ['a, b', 2],
        ],
      ],
      [
        'COUNTRY',
        { countries: ['CN'] },
        { countries: ['CN', 'GB'] },
        [
          ['CN', 3],
          ['GB', 1],
        ],
      ],
      ['RISK_AREA', { riskAreas: ['EXPORT_CONTROL'] }, {}, [['EXPORT_CONTROL', 2]]],
      [
        'DECISION',
        { decision: 'PAUSED' },
        { decision: 'ENDED' },
        [
          ['PAUSED', 2],
          ['ENDED', 1],
        ],
      ],
      ['TECHNOLOGY_AREA', { technologyAreas: ['Energy'] }, {}, [['Energy', 2]]],
      ['COLLABORATION_TYPE', { collaborationType: 'OTHER' }, {}, [['OTHER', 2]]],
      ['SEVERITY', {}, { severity: 'CRITICAL' }, [['CRITICAL', 1]]],
      [
        'PARTNER',
        { partnerIds: ['p'] },
        { partnerIds: ['q'] },
        [
          ['p', 2],
          ['q', 1],
        ],
      ],
      [
        'YEAR',
        { publishedAt: new Date('2023-12-31T23:59:59.999Z') },
        { publishedAt: new Date('2024-01-01T00:00:00Z') },
        [
          ['2023', 2],
          ['2024', 1],
        ],
      ],
    ])('%s counts its values over all hits', async (facet, twice, once, counts) => {
      const nowhere = { title: 'x', publishedAt: null, kind: 'CASE_STUDY' as const };
      await put(
        { title: 'x', ...twice },
        { title: 'x', ...twice },
        { title: 'x', ...once },
        { ...twice, title: 'other' },
      );
      await put({ ...nowhere, ownerId: 'unreadable', state: 'WITHDRAWN' });
      const expected = [{ facet, counts: counts.map(([value, count]) => ({ value, count })) }];
      expect(await counted(facet, { filter: isIn('state', ['PUBLISHED']), limit: 1 })).toEqual(expected);
    });

    test('counts only hits that satisfy the condition of the facet; withheld owners are not counted', async () => {
      await put(
        { title: 'x', ownerId: 'mine', attribution: 'WITHHELD' },
        { title: 'x', ownerId: 'theirs', attribution: 'WITHHELD' },
        { title: 'x', ownerId: 'theirs' },
        { title: 'x', ownerId: 'others', attribution: 'WITHHELD' },
      );
      const where = maySeeAttribution(reader('mine'));
      for (const text of ['x', '']) {
        const result = await search(text, {
          facets: [
            { facet: 'INSTITUTION', filter: where },
            { facet: 'KIND', filter: always },
          ],
        });
        expect(result.facets).toEqual([
          {
            facet: 'INSTITUTION',
            counts: [
              { value: 'mine', count: 1 },
              { value: 'theirs', count: 1 },
            ],
          },
          { facet: 'KIND', counts: [{ value: 'GUIDANCE', count: 4 }] },
        ]);
      }
    });

    test('the most frequent values come first, equal ones by value, 100 at the most', async () => {
      const topics = Array.from({ length: 120 }, (_, index) => `t${String(index).padStart(3, '0')}`);
      await put({ title: 'x', topics }, { title: 'x', topics: ['t119'] });
      const counts = (await counted('TOPIC'))[0]!.counts;
      expect(counts).toHaveLength(100);
      expect(counts[0]).toEqual({ value: 't119', count: 2 });
      expect(counts.slice(1).map(({ value }) => value)).toEqual(topics.slice(0, 99));
    });

    test('a facet that has no values is empty', async () => {
      expect(await counted('TOPIC')).toEqual([{ facet: 'TOPIC', counts: [] }]);
    });
  });
}
