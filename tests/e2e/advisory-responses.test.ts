import { randomUUID } from 'node:crypto';
import {
  Issuer,
  myResponse,
  refusedResponse,
  respond,
  responsesTo,
  statusesOf,
  storedEvents,
} from '../support/advisories.ts';
import { Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const DAY = 24 * 3_600_000;

let app: TestApp;
let issuer: Issuer;
/** Two universities that are asked, with somebody in each role. */
let [one, other] = [] as unknown as [Publisher, Publisher];
let sharing: object;
let publisher: Person;

beforeAll(async () => {
  app = await TestApp.start();
  issuer = await Issuer.of(app);
  publisher = issuer.people.publisher;
  [one, other] = [await Publisher.of(app), await Publisher.of(app)];
  sharing = { level: 'GROUPS', institutionIds: [one.institution.id, other.institution.id] };
});
afterAll(() => app?.stop());

const inDays = (days: number): string => new Date(app.clock.now().getTime() + days * DAY).toISOString();

describe('answering an advisory', () => {
  it('goes from PENDING to DONE, with a note and the named responder', async () => {
    const id = await issuer.issue(sharing);
    const pending = { status: 'PENDING', note: null, respondedBy: null, respondedAt: null, overdue: false };
    expect(await myResponse(one.reviewer.client, id)).toEqual({
      ...pending,
      ...{ institution: { id: one.institution.id }, versionNumber: 1 },
    });
    for (const status of ['ACKNOWLEDGED', 'ASSESSING', 'DONE']) {
      const response = await respond(one.reviewer.client, id, status, { note: `We are at ${status}.` });
      expect(response).toMatchObject({ status, note: `We are at ${status}.`, versionNumber: 1 });
      expect(response.respondedBy).toEqual({ id: one.reviewer.userId });
      expect(await myResponse(one.author.client, id)).toEqual(response);
    }
  });

  it('changes nothing when the same is said again', async () => {
    const id = await issuer.issue(sharing);
    const first = await respond(one.reviewer.client, id, 'ASSESSING', { note: 'Looking.' });
    const before = await storedEvents(app, id);
    app.clock.advance(60_000);
    expect(await respond(one.publisher.client, id, 'ASSESSING', { note: 'Looking.' })).toEqual(first);
    expect(await respond(one.publisher.client, id, 'ASSESSING')).toEqual(first);
    expect(await storedEvents(app, id)).toEqual(before);

    const more = await respond(one.publisher.client, id, 'ASSESSING', { note: 'Nearly there.' });
    expect(more).toMatchObject({ note: 'Nearly there.', respondedBy: { id: one.publisher.userId } });
    expect(more.respondedAt).not.toBe(first.respondedAt);
  });

  it('refuses what is no step, and leaves everything as it was', async () => {
    const id = await issuer.issue(sharing);
    expect(await refusedResponse(one.reviewer.client, id, 'PENDING')).toEqual(['INVALID']);
    const done = await respond(one.reviewer.client, id, 'DONE');
    expect(await refusedResponse(one.reviewer.client, id, 'ACKNOWLEDGED')).toEqual(['STATE']);
    expect(await refusedResponse(one.reviewer.client, id, 'PENDING')).toEqual(['INVALID']);
    expect(await refusedResponse(one.reviewer.client, id, 'ASSESSING', { note: 'x'.repeat(1_001) })).toEqual([
      'INVALID',
    ]);
    expect(await myResponse(one.reviewer.client, id)).toEqual(done);
    expect(await respond(one.reviewer.client, id, 'ASSESSING')).toMatchObject({ note: null });
  });

  it('is for REVIEWERs and PUBLISHERs of an institution that is asked', async () => {
    const id = await issuer.issue(sharing);
    const reader = await app.person(one.institution, 'READER');
    for (const person of [reader, one.author, issuer.people.reviewer, publisher]) {
      expect(await refusedResponse(person.client, id, 'DONE')).toEqual(['FORBIDDEN']);
    }
    const stranger = await Publisher.of(app);
    expect(await refusedResponse(stranger.publisher.client, id, 'DONE')).toEqual(['NOT_FOUND']);
    expect(await refusedResponse(one.publisher.client, randomUUID(), 'DONE')).toEqual(['NOT_FOUND']);
    const guidance = await issuer.people.publish({ sharing });
    expect(await refusedResponse(one.publisher.client, guidance, 'DONE')).toEqual(['INVALID']);
    expect(await statusesOf(publisher, id)).toEqual({
      [one.institution.id]: 'PENDING',
      [other.institution.id]: 'PENDING',
    });
  });

  it('keeps one answer when several people give it at once', async () => {
    const id = await issuer.issue(sharing);
    const people = [one.reviewer, one.publisher, one.reviewer, one.publisher];
    await Promise.all(people.map((person) => respond(person.client, id, 'ACKNOWLEDGED')));
    expect((await storedEvents(app, id)).filter(({ event }) => event === 'advisory.answered')).toHaveLength(
      1,
    );
    expect(await statusesOf(publisher, id)).toMatchObject({ [one.institution.id]: 'ACKNOWLEDGED' });
  });

  it('is written into the trail of the institution that answers, without its words', async () => {
    const id = await issuer.issue(sharing);
    await respond(one.reviewer.client, id, 'ACKNOWLEDGED', { note: 'Secret words.' });
    const [event] = (await storedEvents(app, id)).filter((one) => one.event === 'advisory.answered');
    expect(event).toEqual({
      event: 'advisory.answered',
      ...{ institutionId: one.institution.id, userId: one.reviewer.userId },
      details: { version: 1, from: 'PENDING', to: 'ACKNOWLEDGED' },
    });
  });
});

describe('a new version', () => {
  it('asks everyone again when it is material, and keeps the answers when it is not', async () => {
    const id = await issuer.issue(sharing);
    const said = await respond(one.reviewer.client, id, 'DONE', { note: 'Finished.' });
    await issuer.revise(id, 1, false);
    expect(await myResponse(one.reviewer.client, id)).toEqual(said);
    await issuer.revise(id, 2, true);
    expect(await myResponse(one.reviewer.client, id)).toMatchObject({
      ...{ status: 'PENDING', note: null, respondedBy: null, versionNumber: 3 },
    });
    expect(await respond(one.reviewer.client, id, 'ACKNOWLEDGED')).toMatchObject({ versionNumber: 3 });
  });

  it('asks again only once it is published, also when its material change was made in a draft before it', async () => {
    const id = await issuer.issue(sharing);
    const said = await respond(one.reviewer.client, id, 'DONE');
    await issuer.edit(id, 1, { body: 'Something else.', material: true });
    expect(await myResponse(one.reviewer.client, id)).toEqual(said);
    await issuer.revise(id, 2, false);
    expect(await myResponse(one.reviewer.client, id)).toMatchObject({ status: 'PENDING', versionNumber: 3 });
  });

  it('is what an answer is about: one to a superseded version is refused', async () => {
    const id = await issuer.issue(sharing);
    await issuer.revise(id, 1, true);
    await issuer.revise(id, 2, false);
    expect(await refusedResponse(one.reviewer.client, id, 'DONE', { version: 1 })).toEqual(['STATE']);
    expect(await refusedResponse(one.reviewer.client, id, 'DONE', { version: 4 })).toEqual(['STATE']);
    expect(await respond(one.reviewer.client, id, 'DONE', { version: 2 })).toMatchObject({
      versionNumber: 3,
    });
  });
});

describe('an advisory that is over', () => {
  it('takes no answers once it has expired, by time alone', async () => {
    const id = await issuer.issue(sharing, { expiresAt: inDays(2), responseDue: inDays(1) });
    await respond(one.reviewer.client, id, 'ACKNOWLEDGED');
    const expired = async (): Promise<boolean> =>
      (
        await one.reviewer.client.ask(
          'query($id: ID!) { document(id: $id) { ... on Advisory { expired } } }',
          { id },
        )
      ).document.expired;
    expect(await expired()).toBe(false);
    app.clock.advance(DAY);
    expect(await myResponse(one.reviewer.client, id)).toMatchObject({ overdue: false });
    expect(await myResponse(other.reviewer.client, id)).toMatchObject({ status: 'PENDING', overdue: true });
    app.clock.advance(DAY);
    expect(await expired()).toBe(true);
    expect(await refusedResponse(one.reviewer.client, id, 'DONE')).toEqual(['STATE']);
    expect(await myResponse(one.reviewer.client, id)).toMatchObject({ status: 'ACKNOWLEDGED' });
    expect(await myResponse(other.reviewer.client, id)).toMatchObject({ status: 'PENDING', overdue: false });
  });

  it('takes none once it is withdrawn or superseded, and says so only to those whom it had reached', async () => {
    const stranger = await Publisher.of(app);
    for (const replaced of [false, true]) {
      const id = await issuer.issue(sharing);
      await respond(one.reviewer.client, id, 'ACKNOWLEDGED');
      await issuer.withdraw(id, replaced ? await issuer.issue(sharing) : null);
      expect(await refusedResponse(one.reviewer.client, id, 'DONE')).toEqual(['STATE']);
      expect(await refusedResponse(other.reviewer.client, id, 'DONE')).toEqual(['STATE']);
      expect(await refusedResponse(stranger.reviewer.client, id, 'DONE')).toEqual(['NOT_FOUND']);
      expect(await statusesOf(publisher, id)).toEqual({ [one.institution.id]: 'ACKNOWLEDGED' });
    }
  });
});

describe('who is asked', () => {
  it('is whoever comes into the audience, and no longer who leaves it', async () => {
    const id = await issuer.issue({ level: 'GROUPS', institutionIds: [one.institution.id] });
    expect(await statusesOf(publisher, id)).toEqual({ [one.institution.id]: 'PENDING' });
    await respond(one.reviewer.client, id, 'DONE');
    await issuer.share(id, { level: 'GROUPS', institutionIds: [other.institution.id] });
    expect(await statusesOf(publisher, id)).toEqual({
      ...{ [one.institution.id]: 'DONE', [other.institution.id]: 'PENDING' },
    });
    expect(await refusedResponse(one.reviewer.client, id, 'ASSESSING')).toEqual(['NOT_FOUND']);
    expect(await respond(other.reviewer.client, id, 'ACKNOWLEDGED')).toMatchObject({
      status: 'ACKNOWLEDGED',
    });
  });

  it('is, for a community, every institution of its kinds but the issuer and the excluded', async () => {
    const funders = [
      await app.institution({ kind: 'FUNDER' }),
      await app.institution({ kind: 'FUNDER' }),
      await app.institution({ kind: 'FUNDER' }),
    ];
    const excludedInstitutionIds = [funders[0]!.id];
    const kinds = ['FUNDER', 'GOVERNMENT'];
    const id = await issuer.issue({ level: 'COMMUNITY', kinds, excludedInstitutionIds });
    const asked = Object.keys(await statusesOf(publisher, id)).sort();
    expect(asked).toEqual([funders[1]!.id, funders[2]!.id].sort());
  });

  it('is, for what is public, every active institution', async () => {
    const id = await issuer.issue({ level: 'PUBLIC' });
    const asked = Object.keys(await statusesOf(publisher, id));
    expect(asked).toEqual(expect.arrayContaining([one.institution.id, other.institution.id]));
    expect(asked).not.toContain(issuer.people.institution.id);
    expect(await respond(one.reviewer.client, id, 'DONE')).toMatchObject({ status: 'DONE' });
  });

  it('is also an institution whose REVIEWERs only may read it', async () => {
    const id = await issuer.issue({ ...sharing, minimumRole: 'REVIEWER' });
    expect(Object.keys(await statusesOf(publisher, id))).toHaveLength(2);
    expect(await refusedResponse(one.author.client, id, 'DONE')).toEqual(['NOT_FOUND']);
    expect(await respond(one.reviewer.client, id, 'DONE')).toMatchObject({ status: 'DONE' });
  });

  it('is nobody where people are named, or only the issuer reads', async () => {
    const named = await issuer.people.draft({
      details: { advisory: { severity: 'CRITICAL' } },
      sharing: { level: 'NAMED', membershipIds: [one.reviewer.membershipId, publisher.membershipId] },
    });
    const publish = `mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { id } userErrors { code } } }`;
    await publisher.client.ask(publish, { id: named });
    const inside = await issuer.issue({ level: 'INSTITUTION' });
    expect(await responsesTo(publisher.client, named)).toEqual([]);
    expect(await responsesTo(publisher.client, inside)).toEqual([]);
    expect(await myResponse(one.reviewer.client, named)).toBeNull();
    expect(await refusedResponse(one.reviewer.client, named, 'DONE')).toEqual(['FORBIDDEN']);
  });

  it('is nobody before it is published', async () => {
    const id = await issuer.people.draft({ details: { advisory: { severity: 'CAUTION' } }, sharing });
    expect(await responsesTo(publisher.client, id)).toEqual([]);
    expect(await refusedResponse(one.reviewer.client, id, 'DONE')).toEqual(['NOT_FOUND']);
  });
});
