import { approved, assemble, drafted, published, type Cast } from '../access/support/cast.ts';
import {
  clientOf,
  done,
  edit,
  publish,
  read,
  review,
  submit,
  withdraw,
  type Sender,
} from '../access/support/document-actions.ts';
import { TestApp } from '../support/test-app.ts';

let app: TestApp;
let cast: Cast;
beforeAll(async () => {
  app = await TestApp.start();
  cast = await assemble(app);
});
afterAll(() => app?.stop());

const COMMUNITY = { sharing: { level: 'COMMUNITY' } };

/** Makes, approves and publishes one more version, for whatever audience the document has. */
async function publishNext(
  id: string,
  latest: number,
  input: object = { body: `Body ${latest + 1}` },
): Promise<void> {
  done(await edit(cast.author, id, latest, input));
  done(await submit(cast.author, id));
  done(await review(cast.reviewer, id));
  done(await publish(cast.publisher, id, latest + 1));
}

/** Numbers of the versions that someone may read, newest first. */
async function versions(sender: Sender, id: string): Promise<number[]> {
  const document = await read(sender, id, 'versions(first: 100) { edges { node { number } } }');
  return document!.versions.edges.map((edge: { node: { number: number } }) => edge.node.number);
}

describe('what a document shows', () => {
  test('never published: its latest version, and no working one', async () => {
    const id = await drafted(cast);
    done(await edit(cast.author, id, 1, { title: 'A second title' }));
    done(await edit(cast.coAuthor, id, 2, { summary: 'A second summary' }));
    const shown = {
      versionNumber: 3,
      title: 'A second title',
      summary: 'A second summary',
      state: 'DRAFT',
      working: null,
    };
    expect(await read(cast.author, id)).toMatchObject(shown);
    expect(await read(cast.publisher, id)).toMatchObject(shown);
  });

  test('being revised: the published version, to everyone; the next one is beside it for those who may see it', async () => {
    const id = await published(cast, COMMUNITY);
    done(await edit(cast.author, id, 1, { title: 'A better title', changeNote: 'Better.', material: false }));
    const fields =
      'state versionNumber title working { number state title changeNote material author { id } }';
    const shown = { state: 'PUBLISHED', versionNumber: 1, title: 'A title' };
    const next = {
      number: 2,
      state: 'DRAFT',
      title: 'A better title',
      changeNote: 'Better.',
      material: false,
    };
    const working = { ...next, author: { id: cast.author.userId } };
    // The reviewer has approved the first version, and so is one who has reviewed it.
    for (const person of [cast.author, cast.coAuthor, cast.publisher, cast.reviewer]) {
      expect(await read(person, id, fields)).toEqual({ ...shown, working });
    }
    for (const person of [cast.reader, cast.colleague, cast.outsider]) {
      expect(await read(person, id, fields)).toEqual({ ...shown, working: null });
    }
  });

  test('its working version goes the same way, step by step, while readers keep what they have', async () => {
    const id = await published(cast, COMMUNITY);
    const steps = async (): Promise<unknown[]> => {
      const [inside, outside] = [await read(cast.author, id), await read(cast.outsider, id)];
      return [inside?.state, inside?.working?.state, outside?.state, outside?.versionNumber];
    };
    done(await edit(cast.author, id, 1));
    expect(await steps()).toEqual(['PUBLISHED', 'DRAFT', 'PUBLISHED', 1]);
    done(await submit(cast.author, id));
    expect(await steps()).toEqual(['PUBLISHED', 'IN_REVIEW', 'PUBLISHED', 1]);
    done(await review(cast.reviewer, id));
    expect(await steps()).toEqual(['PUBLISHED', 'APPROVED', 'PUBLISHED', 1]);
    done(await publish(cast.publisher, id, 2));
    expect(await steps()).toEqual(['PUBLISHED', undefined, 'PUBLISHED', 2]);
  });

  test('work on the next version does not show in the times that readers see', async () => {
    const id = await published(cast, COMMUNITY);
    const times = () => read(cast.outsider, id, 'publishedAt updatedAt createdAt');
    const before = await times();
    app.clock.advance(60_000);
    done(await edit(cast.author, id, 1));
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    expect(await times()).toEqual(before);
    done(await publish(cast.publisher, id, 2));
    const after = await times();
    expect(after?.publishedAt).toBe(before?.publishedAt);
    expect(Date.parse(after?.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before?.updatedAt) + 60_000);
  });
});

describe('which versions there are for whom', () => {
  test('a version that was never published stays with those who may see unpublished ones', async () => {
    const id = await drafted(cast, COMMUNITY);
    done(await edit(cast.author, id, 1));
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    done(await publish(cast.publisher, id, 2));
    done(await edit(cast.author, id, 2));
    await publishNext(id, 3);
    for (const person of [cast.author, cast.coAuthor, cast.publisher])
      expect(await versions(person, id)).toEqual([4, 3, 2, 1]);
    for (const person of [cast.reader, cast.colleague, cast.outsider])
      expect(await versions(person, id)).toEqual([4, 2]);
  });

  test('the next version is in the list for those who may see it', async () => {
    const id = await published(cast, COMMUNITY);
    done(await edit(cast.author, id, 1));
    expect(await versions(cast.author, id)).toEqual([2, 1]);
    expect(await versions(cast.outsider, id)).toEqual([1]);
  });

  test('after a withdrawal, they are for those who still read it', async () => {
    const id = await published(cast, COMMUNITY);
    await publishNext(id, 1);
    done(await withdraw(cast.publisher, id));
    expect(await versions(cast.publisher, id)).toEqual([2, 1]);
    expect(await read(cast.outsider, id, 'versions { edges { node { number } } }')).toBeNull();
  });

  test('who made a version, and why, is told inside the owner only', async () => {
    const id = await published(cast, COMMUNITY);
    await publishNext(id, 1, { body: 'Corrected.', changeNote: 'By request of the dean.', material: false });
    const fields = 'versions { edges { node { number material changeNote author { id } } } }';
    const nodes = async (sender: Sender) =>
      (await read(sender, id, fields))!.versions.edges.map((edge: { node: object }) => edge.node);
    const author = { id: cast.author.userId };
    expect(await nodes(cast.reader)).toEqual([
      { number: 2, material: false, changeNote: 'By request of the dean.', author },
      { number: 1, material: true, changeNote: null, author },
    ]);
    expect(await nodes(cast.outsider)).toEqual([
      { number: 2, material: false, changeNote: null, author: null },
      { number: 1, material: true, changeNote: null, author: null },
    ]);
  });

  test('they come in pages', async () => {
    const id = await published(cast);
    for (const latest of [1, 2, 3, 4]) await publishNext(id, latest);
    const found: number[] = [];
    let after: string | null = null;
    do {
      const query = `query ($id: ID!, $after: String) {
        document(id: $id) { versions(first: 2, after: $after) { edges { node { number } } pageInfo { hasNextPage endCursor } } } }`;
      const { document }: Record<string, any> = await clientOf(cast.reader).ask(query, { id, after });
      found.push(...document.versions.edges.map((edge: { node: { number: number } }) => edge.node.number));
      after = document.versions.pageInfo.hasNextPage ? document.versions.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('differences', () => {
  const DIFF = 'versions(first: 1) { edges { node { number diff } } }';
  const newest = async (sender: Sender, id: string) => (await read(sender, id, DIFF))!.versions.edges[0].node;
  const from = (sender: Sender, id: string, version: number) =>
    clientOf(sender).send(
      `query ($id: ID!, $from: Int) {
      document(id: $id) { versions(first: 1) { edges { node { diff(from: $from) } } } } }`,
      { id, from: version },
    );

  test('against the version before it, or the one asked for', async () => {
    const id = await published(cast, { ...COMMUNITY, body: 'Line one\nLine two' });
    await publishNext(id, 1, { body: 'Line one\nLine 2' });
    await publishNext(id, 2, { body: 'Line one\nLine 2\nLine three' });
    const { diff } = await newest(cast.outsider, id);
    expect(diff).toContain('+Line three');
    expect(diff).not.toContain('-Line two');
    const answer = await from(cast.outsider, id, 1);
    expect(answer.data?.document.versions.edges[0].node.diff).toMatch(/-Line two\n\+Line 2\n\+Line three/);
  });

  test('against the version before it that the reader may read, never one between', async () => {
    const id = await published(cast, { ...COMMUNITY, body: 'First' });
    done(await edit(cast.author, id, 1, { body: 'Secret in between' }));
    await publishNext(id, 2, { body: 'Third' });
    const outside = await newest(cast.outsider, id);
    expect(outside.diff).toMatch(/-First\n\+Third/);
    expect(outside.diff).not.toContain('Secret');
    expect((await newest(cast.author, id)).diff).toMatch(/-Secret in between\n\+Third/);
  });

  test('against one that may not be read or does not exist is the same malformed request', async () => {
    const id = await approved(cast, COMMUNITY);
    done(await edit(cast.author, id, 1, { body: 'Another' }));
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    done(await publish(cast.publisher, id, 2));
    done(await edit(cast.author, id, 2));
    const unknown = await from(cast.outsider, id, 99);
    expect(unknown.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    // 1 was never published, 3 is not yet.
    for (const version of [1, 3, 0, -1]) expect(await from(cast.outsider, id, version)).toEqual(unknown);
    expect((await from(cast.author, id, 1)).errors).toEqual([]);
  });

  test('the first version differs from nothing', async () => {
    const id = await published(cast, COMMUNITY);
    expect((await newest(cast.outsider, id)).diff).toMatch(/\+# A title/);
  });
});
