import { assemble, published, type Cast } from '../access/support/cast.ts';
import {
  clientOf,
  done,
  edit,
  publish,
  read,
  review,
  share,
  submit,
  type Sender,
} from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
/** READERs of the other institution and of a third one. */
let otherReader: Person;
let third: { id: string };
let thirdReader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  otherReader = await app.person(cast.other, 'READER');
  third = await app.institution({ kind: 'FUNDER' });
  thirdReader = await app.person(third, 'READER');
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

/**
 * A document of two published versions: the first was retired under one sharing, and the document has
 * another one today. The publisher, who did not write it, shares it anew.
 */
async function retired(then: object, today: object): Promise<string> {
  const id = await published(cast, { sharing: then, body: 'A secret of the first version' });
  done(await edit(cast.author, id, 1, { body: 'Nothing secret any more' }));
  done(await submit(cast.author, id));
  done(await review(cast.reviewer, id));
  done(await publish(cast.publisher, id, 2));
  done(await share(cast.publisher, id, today));
  return id;
}

/** Numbers of the versions that someone may read, newest first; null for who may not read the document. */
async function versions(sender: Sender, id: string): Promise<number[] | null> {
  const document = await read(sender, id, 'versions { edges { node { number body diff } } }');
  if (document === null) return null;
  const nodes = document.versions.edges.map((edge: { node: { number: number } }) => edge.node);
  const numbers = nodes.map(({ number }: { number: number }) => number);
  // Neither the text nor a difference tells what a version said that is not in the list.
  expect(JSON.stringify(nodes).includes('secret of the first')).toBe(numbers.includes(1));
  return numbers;
}

const INSTITUTION = { level: 'INSTITUTION' };
const COMMUNITY = { level: 'COMMUNITY' };
const PUBLIC = { level: 'PUBLIC' };

describe('widening never opens history', () => {
  test('INSTITUTION then, COMMUNITY today', async () => {
    const id = await retired(INSTITUTION, COMMUNITY);
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(cast.outsider, id)).toEqual([2]);
    expect(await versions(cast.reader, id)).toEqual([2, 1]);
  });

  test('COMMUNITY then, PUBLIC today', async () => {
    const id = await retired(COMMUNITY, PUBLIC);
    expect(await versions(app.anonymous, id)).toEqual([2]);
    expect(await versions(otherReader, id)).toEqual([2, 1]);
  });

  test('NAMED then, INSTITUTION today: not even for publishers of the owner who were not named', async () => {
    const { author, publisher, reader } = cast;
    const unnamed = await app.person(cast.owner, 'PUBLISHER');
    const id = await published(cast);
    done(await share(author, id, { level: 'NAMED', membershipIds: [publisher.membershipId] }));
    done(await edit(author, id, 1, { body: 'A new body' }));
    done(await publish(publisher, id, 2));
    done(await share(publisher, id, INSTITUTION));
    const numbers = async (sender: Sender) =>
      (await read(sender, id, 'versions { edges { node { number } } }'))!.versions.edges.map(
        (edge: { node: { number: number } }) => edge.node.number,
      );
    expect(await numbers(author)).toEqual([2, 1]);
    expect(await numbers(publisher)).toEqual([2, 1]);
    expect(await numbers(unnamed)).toEqual([2]);
    expect(await numbers(reader)).toEqual([2]);
  });

  test('an institution that was not listed then', async () => {
    const listed = (ids: string[]) => ({ level: 'GROUPS', institutionIds: ids });
    const id = await retired(listed([third.id]), listed([third.id, cast.other.id]));
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(thirdReader, id)).toEqual([2, 1]);
  });

  test('an institution that was excluded then', async () => {
    const id = await retired({ level: 'COMMUNITY', excludedInstitutionIds: [cast.other.id] }, COMMUNITY);
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(thirdReader, id)).toEqual([2, 1]);
  });

  test('a kind that was not admitted then', async () => {
    const id = await retired({ level: 'COMMUNITY', kinds: ['UNIVERSITY'] }, COMMUNITY);
    expect(await versions(thirdReader, id)).toEqual([2]);
    expect(await versions(otherReader, id)).toEqual([2, 1]);
  });

  test('a role that was too low then, also inside the owner', async () => {
    const id = await retired({ level: 'COMMUNITY', minimumRole: 'REVIEWER' }, COMMUNITY);
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(cast.reader, id)).toEqual([2]);
    expect(await versions(cast.outsider, id)).toEqual([2, 1]);
    expect(await versions(cast.author, id)).toEqual([2, 1]);
  });

  test('a grant: it opens what is published today', async () => {
    const id = await retired(INSTITUTION, INSTITUTION);
    const until = new Date(app.clock.now().getTime() + 60_000);
    const grant = 'INSERT INTO access_grants VALUES ($1, $2, now(), $3)';
    await rows.run(grant, [id, cast.other.id, until]);
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(thirdReader, id)).toBeNull();
    app.clock.advance(60_001);
    expect(await versions(otherReader, id)).toBeNull();
  });

  test('a window that has closed since', async () => {
    const until = new Date(app.clock.now().getTime() + 3_600_000).toISOString();
    const id = await retired({ level: 'COMMUNITY', visibleUntil: until }, COMMUNITY);
    expect(await versions(otherReader, id)).toEqual([2, 1]);
    app.clock.advance(3_600_001);
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(cast.publisher, id)).toEqual([2, 1]);
  });
});

describe("today's rule holds for history as well", () => {
  test('COMMUNITY then, INSTITUTION today', async () => {
    const id = await retired(COMMUNITY, INSTITUTION);
    expect(await versions(otherReader, id)).toBeNull();
    expect(await versions(cast.reader, id)).toEqual([2, 1]);
  });

  test('listed then and today, but excluded today', async () => {
    const id = await retired(COMMUNITY, { level: 'COMMUNITY', excludedInstitutionIds: [cast.other.id] });
    expect(await versions(otherReader, id)).toBeNull();
    expect(await versions(thirdReader, id)).toEqual([2, 1]);
  });

  test('a group that has been left since', async () => {
    const group = await app.group('Circle', cast.owner, [cast.other, third]);
    const administrator = await app.person(cast.owner, 'READER', { administrator: true });
    const id = await retired({ level: 'GROUPS', groupIds: [group] }, COMMUNITY);
    expect(await versions(otherReader, id)).toEqual([2, 1]);
    const remove =
      'mutation ($id: ID!, $institutionId: ID!) { sharingGroupRemove(id: $id, institutionId: $institutionId) { userErrors { code } } }';
    await clientOf(administrator).ask(remove, { id: group, institutionId: cast.other.id });
    expect(await versions(otherReader, id)).toEqual([2]);
    expect(await versions(thirdReader, id)).toEqual([2, 1]);
  });
});

test('what counts is the sharing when a version was replaced, not when it was published', async () => {
  const id = await published(cast, { body: 'A secret of the first version' });
  done(await share(cast.publisher, id, COMMUNITY));
  done(await edit(cast.author, id, 1, { body: 'Nothing secret any more' }));
  done(await submit(cast.author, id));
  done(await review(cast.reviewer, id));
  done(await publish(cast.publisher, id, 2));
  expect(await versions(otherReader, id)).toEqual([2, 1]);
});

test('narrowing for a while closes what was replaced in that time, for good', async () => {
  const id = await published(cast, { sharing: COMMUNITY, body: 'A secret of the first version' });
  done(await share(cast.author, id, INSTITUTION));
  done(await edit(cast.author, id, 1, { body: 'Nothing secret any more' }));
  done(await publish(cast.publisher, id, 2));
  done(await share(cast.publisher, id, COMMUNITY));
  expect(await versions(otherReader, id)).toEqual([2]);
  expect(await versions(cast.reader, id)).toEqual([2, 1]);
});
