import { Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const [PARENT, CHILD] = ['https://ror.org/0000ddd11', 'https://ror.org/0000ddd22'] as const;
const CASE = {
  caseStudy: {
    collaborationType: 'JOINT_PROJECT',
    decision: 'ENDED',
    startedOn: '2019-03-01',
    endedOn: '2021-05-01',
  },
};
const NOTE = { partnerNote: { assessedOn: '2024-02-01' } };
const DOSSIER = `query($id: ID!, $related: Boolean) { partner(id: $id) {
  documents(first: 100, includeRelated: $related) { edges { node { id } } }
  documentCounts(includeRelated: $related) { kind count }
  experience(includeRelated: $related) { institution { id } caseStudies partnerNotes latest }
  timeline(includeRelated: $related) { date what document { id } } } }`;

let app: TestApp;
let [parent, child] = ['', ''];
let named: Publisher;
let withheld: Publisher;
let stranger: Person;
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await TestApp.start();
  [parent, child] = (await app.partners(
    { id: PARENT, name: 'Parent University', relationships: [{ type: 'child', id: CHILD, label: 'Child' }] },
    { id: CHILD, name: 'Child Institute' },
  )) as [string, string];
  named = await Publisher.of(app);
  withheld = await Publisher.of(app);
  stranger = await app.person(await app.institution(), 'PUBLISHER');
  ids.case = await named.publish({ details: CASE, partnerIds: [child], sharing: { level: 'COMMUNITY' } });
  ids.note = await withheld.publish({
    ...{ details: NOTE, partnerIds: [child] },
    sharing: { level: 'COMMUNITY', attribution: 'WITHHELD' },
  });
  ids.inside = await named.publish({ details: NOTE, partnerIds: [child], sharing: { level: 'INSTITUTION' } });
  ids.guidance = await named.publish({ partnerIds: [parent], sharing: { level: 'PUBLIC' } });
  ids.draft = await named.draft({ details: CASE, partnerIds: [child], sharing: { level: 'INSTITUTION' } });
});
afterAll(() => app?.stop());

async function dossier(client: Person['client'], id: string, related = false): Promise<any> {
  const { partner } = await client.ask(DOSSIER, { id, related });
  return {
    documents: partner.documents.edges.map((edge: any) => edge.node.id).sort(),
    counts: Object.fromEntries(partner.documentCounts.map((one: any) => [one.kind, one.count])),
    experience: Object.fromEntries(
      partner.experience.map((one: any) => [one.institution.id, [one.caseStudies, one.partnerNotes]]),
    ),
    timeline: partner.timeline
      .filter((one: any) => one.what !== 'PUBLISHED')
      .map((one: any) => [one.date, one.what, one.document.id]),
  };
}

test('someone of another institution is told of what they may read, and of no withheld institution', async () => {
  expect(await dossier(stranger.client, child)).toEqual({
    documents: [ids.case, ids.note].sort(),
    counts: { CASE_STUDY: 1, PARTNER_NOTE: 1 },
    experience: { [named.institution.id]: [1, 0] },
    timeline: [
      ['2024-02-01', 'ASSESSED', ids.note],
      ['2021-05-01', 'ENDED', ids.case],
      ['2019-03-01', 'STARTED', ids.case],
    ],
  });
});

test('someone of the withholding institution sees its part', async () => {
  const { experience } = await dossier(withheld.reviewer.client, child);
  expect(experience).toEqual({ [named.institution.id]: [1, 0], [withheld.institution.id]: [0, 1] });
});

test('someone of the owner sees what is inside; drafts are in the list for those only who see them', async () => {
  const seen = await dossier(named.reviewer.client, child);
  expect(seen.documents).toEqual([ids.case, ids.note, ids.inside].sort());
  expect(seen.counts).toEqual({ CASE_STUDY: 1, PARTNER_NOTE: 2 });
  expect(seen.experience).toEqual({ [named.institution.id]: [1, 1] });
  expect((await dossier(named.author.client, child)).documents).toContain(ids.draft);
});

test('nobody is told of what is public only', async () => {
  const nothing = { documents: [], counts: {}, experience: {}, timeline: [] };
  expect(await dossier(app.anonymous, child)).toEqual(nothing);
  expect(await dossier(app.anonymous, child, true)).toEqual({
    ...nothing,
    documents: [ids.guidance],
    counts: { GUIDANCE: 1 },
  });
});

test('parents and children are in it on request', async () => {
  expect((await dossier(stranger.client, parent)).counts).toEqual({ GUIDANCE: 1 });
  expect(await dossier(stranger.client, parent, true)).toMatchObject({
    documents: [ids.case, ids.note, ids.guidance].sort(),
    counts: { CASE_STUDY: 1, PARTNER_NOTE: 1, GUIDANCE: 1 },
  });
});

describe('additions to the registry', () => {
  const ADD = `mutation($input: PartnerAddInput!, $despite: Boolean) {
    partnerAdd(input: $input, despiteDuplicates: $despite) {
      partner { id rorId name status names { value proposed } } duplicates { partner { name } }
      userErrors { code field } } }`;
  const PROPOSE = `mutation($id: ID!, $name: PartnerNameInput!) {
    partnerProposeName(id: $id, name: $name) { partner { names { value kind proposed } } userErrors { code field } } }`;
  const add = async (person: Person, input: object, despite = false): Promise<any> =>
    (await person.client.ask(ADD, { input: { country: 'CN', ...input }, despite })).partnerAdd;

  test('a contributor adds a partner that no registry has, and it is found', async () => {
    const { partner, duplicates, userErrors } = await add(named.author, {
      name: 'Qingyun Photonics Works',
      names: [{ value: '青云光电厂', language: 'zh' }],
    });
    expect([userErrors, duplicates]).toEqual([[], []]);
    expect(partner).toMatchObject({ rorId: null, status: 'active', names: [{}, { value: '青云光电厂' }] });
    const { matchPartner } = await app.anonymous.ask(
      '{ matchPartner(name: "青云光电厂") { partner { id } } }',
    );
    expect(matchPartner).toEqual([{ partner: { id: partner.id } }]);
  });

  test('one that looks like another is added only despite that', async () => {
    const refused = await add(named.author, { name: 'Child Insitute' });
    expect(refused).toMatchObject({
      partner: null,
      duplicates: [{ partner: { name: 'Child Institute' } }],
      userErrors: [{ code: 'CONFLICT', field: ['input', 'name'] }],
    });
    const added = await add(named.author, { name: 'Child Insitute' }, true);
    expect(added).toMatchObject({ partner: { name: 'Child Insitute' }, userErrors: [] });
  });

  test('a reviewer proposes a name, which stays when the registry is imported again', async () => {
    const name = { value: 'Kinderinstitut', language: 'de' };
    const propose = async (person: Person): Promise<any> =>
      (await person.client.ask(PROPOSE, { id: child, name })).partnerProposeName;
    expect((await propose(named.author)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await propose(named.reviewer)).partner.names).toContainEqual({
      ...{ value: 'Kinderinstitut', kind: 'alias' },
      proposed: true,
    });
    expect((await propose(named.reviewer)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    await app.partners({ id: CHILD, name: 'Child Institute', city: 'Elsewhere' });
    const { partner } = await app.anonymous.ask('query($id: ID!) { partner(id: $id) { names { value } } }', {
      id: child,
    });
    expect(partner.names).toEqual([{ value: 'Child Institute' }, { value: 'Kinderinstitut' }]);
  });

  test.each([
    [{ name: '' }, ['name']],
    [{ name: 'X', country: 'XX' }, ['country']],
    [{ name: 'X', website: 'javascript:alert(1)' }, ['website']],
    [{ name: 'X', names: [{ value: 'Y', kind: 'nickname' }] }, ['names', '0', 'kind']],
  ])('wrong input is INVALID: %j', async (input, field) => {
    const { userErrors } = await add(named.author, input);
    expect(userErrors).toEqual([{ code: 'INVALID', field: ['input', ...field] }]);
  });

  test('readers and those who are not signed in add nothing', async () => {
    const reader = await app.person(named.institution, 'READER');
    expect((await add(reader, { name: 'Never' })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const { errors } = await app.anonymous.send(ADD, { input: { name: 'Never', country: 'CN' } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});
