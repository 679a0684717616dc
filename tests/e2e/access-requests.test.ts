import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const SHOW = `mutation($id: ID!, $title: String) { documentShowStub(id: $id, title: $title) { document { id } ${ERRORS} } }`;
const REQUEST = `mutation($id: ID!) { accessRequest(documentId: $id, reason: "A similar case") { accessRequest { id status } ${ERRORS} } }`;
const DECIDE = `mutation($id: ID!, $decision: AccessDecision!, $expiresAt: DateTime) {
  accessRequestDecide(id: $id, decision: $decision, expiresAt: $expiresAt) { accessRequest { status expiresAt } ${ERRORS} } }`;
const REVOKE = `mutation($id: ID!, $institution: ID!) {
  accessGrantRevoke(documentId: $id, institutionId: $institution) { document { id } ${ERRORS} } }`;
const STUBS = '{ documentStubs { edges { node { id kind title institution { slug } requestStatus } } } }';
const SECRET = 'The wording that nobody outside may see';

describe('stubs, access requests and grants', () => {
  let app: TestApp;
  let owner: Publisher;
  let asker: Person;
  let outsider: { id: string };

  beforeAll(async () => {
    app = await TestApp.start();
    owner = await Publisher.of(app);
    outsider = await app.institution();
    asker = await app.person(outsider, 'READER');
  });
  afterAll(() => app.stop());

  const document = (sharing: object = { level: 'INSTITUTION' }): Promise<string> =>
    owner.publish({ title: SECRET, body: SECRET, sharing });
  const stubs = async (person: Person): Promise<any[]> =>
    (await person.client.ask(STUBS)).documentStubs.edges.map((edge: any) => edge.node);
  const reads = async (person: Person, id: string): Promise<boolean> =>
    (await person.client.ask('query($id: ID!) { document(id: $id) { title } }', { id })).document !== null;
  const inAnHour = (): string => new Date(app.clock.now().getTime() + 3_600_000).toISOString();

  it('takes requests that come at the same moment as one', async () => {
    const id = await document();
    await mutate(owner.publisher.client, SHOW, { id, title: 'A case asked for by many' });
    const asked = await Promise.all(Array.from({ length: 8 }, () => asker.client.ask(REQUEST, { id })));
    const ids = asked.map(({ accessRequest }) => accessRequest.accessRequest.id as string);
    expect(new Set(ids).size).toBe(1);
    await mutate(owner.publisher.client, SHOW, { id, title: null });
  });

  it('shows nothing without the mark, and with it the stub alone', async () => {
    const id = await document();
    expect(await stubs(asker)).toEqual([]);
    expect(await refusal(asker.client, REQUEST, { id })).toEqual(['NOT_FOUND']);
    await mutate(owner.publisher.client, SHOW, { id, title: 'A case about lasers' });

    const [stub] = await stubs(asker);
    expect(stub).toEqual({
      ...{ id, kind: 'GUIDANCE', title: 'A case about lasers', requestStatus: null },
      institution: { slug: owner.institution.slug },
    });
    expect(await reads(asker, id)).toBe(false);
    const { search } = await asker.client.ask('{ search(query: "lasers") { total stubs { id title } } }');
    expect(search).toEqual({ total: 0, stubs: [{ id, title: 'A case about lasers' }] });
    expect(
      (await asker.client.ask('{ search(query: "wording") { total stubs { id } } }')).search.stubs,
    ).toEqual([]);
    expect((await app.anonymous.ask(STUBS)).documentStubs.edges).toEqual([]);
    expect(await stubs(owner.author)).toEqual([]);

    await mutate(owner.publisher.client, SHOW, { id, title: null });
    expect(await stubs(asker)).toEqual([]);
  });

  it('lets only publishers of the owner show a stub, and never of a NAMED document', async () => {
    const id = await document();
    expect(await refusal(owner.author.client, SHOW, { id, title: 'x' })).toEqual(['FORBIDDEN']);
    expect(await refusal(asker.client, SHOW, { id, title: 'x' })).toEqual(['NOT_FOUND']);
    const named = await owner.draft({
      sharing: { level: 'NAMED', membershipIds: [owner.publisher.membershipId] },
    });
    await mutate(
      owner.publisher.client,
      `mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { id } ${ERRORS} } }`,
      { id: named },
    );
    expect(await refusal(owner.publisher.client, SHOW, { id: named, title: 'x' })).toEqual(['INVALID']);
  });

  it('withholds the owner from the stub when attribution is withheld', async () => {
    const group = await app.group('Circle', owner.institution, []);
    const id = await document({ level: 'GROUPS', groupIds: [group], attribution: 'WITHHELD' });
    await mutate(owner.publisher.client, SHOW, { id, title: 'Withheld' });
    expect((await stubs(asker)).find((stub) => stub.id === id).institution).toBeNull();
  });

  it('shows no stub to an excluded institution', async () => {
    const id = await document({
      level: 'COMMUNITY',
      kinds: ['FUNDER'],
      excludedInstitutionIds: [outsider.id],
    });
    await mutate(owner.publisher.client, SHOW, { id, title: 'Excluding' });
    expect((await stubs(asker)).map((stub) => stub.id)).not.toContain(id);
  });

  it('opens a document to the institution that asked, until the grant expires', async () => {
    const id = await document();
    await mutate(owner.publisher.client, SHOW, { id, title: 'Asked for' });
    const request = await mutate(asker.client, REQUEST, { id });
    expect(request.status).toBe('PENDING');
    expect((await mutate(asker.client, REQUEST, { id })).id).toBe(request.id);
    expect((await stubs(asker)).find((stub) => stub.id === id).requestStatus).toBe('PENDING');

    const grant = { id: request.id, decision: 'GRANT', expiresAt: inAnHour() };
    expect(await refusal(asker.client, DECIDE, grant)).toEqual(['NOT_FOUND']);
    expect(await refusal(owner.reviewer.client, DECIDE, grant)).toEqual(['FORBIDDEN']);
    expect(await refusal(owner.publisher.client, DECIDE, { ...grant, expiresAt: null })).toEqual(['INVALID']);
    await mutate(owner.publisher.client, DECIDE, grant);
    expect(await refusal(owner.publisher.client, DECIDE, grant)).toEqual(['STATE']);

    expect(await reads(asker, id)).toBe(true);
    await app.index();
    const found = '{ search(query: "wording", first: 50) { edges { node { document { id } } } } }';
    const ids = async (): Promise<string[]> =>
      (await asker.client.ask(found)).search.edges.map((edge: any) => edge.node.document.id);
    expect(await ids()).toEqual([id]);
    const stranger = await app.person(await app.institution(), 'PUBLISHER');
    expect(await reads(stranger, id)).toBe(false);

    app.clock.advance(3_600_001);
    expect(await reads(asker, id)).toBe(false);
    expect(await ids()).toEqual([]);
  });

  it('takes a grant back at once, and never opens history by one', async () => {
    const id = await document();
    await mutate(
      owner.author.client,
      `mutation($id: ID!) { documentEdit(id: $id, expectedVersion: 1, input: { body: "Second" }) { document { id } ${ERRORS} } }`,
      { id },
    );
    await owner.bringOut(id, 2);
    await mutate(owner.publisher.client, SHOW, { id, title: 'Two versions' });
    const { id: requestId } = await mutate(asker.client, REQUEST, { id });
    await mutate(owner.publisher.client, DECIDE, { id: requestId, decision: 'GRANT', expiresAt: inAnHour() });
    const { document: seen } = await asker.client.ask(
      'query($id: ID!) { document(id: $id) { body versions { edges { node { number } } } } }',
      { id },
    );
    expect(seen).toEqual({ body: 'Second', versions: { edges: [{ node: { number: 2 } }] } });

    await mutate(owner.publisher.client, REVOKE, { id, institution: outsider.id });
    expect(await reads(asker, id)).toBe(false);
    expect(await refusal(owner.publisher.client, REVOKE, { id, institution: outsider.id })).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('declines, and says so to those who asked and to no one else', async () => {
    const id = await document();
    await mutate(owner.publisher.client, SHOW, { id, title: 'Declined' });
    const { id: requestId } = await mutate(asker.client, REQUEST, { id });
    await mutate(owner.publisher.client, DECIDE, { id: requestId, decision: 'DECLINE' });
    expect(await reads(asker, id)).toBe(false);
    const REQUESTS = '{ accessRequests(first: 100) { edges { node { id status requestedBy { name } } } } }';
    const of = async (person: Person): Promise<any[]> =>
      (await person.client.ask(REQUESTS)).accessRequests.edges.map((edge: any) => edge.node.id);
    expect(await of(asker)).toContain(requestId);
    expect(await of(owner.publisher)).toContain(requestId);
    expect(await of(owner.author)).not.toContain(requestId);
    expect(await of(await app.person(await app.institution(), 'PUBLISHER'))).toEqual([]);
  });
});
