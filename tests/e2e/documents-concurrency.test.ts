import { randomUUID } from 'node:crypto';
import { approved, assemble, drafted, published, submitted, type Cast } from '../access/support/cast.ts';
import {
  done,
  edit,
  publish,
  read,
  review,
  share,
  submit,
  withdraw,
} from '../access/support/document-actions.ts';
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

const COMMUNITY = { sharing: { level: 'COMMUNITY' } };

describe('two edits at once', () => {
  test.each(['DRAFT', 'PUBLISHED'])('of a %s: exactly one wins, the other is a CONFLICT', async (state) => {
    const id = await (state === 'DRAFT' ? drafted : published)(cast);
    const [first, second] = await rows.meeting(
      id,
      () => edit(cast.author, id, 1, { title: 'By the author' }),
      () => edit(cast.coAuthor, id, 1, { title: 'By the co-author' }),
    );
    expect([first!.codes, second!.codes]).toEqual([[], ['CONFLICT']]);
    const shown =
      state === 'DRAFT' ? { versionNumber: 2, working: null } : { versionNumber: 1, working: { number: 2 } };
    expect(await read(cast.author, id)).toMatchObject(shown);
    expect(second!.userErrors[0]?.message).toContain('2');
  });

  test('sent without any order: exactly one wins', async () => {
    const id = await drafted(cast);
    const edits = [cast.author, cast.coAuthor, cast.author, cast.coAuthor].map((who) => edit(who, id, 1));
    const codes = (await Promise.all(edits)).map((outcome) => outcome.codes.join());
    expect(codes.sort()).toEqual(['', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
    expect((await read(cast.author, id))?.versionNumber).toBe(2);
  });
});

describe('an edit and a publication at once', () => {
  test('the edit first: what the publisher has not seen is not published', async () => {
    const id = await drafted(cast);
    const [edited, publication] = await rows.meeting(
      id,
      () => edit(cast.author, id, 1, { title: 'Slipped in' }),
      () => publish(cast.publisher, id, 1),
    );
    expect([edited!.codes, publication!.codes]).toEqual([[], ['CONFLICT']]);
    expect(await read(cast.author, id)).toMatchObject({ state: 'DRAFT', versionNumber: 2 });
  });

  test('the publication first: the edit becomes the next version', async () => {
    const id = await drafted(cast);
    const [publication, edited] = await rows.meeting(
      id,
      () => publish(cast.publisher, id, 1),
      () => edit(cast.author, id, 1, { title: 'Slipped in' }),
    );
    expect([publication!.codes, edited!.codes]).toEqual([[], []]);
    const working = { number: 2, title: 'Slipped in' };
    expect(await read(cast.author, id)).toMatchObject({
      state: 'PUBLISHED',
      versionNumber: 1,
      title: 'A title',
      working,
    });
  });
});

describe('an edit and an approval at once', () => {
  test('the edit first: the approval is a CONFLICT, or has nothing in review', async () => {
    for (const [expectedVersion, code] of [
      [1, 'CONFLICT'],
      [undefined, 'STATE'],
    ] as const) {
      const id = await submitted(cast, COMMUNITY);
      const [, approval] = await rows.meeting(
        id,
        () => edit(cast.author, id, 1),
        () => review(cast.publisher, id, 'APPROVE', { expectedVersion }),
      );
      expect(approval!.codes).toEqual([code]);
      expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
    }
  });

  test('the approval first: the edit voids it', async () => {
    const id = await submitted(cast, COMMUNITY);
    const outcomes = await rows.meeting(
      id,
      () => review(cast.reviewer, id, 'APPROVE', { expectedVersion: 1 }),
      () => edit(cast.author, id, 1),
    );
    expect(outcomes.map(({ codes }) => codes)).toEqual([[], []]);
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
  });
});

test('two publications at once: the second finds it published', async () => {
  const id = await drafted(cast);
  const second = await app.person(cast.owner, 'PUBLISHER');
  const outcomes = await rows.meeting(
    id,
    () => publish(cast.publisher, id, 1),
    () => publish(second, id, 1),
  );
  expect(outcomes.map(({ codes }) => codes)).toEqual([[], ['STATE']]);
});

test('a publication and a withdrawal at once leave it withdrawn, whichever comes first', async () => {
  const revised = async (): Promise<string> => {
    const id = await published(cast);
    done(await edit(cast.author, id, 1));
    return id;
  };
  const [first, second] = [await revised(), await revised()];
  const publicationFirst = await rows.meeting(
    first,
    () => publish(cast.publisher, first, 2),
    () => withdraw(cast.publisher, first),
  );
  expect(publicationFirst.map(({ codes }) => codes)).toEqual([[], []]);
  const withdrawalFirst = await rows.meeting(
    second,
    () => withdraw(cast.publisher, second),
    () => publish(cast.publisher, second, 2),
  );
  expect(withdrawalFirst.map(({ codes }) => codes)).toEqual([[], ['STATE']]);
  for (const id of [first, second])
    expect(await read(cast.author, id, 'state')).toEqual({ state: 'WITHDRAWN' });
});

test('narrowing and reading on: who has lost it meanwhile writes nothing', async () => {
  const id = await published(cast, { coAuthorIds: [cast.coAuthor.membershipId] });
  const named = { level: 'NAMED', membershipIds: [cast.publisher.membershipId] };
  const second = await app.person(cast.owner, 'PUBLISHER');
  const [narrowing, withdrawal] = await rows.meeting(
    id,
    () => share(cast.author, id, named),
    () => withdraw(second, id),
  );
  expect([narrowing!.codes, withdrawal!.codes]).toEqual([[], ['NOT_FOUND']]);
});

test('what may not be read is not waited for, as what does not exist is not', async () => {
  const id = await published(cast);
  const tries = [
    (document: string) => edit(cast.outsider, document, 1),
    (document: string) => share(cast.outsider, document, { level: 'NAMED' }),
    (document: string) => withdraw(cast.outsider, document),
  ];
  for (const attempt of tries) {
    expect(await rows.heardMeanwhile(id, () => attempt(id))).toEqual(await attempt(randomUUID()));
  }
  // It would notice: whoever may write on it does wait.
  expect(await rows.heardMeanwhile(id, () => edit(cast.author, id, 1))).toBeNull();
});

test('a revocation that comes first stops the write that waits for it', async () => {
  const id = await drafted(cast);
  const leaver = await app.person(cast.owner, 'PUBLISHER');
  const before = await rows.of(id);
  const revocation = `UPDATE memberships SET status = 'REVOKED' WHERE id = $1`;
  const publication = await rows.overtaken(revocation, [leaver.membershipId], () => publish(leaver, id, 1));
  expect(publication.codes).toEqual(['FORBIDDEN']);
  expect(await rows.of(id)).toBe(before);
});

test('a suspension that comes first stops the write that waits for it', async () => {
  const people = await assemble(app);
  const id = await drafted(people);
  const before = await rows.of(id);
  const suspension = `UPDATE institutions SET status = 'SUSPENDED' WHERE id = $1`;
  const edited = await rows.overtaken(suspension, [people.owner.id], () => edit(people.author, id, 1));
  expect(edited.codes).toEqual(['FORBIDDEN']);
  expect(await rows.of(id)).toBe(before);
});

test('every action that expects an outdated version is a CONFLICT, and changes nothing', async () => {
  const id = await approved(cast);
  done(await edit(cast.author, id, 1));
  done(await submit(cast.author, id, 2));
  const before = await rows.of(id);
  const outcomes = [
    await edit(cast.author, id, 1),
    await submit(cast.author, id, 1),
    await review(cast.reviewer, id, 'APPROVE', { expectedVersion: 1 }),
    await publish(cast.publisher, id, 1),
    await share(cast.author, id, { level: 'NAMED' }, 1),
    await edit(cast.author, id, 3),
  ];
  for (const { userErrors } of outcomes)
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: ['expectedVersion'] }]);
  expect(await rows.of(id)).toBe(before);
});

test('whoever may not do it hears FORBIDDEN or NOT_FOUND, not which version there is', async () => {
  const id = await published(cast);
  expect((await edit(cast.reader, id, 7)).codes).toEqual(['FORBIDDEN']);
  expect((await edit(cast.outsider, id, 7)).codes).toEqual(['NOT_FOUND']);
});
