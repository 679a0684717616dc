import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const EXPLAIN = `query($document: ID!, $membership: ID!) {
  explainAccess(documentId: $document, membershipId: $membership) { allowed reasons } }`;
const PREVIEW = `query($document: ID!, $sharing: SharingInput!) {
  previewAudience(documentId: $document, sharing: $sharing) {
    institutionsGaining { id } institutionsLosing { id } peopleBefore peopleAfter public warnings } }`;

describe('who can see this, and why', () => {
  let app: TestApp;
  let owner: Publisher;
  let friend: { id: string };
  let reader: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    owner = await Publisher.of(app);
    friend = await app.institution({ kind: 'FUNDER' });
    reader = await app.person(friend, 'READER', { findable: true });
  });
  afterAll(() => app.stop());

  const explain = async (asking: Person, document: string, about: Person): Promise<any> =>
    (await asking.client.ask(EXPLAIN, { document, membership: about.membershipId })).explainAccess;

  it('tells reviewers of the owner why someone reads it or not, in words', async () => {
    const group = await app.group('Friends', owner.institution, [friend]);
    const shared = await owner.publish({ sharing: { level: 'GROUPS', groupIds: [group] } });
    expect(await explain(owner.reviewer, shared, reader)).toEqual({
      allowed: true,
      reasons: ['The institution is in a listed sharing group.'],
    });
    const restricted = await owner.publish({
      sharing: { level: 'GROUPS', groupIds: [group], minimumRole: 'REVIEWER' },
    });
    expect(await explain(owner.reviewer, restricted, reader)).toEqual({
      allowed: false,
      reasons: ['The role is below the least role that may read it.'],
    });
    const kept = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    expect(await explain(owner.reviewer, kept, reader)).toEqual({
      allowed: false,
      reasons: ['The institution does not own the document.'],
    });
    expect((await explain(owner.reviewer, kept, owner.author)).reasons).toContain('The member wrote it.');
    const draft = await owner.draft({ sharing: { level: 'INSTITUTION' } });
    const denied = await explain(owner.publisher, draft, owner.reviewer);
    expect(denied).toEqual({ allowed: false, reasons: ['It has not been handed to the reviewers.'] });
  });

  it('answers about oneself, and about nobody else to those who do not look after the document', async () => {
    const shared = await owner.publish({ sharing: { level: 'COMMUNITY' } });
    expect(await explain(reader, shared, reader)).toEqual({
      allowed: true,
      reasons: ['It is shared with the whole community.'],
    });
    expect(await explain(reader, shared, owner.author)).toBeNull();
    expect(await explain(owner.author, shared, reader)).toBeNull();
    const kept = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    expect(await explain(reader, kept, reader)).toBeNull();
    const hidden = await app.person(friend, 'READER');
    expect(await explain(owner.reviewer, shared, hidden)).toBeNull();
  });

  it('shows the difference of audience before a sharing is saved', async () => {
    const document = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    const preview = async (asking: Person, sharing: object): Promise<any> =>
      (await asking.client.ask(PREVIEW, { document, sharing })).previewAudience;
    const members = 3;
    expect(await preview(owner.publisher, { level: 'GROUPS', institutionIds: [friend.id] })).toEqual({
      ...{ institutionsGaining: [{ id: friend.id }], institutionsLosing: [], peopleBefore: members },
      ...{ peopleAfter: members + 2, public: false, warnings: [] },
    });
    const withheld = await preview(owner.author, {
      ...{ level: 'GROUPS', institutionIds: [friend.id], attribution: 'WITHHELD' },
    });
    expect(withheld.warnings).toEqual([
      'Only 1 other institution reads it: withheld attribution can be guessed.',
    ]);
    const open = await preview(owner.reviewer, { level: 'PUBLIC', minimumRole: 'REVIEWER' });
    expect(open.public).toBe(true);
    expect(open.warnings).toHaveLength(1);
    expect(await preview(reader, { level: 'PUBLIC' })).toBeNull();
  });

  it('agrees with what is enforced once it is saved', async () => {
    const document = await owner.publish({ sharing: { level: 'COMMUNITY' } });
    const sharing = { level: 'COMMUNITY', kinds: ['UNIVERSITY'] };
    const { previewAudience } = await owner.publisher.client.ask(PREVIEW, { document, sharing });
    expect(previewAudience.institutionsLosing).toEqual([{ id: friend.id }]);
    await mutate(
      owner.publisher.client,
      `mutation($id: ID!, $sharing: SharingInput!) { documentShare(id: $id, sharing: $sharing) { document { id } userErrors { code message } } }`,
      { id: document, sharing },
    );
    const asked = await reader.client.ask('query($id: ID!) { document(id: $id) { id } }', { id: document });
    expect(asked.document).toBeNull();
  });
});
