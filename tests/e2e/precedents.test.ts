import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const PRECEDENTS = `query($for: EngagementInput!, $first: Int) {
  precedents(for: $for, first: $first) {
    precedents { score reasons document { id title } } guidance { reasons document { id } }
    advisories { reasons document { id } } partnerNotes { reasons document { id } } } }`;

let app: TestApp;
let owner: Publisher;
let other: Publisher;
let ids: Record<string, string>;
let partners: { tsinghua: string; institute: string; elsewhere: string };

const caseStudy = (given: object) => ({
  caseStudy: { collaborationType: 'JOINT_PROJECT', decision: 'PROCEEDED', ...given },
});

beforeAll(async () => {
  app = await TestApp.start();
  [owner, other] = [await Publisher.of(app), await Publisher.of(app)];
  const [tsinghua, institute, elsewhere] = await app.partners(
    { id: 'https://ror.org/03cve4549', name: 'Tsinghua University' },
    {
      ...{ id: 'https://ror.org/0000aaa44', name: 'Institute of Alloys' },
      relationships: [{ type: 'Parent', id: 'https://ror.org/03cve4549', label: 'Tsinghua University' }],
    },
    { id: 'https://ror.org/0000aaa55', name: 'Elsewhere Polytechnic' },
  );
  partners = { tsinghua: tsinghua!, institute: institute!, elsewhere: elsewhere! };
  const [PUBLIC, mine] = [{ level: 'PUBLIC' }, { level: 'INSTITUTION' }];
  const expiresAt = new Date(app.clock.now().getTime() - 1_000).toISOString();
  ids = {
    same: await owner.publish({
      ...{ title: 'Turbine alloys', body: 'Heat-resistant alloys for turbines.', sharing: PUBLIC },
      ...{ partnerIds: [partners.tsinghua], details: caseStudy({ technologyAreas: ['Advanced Materials'] }) },
    }),
    related: await owner.publish({
      ...{ title: 'A visit', body: 'Students came.', sharing: PUBLIC },
      ...{
        partnerIds: [partners.institute],
        details: caseStudy({ collaborationType: 'STUDENT_OR_VISITOR' }),
      },
    }),
    worded: await owner.publish({
      ...{ title: 'Heat', body: 'Heat-resistant alloys for turbines, and more of them.', sharing: PUBLIC },
      details: caseStudy({ collaborationType: 'CONSULTANCY' }),
    }),
    unlike: await owner.publish({
      ...{ title: 'Poetry', body: 'A reading of poems.', sharing: PUBLIC },
      details: caseStudy({ collaborationType: 'OTHER' }),
    }),
    hidden: await owner.publish({
      ...{ title: 'Turbine alloys zanzibar', body: 'Heat-resistant alloys for turbines.', sharing: mine },
      ...{ partnerIds: [partners.tsinghua], details: caseStudy({ technologyAreas: ['Advanced Materials'] }) },
    }),
    guidance: await owner.publish({
      ...{ title: 'Joint projects', body: 'How to begin.', sharing: PUBLIC },
      details: { guidance: { appliesTo: ['JOINT_PROJECT'], riskAreas: ['EXPORT_CONTROL'] } },
    }),
    note: await owner.publish({
      ...{ title: 'About Tsinghua', body: 'A note.', sharing: PUBLIC, partnerIds: [partners.tsinghua] },
      details: { partnerNote: { assessedOn: '2024-01-01' } },
    }),
    otherNote: await owner.publish({
      ...{ title: 'About alloys for turbines', body: 'Heat-resistant.', sharing: PUBLIC },
      ...{ partnerIds: [partners.elsewhere], details: { partnerNote: { assessedOn: '2024-01-01' } } },
    }),
  };
  const issuer = await Publisher.of(app, { kind: 'GOVERNMENT', mayIssueAdvisories: true });
  const advisory = (details: object) =>
    issuer.publish({
      title: 'Alloys',
      body: 'Be careful with heat-resistant alloys for turbines.',
      sharing: PUBLIC,
      details: { advisory: { severity: 'WARNING', ...details } },
    });
  ids.advisory = await advisory({});
  ids.expired = await advisory({ expiresAt });
  await app.index();
});
afterAll(() => app?.stop());

const engagement = () => ({
  description: 'Heat-resistant alloys for turbines',
  partnerIds: [partners.tsinghua],
  technologyAreas: ['Advanced Materials'],
  collaborationType: 'JOINT_PROJECT',
  riskAreas: ['EXPORT_CONTROL'],
});

async function report(
  person: { client: typeof app.anonymous } | null,
  given: object,
  first?: number,
): Promise<any> {
  return (await (person?.client ?? app.anonymous).ask(PRECEDENTS, { for: given, first })).precedents;
}

const idsOf = (rows: { document: { id: string } }[]) => rows.map(({ document }) => document.id);

test('the most alike comes first, each with its reasons; what is unlike is not there', async () => {
  const { precedents } = await report(null, engagement());
  expect(idsOf(precedents)).toEqual([ids.same, ids.worded, ids.related]);
  expect(precedents[0].reasons).toEqual([
    'same partner: Tsinghua University',
    'same technology area: Advanced Materials',
    'same kind of collaboration: joint project',
    expect.stringMatching(/^similar description: .*alloys/),
  ]);
  expect(precedents[2].reasons[0]).toBe('part of the same organisation: Institute of Alloys');
  const scores = precedents.map(({ score }: { score: number }) => score);
  expect(scores).toEqual([...scores].sort((a: number, b: number) => b - a));
});

test('guidance, advisories and notes that apply come with it; expired advisories and notes about others do not', async () => {
  const { guidance, advisories, partnerNotes } = await report(null, engagement());
  expect(idsOf(guidance)).toEqual([ids.guidance]);
  expect(idsOf(advisories)).toEqual([ids.advisory]);
  expect(idsOf(partnerNotes)).toEqual([ids.note]);
});

test('what may not be read has no part in order, number, scores or reasons', async () => {
  expect(idsOf((await report(owner.author, engagement())).precedents)).toContain(ids.hidden);
  const outside = await report(other.author, engagement());
  expect(outside).toEqual(await report(null, engagement()));
  expect(JSON.stringify(outside)).not.toContain('zanzibar');
});

test('it works by description alone, by what is the same alone, and gives no more than asked for', async () => {
  expect(idsOf((await report(null, { description: 'turbines' })).precedents).sort()).toEqual(
    [ids.same, ids.worded].sort(),
  );
  const { precedents } = await report(null, { description: '', partnerIds: [partners.tsinghua] });
  expect(idsOf(precedents)).toEqual([ids.same, ids.related]);
  expect((await report(null, engagement(), 1)).precedents).toHaveLength(1);
});

test.each([
  [{ description: 'x', countries: ['China'] }, /countries/],
  [{ description: 'x', technologyAreas: ['Alchemy'] }, /technologyAreas/],
  [{ description: 'x', partnerIds: ['nobody'] }, /partnerIds/],
  [{ description: 'x', partnerIds: ['0198c0de-0000-7000-8000-000000000000'] }, /no such partner/],
  [{ description: 'x'.repeat(5_001) }, /description/],
])('%j is refused', async (given, message) => {
  const { errors } = await app.anonymous.send(PRECEDENTS, { for: given });
  expect(errors?.[0]).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
    message: expect.stringMatching(message),
  });
});
