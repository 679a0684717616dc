import { randomUUID } from 'node:crypto';
import { assemble, type Cast } from '../access/support/cast.ts';
import { create, guidance } from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

const FINDING = { statement: 'It is so.', sourceName: 'A register', reliability: 'B', credibility: 2 };
const CASE_STUDY = { collaborationType: 'JOINT_CENTRE', decision: 'DECLINED' };

describe('wrong input is INVALID, with its place, and makes nothing', () => {
  const CASES: [what: string, input: object, field: string[]][] = [
    ['an empty title', { title: '' }, ['title']],
    ['a title of blanks', { title: '  ' }, ['title']],
    ['a title of 301 characters', { title: 'x'.repeat(301) }, ['title']],
    ['an empty summary', { summary: '' }, ['summary']],
    ['a summary of 2,001 characters', { summary: 'x'.repeat(2_001) }, ['summary']],
    ['a body of 500,001 characters', { body: 'x'.repeat(500_001) }, ['body']],
    ['a body with a NUL character', { body: 'a\0b' }, ['body']],
    ['a country that is none', { countries: ['GB', 'XX'] }, ['countries', '1']],
    ['a language that is none', { language: 'not a language' }, ['language']],
    ['too many topics', { topics: Array.from({ length: 51 }, (_, n) => `topic ${n}`) }, ['topics']],
    [
      'a discipline that is none',
      { details: { caseStudy: { ...CASE_STUDY, discipline: 'Alchemy' } } },
      ['details', 'caseStudy', 'discipline'],
    ],
    [
      'a technology area that is none',
      { details: { caseStudy: { ...CASE_STUDY, technologyAreas: ['Magic'] } } },
      ['details', 'caseStudy', 'technologyAreas', '0'],
    ],
    [
      'an end before the start',
      { details: { caseStudy: { ...CASE_STUDY, startedOn: '2020-01-02', endedOn: '2020-01-01' } } },
      ['details', 'caseStudy', 'endedOn'],
    ],
    [
      'a reliability beyond F',
      {
        details: { partnerNote: { assessedOn: '2026-01-01', findings: [{ ...FINDING, reliability: 'G' }] } },
      },
      ['details', 'partnerNote', 'findings', '0', 'reliability'],
    ],
    [
      'a credibility beyond 6',
      { details: { partnerNote: { assessedOn: '2026-01-01', findings: [{ ...FINDING, credibility: 7 }] } } },
      ['details', 'partnerNote', 'findings', '0', 'credibility'],
    ],
    [
      'a source that is no web address',
      {
        details: {
          partnerNote: {
            assessedOn: '2026-01-01',
            findings: [{ ...FINDING, sourceUrl: 'javascript:alert(1)' }],
          },
        },
      },
      ['details', 'partnerNote', 'findings', '0', 'sourceUrl'],
    ],
    [
      'PUBLIC that withholds its institution',
      { sharing: { level: 'PUBLIC', attribution: 'WITHHELD' } },
      ['sharing', 'attribution'],
    ],
    [
      'a window that ends as it begins',
      {
        sharing: {
          level: 'INSTITUTION',
          visibleFrom: '2030-01-01T00:00:00Z',
          visibleUntil: '2030-01-01T00:00:00Z',
        },
      },
      ['sharing', 'visibleUntil'],
    ],
    [
      'an institution that does not exist',
      { sharing: { level: 'GROUPS', institutionIds: [randomUUID()] } },
      ['sharing', 'institutionIds'],
    ],
    [
      'a group that does not exist',
      { sharing: { level: 'GROUPS', groupIds: [randomUUID()] } },
      ['sharing', 'groupIds'],
    ],
    [
      'a member who does not exist',
      { sharing: { level: 'NAMED', membershipIds: [randomUUID()] } },
      ['sharing', 'membershipIds'],
    ],
  ];

  test.each(CASES)('%s', async (_what, input, field) => {
    const before = await rows.documents();
    const { userErrors } = await create(cast.author, guidance(input));
    expect(userErrors.map(({ code, field: at }) => ({ code, at }))).toEqual([
      { code: 'INVALID', at: ['input', ...field] },
    ]);
    expect(await rows.documents()).toBe(before);
  });

  test('the owner among the excluded', async () => {
    const sharing = { level: 'COMMUNITY', excludedInstitutionIds: [cast.other.id, cast.owner.id] };
    const { userErrors } = await create(cast.author, guidance({ sharing }));
    expect(userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'sharing', 'excludedInstitutionIds'] },
    ]);
  });

  test("another's group, to which the owner does not belong", async () => {
    const strangers = await app.group('Strangers', cast.other, []);
    const { userErrors } = await create(
      cast.author,
      guidance({ sharing: { level: 'GROUPS', groupIds: [strangers] } }),
    );
    const unknown = await create(
      cast.author,
      guidance({ sharing: { level: 'GROUPS', groupIds: [randomUUID()] } }),
    );
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['input', 'sharing', 'groupIds'] }]);
    expect(userErrors).toEqual(unknown.userErrors);
  });

  test('the longest texts are not too long; what counts is characters, not bytes', async () => {
    const input = guidance({
      title: '𐐷'.repeat(300),
      summary: '字'.repeat(2_000),
      body: 'x'.repeat(500_000),
    });
    expect((await create(cast.author, input)).codes).toEqual([]);
  });
});
