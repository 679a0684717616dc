import { randomUUID } from 'node:crypto';
import { assemble, type Cast } from '../access/support/cast.ts';
import { clientOf, create, done, edit, guidance, read } from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
/** A CONTRIBUTOR of an institution that may issue advisories. */
let official: Person;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  official = await app.person(
    await app.institution({ kind: 'GOVERNMENT', mayIssueAdvisories: true }),
    'CONTRIBUTOR',
  );
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

const FINDING = { statement: 'It is so.', sourceName: 'A register', reliability: 'B', credibility: 2 };
const CASE_STUDY = { collaborationType: 'JOINT_CENTRE', decision: 'DECLINED' };
const of = (details: object): object => guidance({ details });

describe('each kind', () => {
  test('guidance keeps what is particular to it', async () => {
    const details = { guidance: { appliesTo: ['JOINT_CENTRE', 'CONSULTANCY'], riskAreas: ['REPUTATION'] } };
    const { id, kind, state } = done(await create(cast.author, of(details)));
    expect({ kind, state }).toEqual({ kind: 'GUIDANCE', state: 'DRAFT' });
    expect(await read(cast.author, id, '... on Guidance { appliesTo riskAreas }')).toEqual(details.guidance);
  });

  test('a case study keeps what is particular to it', async () => {
    const caseStudy = {
      ...{
        discipline: 'Engineering',
        technologyAreas: ['Quantum Technologies'],
        collaborationType: 'JOINT_CENTRE',
      },
      ...{
        riskAreas: ['DEPENDENCY'],
        decision: 'PROCEEDED_WITH_MITIGATIONS',
        mitigations: ['A narrower scope'],
      },
      ...{
        outcome: 'It went well.',
        lessons: 'Begin early.',
        startedOn: '2019-09-01',
        endedOn: '2024-08-31',
      },
    };
    const { id, kind } = done(await create(cast.author, of({ caseStudy })));
    expect(kind).toBe('CASE_STUDY');
    expect(await read(cast.author, id, `... on CaseStudy { ${Object.keys(caseStudy).join(' ')} }`)).toEqual(
      caseStudy,
    );
  });

  test('a partner note keeps its findings with their grades', async () => {
    const finding = { ...FINDING, sourceUrl: 'https://example.org/register', sourceDate: '2026-01-31' };
    const partnerNote = { assessedOn: '2026-02-01', findings: [finding], riskAreas: ['NATIONAL_SECURITY'] };
    const { id, kind } = done(await create(cast.author, of({ partnerNote })));
    expect(kind).toBe('PARTNER_NOTE');
    const fields = `assessedOn riskAreas findings { ${Object.keys(finding).join(' ')} }`;
    expect(await read(cast.author, id, `... on PartnerNote { ${fields} }`)).toEqual(partnerNote);
  });

  test('an advisory is drafted where advisories may be issued, and nowhere else', async () => {
    const advisory = {
      severity: 'WARNING',
      actions: ['Check the visitors.'],
      expiresAt: '2030-01-01T00:00:00.000Z',
    };
    const { id, kind } = done(await create(official, of({ advisory })));
    expect(kind).toBe('ADVISORY');
    const fields = 'severity actions expiresAt';
    expect(await read(official, id, `... on Advisory { ${fields} }`)).toEqual(advisory);
    for (const person of [cast.author, cast.publisher, cast.outsider]) {
      expect((await create(person, of({ advisory }))).codes).toEqual(['FORBIDDEN']);
    }
  });
});

describe('the beginning', () => {
  test('a document starts as INSTITUTION, AMBER_STRICT, version 1, without a working version', async () => {
    const { state, versionNumber, working, sharing } = done(await create(cast.author));
    expect({ state, versionNumber, working }).toEqual({ state: 'DRAFT', versionNumber: 1, working: null });
    const nothing = { institutions: [], groups: [], members: [], excludedInstitutions: [], kinds: [] };
    const always = { visibleFrom: null, visibleUntil: null };
    expect(sharing).toEqual({
      ...{ level: 'INSTITUTION', tlp: 'AMBER_STRICT', attribution: 'NAMED', minimumRole: 'READER' },
      ...nothing,
      ...always,
    });
  });

  test.each([
    ['NAMED', 'RED'],
    ['INSTITUTION', 'AMBER_STRICT'],
    ['GROUPS', 'AMBER_STRICT'],
    ['COMMUNITY', 'GREEN'],
    ['PUBLIC', 'CLEAR'],
  ])('without a label, %s gets the strictest that allows it, %s', async (level, tlp) => {
    const { sharing } = done(await create(cast.author, guidance({ sharing: { level } })));
    expect(sharing).toMatchObject({ level, tlp });
  });

  const LEVELS = ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY', 'PUBLIC'];
  test.each([
    ['RED', 'NAMED'],
    ['AMBER_STRICT', 'GROUPS'],
    ['AMBER', 'GROUPS'],
    ['GREEN', 'COMMUNITY'],
    ['CLEAR', 'PUBLIC'],
  ])('TLP:%s allows %s at the widest', async (tlp, widest) => {
    const allowed: string[] = [];
    for (const level of LEVELS) {
      const outcome = await create(cast.author, guidance({ sharing: { level, tlp } }));
      if (outcome.codes.length === 0) allowed.push(level);
      else
        expect(outcome.userErrors).toMatchObject([{ code: 'TLP_CAP', field: ['input', 'sharing', 'tlp'] }]);
    }
    expect(allowed).toEqual(LEVELS.slice(0, LEVELS.indexOf(widest) + 1));
  });
});

describe('who', () => {
  test('CONTRIBUTOR and higher, of any of the other kinds', async () => {
    for (const person of [cast.author, cast.reviewer, cast.publisher, cast.outsider]) {
      for (const details of [
        { guidance: {} },
        { caseStudy: CASE_STUDY },
        { partnerNote: { assessedOn: '2026-01-01' } },
      ]) {
        expect((await create(person, of(details))).codes).toEqual([]);
      }
    }
  });

  test('a READER does not, not even one who administers and audits', async () => {
    const before = await rows.documents();
    for (const person of [cast.reader, cast.administrator])
      expect((await create(person)).codes).toEqual(['FORBIDDEN']);
    expect(await rows.documents()).toBe(before);
  });

  test('a co-author is a living member of the owner', async () => {
    const leaver = await app.person(cast.owner, 'CONTRIBUTOR');
    await rows.run(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [leaver.membershipId]);
    for (const coAuthor of [cast.outsider.membershipId, leaver.membershipId, randomUUID(), 'nonsense']) {
      const { userErrors } = await create(
        cast.author,
        guidance({ coAuthorIds: [cast.coAuthor.membershipId, coAuthor] }),
      );
      expect(userErrors.map(({ code, field }) => ({ code, at: field?.slice(0, 2) }))).toEqual([
        { code: 'INVALID', at: ['input', 'coAuthorIds'] },
      ]);
    }
  });
});

describe('@oneOf: exactly one kind', () => {
  test.each([
    ['none', {}],
    ['two', { guidance: {}, caseStudy: CASE_STUDY }],
    ['null', { guidance: null }],
  ])('%s is a malformed request', async (_how, details) => {
    const query =
      'mutation ($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } } }';
    const before = await rows.documents();
    const answer = await clientOf(cast.author).send(query, { input: of(details) });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(answer.data ?? null).toBeNull();
    expect(await rows.documents()).toBe(before);
  });

  test('an edit cannot make it another kind', async () => {
    const { id } = done(await create(cast.author));
    const { userErrors } = await edit(cast.author, id, 1, { details: { caseStudy: CASE_STUDY } });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['input', 'details'] }]);
  });
});
