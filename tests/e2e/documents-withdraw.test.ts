import { randomUUID } from 'node:crypto';
import { assemble, drafted, published, type Cast } from '../access/support/cast.ts';
import {
  clientOf,
  done,
  draft,
  edit,
  publish,
  read,
  share,
  withdraw,
  type Sender,
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
const PUBLIC = { sharing: { level: 'PUBLIC' } };

async function tombstone(sender: Sender, id: string): Promise<Record<string, any> | null> {
  const query =
    'query ($id: ID!) { tombstone(id: $id) { id kind withdrawnAt reason replacement { id title } } }';
  return (await clientOf(sender).ask(query, { id })).tombstone;
}

describe('what is withdrawn', () => {
  test('is gone for its readers, who keep a tombstone with nothing of its content', async () => {
    const id = await published(cast, PUBLIC);
    done(await withdraw(cast.publisher, id, 'It was wrong.'));
    for (const reader of [app.anonymous, cast.outsider, cast.reader, cast.colleague, cast.coAuthor]) {
      expect(await read(reader, id)).toBeNull();
      const left = {
        id,
        kind: 'GUIDANCE',
        withdrawnAt: expect.any(String),
        reason: 'It was wrong.',
        replacement: null,
      };
      expect(await tombstone(reader, id)).toEqual(left);
    }
    expect(await listed(app.anonymous)).not.toContain(id);
  });

  test("is still read by its author and the owner's REVIEWERs and PUBLISHERs", async () => {
    const id = await published(cast);
    done(await withdraw(cast.publisher, id));
    for (const person of [cast.author, cast.reviewer, cast.publisher]) {
      expect(await read(person, id, 'state title')).toEqual({ state: 'WITHDRAWN', title: 'A title' });
      expect(await listed(person)).toContain(id);
    }
  });

  test('leaves nothing to those who could not read it', async () => {
    const id = await published(cast);
    done(await withdraw(cast.publisher, id));
    for (const stranger of [app.anonymous, cast.outsider]) expect(await tombstone(stranger, id)).toBeNull();
  });

  test('leaves nothing to its audience when its window was closed', async () => {
    const id = await published(cast, {
      sharing: { level: 'COMMUNITY', visibleUntil: '2020-01-01T00:00:00Z' },
    });
    done(await withdraw(cast.publisher, id));
    expect(await tombstone(cast.outsider, id)).toBeNull();
    expect(await tombstone(cast.reader, id)).toBeNull();
    expect(await tombstone(cast.author, id)).not.toBeNull();
  });

  test('takes the work on its next version with it', async () => {
    const id = await published(cast);
    done(await edit(cast.author, id, 1, { title: 'A better title' }));
    expect(done(await withdraw(cast.publisher, id))).toMatchObject({
      state: 'WITHDRAWN',
      title: 'A title',
      working: null,
    });
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['STATE']);
  });

  test('needs a reason of 1 to 1,000 characters', async () => {
    const id = await published(cast);
    const before = await rows.of(id);
    for (const reason of ['', '  ', 'x'.repeat(1_001)]) {
      expect((await withdraw(cast.publisher, id, reason)).userErrors).toMatchObject([
        { code: 'INVALID', field: ['reason'] },
      ]);
    }
    expect(await rows.of(id)).toBe(before);
    expect((await withdraw(cast.publisher, id, 'x'.repeat(1_000))).codes).toEqual([]);
  });
});

describe('NAMED', () => {
  test('its author withdraws it, whatever the role', async () => {
    const id = await draft(cast.author, {
      sharing: { level: 'NAMED', membershipIds: [cast.publisher.membershipId] },
    });
    done(await publish(cast.publisher, id, 1));
    expect((await withdraw(cast.author, id)).codes).toEqual([]);
  });

  test('of the others, the listed PUBLISHERs of the owner, and nobody else', async () => {
    const { author, coAuthor, publisher, outsider, colleague } = cast;
    const membershipIds = [publisher, outsider, colleague].map((one) => one.membershipId);
    const coAuthorIds = [coAuthor.membershipId];
    const id = await draft(author, { coAuthorIds, sharing: { level: 'NAMED', membershipIds } });
    done(await publish(publisher, id, 1));
    const unlisted = await app.person(cast.owner, 'PUBLISHER');
    expect((await withdraw(unlisted, id)).codes).toEqual(['NOT_FOUND']);
    for (const person of [coAuthor, outsider, colleague])
      expect((await withdraw(person, id)).codes).toEqual(['FORBIDDEN']);
    expect((await withdraw(publisher, id)).codes).toEqual([]);
    expect(await tombstone(outsider, id)).not.toBeNull();
    expect(await tombstone(unlisted, id)).toBeNull();
  });
});

describe('superseding', () => {
  test('the tombstone and the document lead to the replacement', async () => {
    const [id, replacementId] = [
      await published(cast, PUBLIC),
      await published(cast, { ...PUBLIC, title: 'The new one' }),
    ];
    const { document } = await withdraw(cast.publisher, id, 'There is a better one.', replacementId);
    expect(document?.state).toBe('WITHDRAWN');
    const replacement = { id: replacementId, title: 'The new one' };
    expect(await tombstone(app.anonymous, id)).toMatchObject({ replacement });
    expect(await read(cast.author, id, 'supersededBy { id title }')).toEqual({ supersededBy: replacement });
  });

  test('a replacement that the reader may not read is not there', async () => {
    const [id, replacementId] = [await published(cast, PUBLIC), await published(cast)];
    done(await withdraw(cast.publisher, id, 'There is a better one.', replacementId));
    expect(await tombstone(app.anonymous, id)).toMatchObject({ id, replacement: null });
    expect(await tombstone(cast.outsider, id)).toMatchObject({ id, replacement: null });
    expect(await tombstone(cast.reader, id)).toMatchObject({ id, replacement: { id: replacementId } });
  });

  test('a replacement that is narrowed or withdrawn later disappears from it', async () => {
    const [id, replacementId] = [await published(cast, PUBLIC), await published(cast, PUBLIC)];
    done(await withdraw(cast.publisher, id, 'There is a better one.', replacementId));
    done(await share(cast.author, replacementId, COMMUNITY.sharing));
    expect(await tombstone(app.anonymous, id)).toMatchObject({ replacement: null });
    expect(await tombstone(cast.outsider, id)).toMatchObject({ replacement: { id: replacementId } });
    done(await withdraw(cast.publisher, replacementId));
    expect(await tombstone(cast.outsider, id)).toMatchObject({ replacement: null });
  });

  test('what the caller cannot read, what is not published and what does not exist are one and the same', async () => {
    const stranger = await app.person(cast.other, 'CONTRIBUTOR');
    const unreadable = await draft(stranger);
    done(await publish(cast.outsider, unreadable, 1));
    const id = await published(cast, COMMUNITY);
    const before = await rows.of(id);
    const answers = [];
    for (const replacementId of [unreadable, await drafted(cast), randomUUID(), 'nonsense']) {
      answers.push(await withdraw(cast.publisher, id, 'Replaced.', replacementId));
    }
    expect(answers[0]).toMatchObject({ userErrors: [{ code: 'INVALID', field: ['replacementId'] }] });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await withdraw(cast.publisher, id, 'Replaced.', id)).codes).toEqual(['INVALID']);
    expect(await rows.of(id)).toBe(before);
  });
});

async function listed(sender: Sender): Promise<string[]> {
  const { documents } = await clientOf(sender).ask('{ documents(first: 100) { edges { node { id } } } }');
  return documents.edges.map((edge: { node: { id: string } }) => edge.node.id);
}
