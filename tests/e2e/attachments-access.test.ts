import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { attach, DETACH, follow, shownAttachments } from '../support/attachments.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';

let app: TestApp;
let owner: Publisher;
let listed: { id: string; slug: string };
let people: Record<string, Person | null>;

const on = (person: Person, call: string, id: string): Promise<unknown> =>
  mutate(person.client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id });
const share = (id: string, sharing: string): Promise<unknown> =>
  on(owner.publisher, `documentShare(id: $id, sharing: ${sharing})`, id);
const clientOf = (person: Person | null) => person?.client ?? app.anonymous;

/** A draft with one attachment, in its second version. */
async function draftWith(name: string, sharing: object): Promise<{ id: string; attachmentId: string }> {
  const id = await owner.draft({ sharing });
  return { id, attachmentId: await attach(app, owner.author, id, 1, name, `The words of ${name}.`) };
}

async function publishedWith(name: string, sharing: object): Promise<{ id: string; attachmentId: string }> {
  const made = await draftWith(name, sharing);
  await owner.bringOut(made.id, 2);
  return made;
}

/** What somebody is shown of an attachment, wherever it hangs; null for nothing. */
async function seen(person: Person | null, id: string, attachmentId: string): Promise<any> {
  const shown = await shownAttachments(clientOf(person), id);
  const all = shown ? [...shown.shown, ...shown.working, ...[...shown.versions.values()].flat()] : [];
  return all.find((one) => one.id === attachmentId) ?? null;
}

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  listed = await app.institution();
  people = {
    author: owner.author,
    reviewer: owner.reviewer,
    'another reviewer': await app.person(owner.institution, 'REVIEWER'),
    publisher: owner.publisher,
    colleague: await app.person(owner.institution, 'READER'),
    administrator: await app.person(owner.institution, 'READER', { administrator: true, auditor: true }),
    listed: await app.person(listed, 'READER'),
    outsider: await app.person(await app.institution(), 'PUBLISHER', { administrator: true }),
    nobody: null,
  };
});
afterAll(() => app?.stop());

type Case = [
  state: string,
  make: () => Promise<{ id: string; attachmentId: string }>,
  readers: readonly string[],
];

const GROUPS = (): object => ({ level: 'GROUPS', institutionIds: [listed.id] });
const HOUSE = ['author', 'reviewer', 'another reviewer', 'publisher', 'colleague', 'administrator'];
const REVIEWING = ['author', 'reviewer', 'another reviewer', 'publisher'];

const CASES: readonly Case[] = [
  ['of a draft', () => draftWith('draft.txt', GROUPS()), ['author', 'publisher']],
  [
    'of what is in review',
    async () => {
      const made = await draftWith('review.txt', GROUPS());
      await on(owner.author, 'documentSubmit(id: $id)', made.id);
      return made;
    },
    REVIEWING,
  ],
  ['of what is published to an institution', () => publishedWith('in.txt', { level: 'INSTITUTION' }), HOUSE],
  ['of what is published to a listed one', () => publishedWith('groups.txt', GROUPS()), [...HOUSE, 'listed']],
  [
    'of what is public',
    () => publishedWith('public.txt', { level: 'PUBLIC' }),
    [...HOUSE, 'listed', 'outsider', 'nobody'],
  ],
  [
    'of a document for named people',
    async () => {
      const id = await owner.draft({
        sharing: {
          level: 'NAMED',
          membershipIds: [owner.publisher.membershipId, people.listed!.membershipId],
        },
      });
      const attachmentId = await attach(app, owner.author, id, 1);
      await on(owner.publisher, 'documentPublish(id: $id, expectedVersion: 2)', id);
      return { id, attachmentId };
    },
    ['author', 'publisher', 'listed'],
  ],
  [
    'for which a higher role is needed',
    () => publishedWith('role.txt', { level: 'COMMUNITY', minimumRole: 'REVIEWER' }),
    [...REVIEWING, 'outsider'],
  ],
  [
    'of a working version',
    async () => {
      const { id } = await publishedWith('first.txt', { level: 'PUBLIC' });
      return { id, attachmentId: await attach(app, owner.author, id, 2, 'next.txt', 'What is next.') };
    },
    // The reviewer has reviewed it before.
    ['author', 'reviewer', 'publisher'],
  ],
  [
    'of an old version, from before it was shared with others',
    async () => {
      const made = await publishedWith('old.txt', { level: 'INSTITUTION' });
      const variables = { id: made.id, version: 2, attachments: [made.attachmentId] };
      await mutate(owner.author.client, DETACH, variables);
      await owner.bringOut(made.id, 3);
      await share(made.id, '{ level: PUBLIC }');
      return made;
    },
    HOUSE,
  ],
  [
    'of a version that was passed over',
    async () => {
      const id = await owner.publish({ sharing: { level: 'PUBLIC' } });
      const attachmentId = await attach(app, owner.author, id, 1);
      await mutate(owner.author.client, DETACH, { id, version: 2, attachments: [attachmentId] });
      await owner.bringOut(id, 3);
      return { id, attachmentId };
    },
    // It counts as the draft it was.
    ['author', 'reviewer', 'publisher'],
  ],
  [
    'of what is withdrawn',
    async () => {
      const made = await publishedWith('withdrawn.txt', { level: 'PUBLIC' });
      await on(owner.publisher, 'documentWithdraw(id: $id, reason: "Outdated")', made.id);
      return made;
    },
    REVIEWING,
  ],
  [
    'of what is not visible any longer',
    () => publishedWith('late.txt', { level: 'PUBLIC', visibleUntil: '2001-01-01T00:00:00Z' }),
    REVIEWING,
  ],
];

describe.each(CASES)('an attachment %s', (_state, make, readers) => {
  it('is listed to those who read it, and to nobody else; so is the way to it', async () => {
    const { id, attachmentId } = await make();
    const links: string[] = [];
    const listedTo: string[] = [];
    for (const [name, person] of Object.entries(people)) {
      const attachment = await seen(person, id, attachmentId);
      if (!attachment) continue;
      listedTo.push(name);
      const response = await follow(app, attachment.downloadUrl, person?.token);
      expect(`${name}: ${response.status}`).toBe(`${name}: 200`);
      expect(await response.text()).toMatch(/words|notes|next/);
      if (person) links.push(attachment.downloadUrl);
    }
    expect(listedTo.toSorted()).toEqual([...readers].toSorted());
    // Nobody comes in with another's link, be it that of somebody who may read it or not.
    for (const [index, link] of links.entries()) {
      const rightful = listedTo.filter((name) => people[name])[index];
      for (const [name, person] of Object.entries(people)) {
        if (!person || name === rightful) continue;
        expect((await follow(app, link, person.token)).status).toBe(404);
      }
    }
  });
});

describe('a link', () => {
  const linkFor = async (person: Person | null, made: { id: string; attachmentId: string }) =>
    (await seen(person, made.id, made.attachmentId)).downloadUrl as string;

  it.each<[string, (id: string, reader: Person) => Promise<unknown>]>([
    ['the document is narrowed', (id) => share(id, '{ level: INSTITUTION }')],
    [
      'the institution is excluded',
      (id) => share(id, `{ level: COMMUNITY, excludedInstitutionIds: ["${listed.id}"] }`),
    ],
    ['the document is withdrawn', (id) => on(owner.publisher, 'documentWithdraw(id: $id, reason: "x")', id)],
    [
      'the membership is revoked',
      async (_id, reader) => {
        const administrator = await app.person(listed, 'READER', { administrator: true });
        await mutate(
          administrator.client,
          `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`,
          { id: reader.membershipId },
        );
      },
    ],
  ])('no longer opens anything once %s', async (_what, change) => {
    const made = await publishedWith('then.txt', { level: 'COMMUNITY' });
    const reader = await app.person(listed, 'READER');
    const link = await linkFor(reader, made);
    expect((await follow(app, link)).status).toBe(200);
    await change(made.id, reader);
    expect((await follow(app, link)).status).toBe(404);
    expect((await follow(app, link, reader.token)).status).toBe(404);
  });

  it('does not open what is narrowed to somebody else, although it was made by nobody in particular', async () => {
    const made = await publishedWith('public.txt', { level: 'PUBLIC' });
    const link = await linkFor(null, made);
    expect((await follow(app, link)).status).toBe(200);
    await share(made.id, '{ level: COMMUNITY }');
    expect((await follow(app, link)).status).toBe(404);
    expect((await follow(app, link, people.listed!.token)).status).toBe(404);
  });

  it('opens nothing after two minutes', async () => {
    const made = await publishedWith('short.txt', { level: 'PUBLIC' });
    const link = await linkFor(people.listed!, made);
    app.clock.advance(119_000);
    expect((await follow(app, link)).status).toBe(200);
    app.clock.advance(2_000);
    expect((await follow(app, link)).status).toBe(404);
  });

  it('shows no more than the token that made it', async () => {
    const both = await app.person(listed, 'READER');
    await app.join(both.userId, owner.institution, 'READER');
    const made = await publishedWith('bound.txt', GROUPS());
    const { apiTokenCreate } = await both.client.ask(
      'mutation($id: ID!) { apiTokenCreate(institutionId: $id) { token } }',
      { id: listed.id },
    );
    const shown = await shownAttachments(app.anonymous.as(apiTokenCreate.token), made.id);
    await share(made.id, '{ level: INSTITUTION }');
    expect((await follow(app, shown!.shown[0].downloadUrl)).status).toBe(404);
    expect((await follow(app, await linkFor(both, made))).status).toBe(200);
  });

  it('is answered alike for what is hidden, what is not there, and what is no link', async () => {
    const made = await publishedWith('alike.txt', { level: 'COMMUNITY' });
    const link = await linkFor(people.listed!, made);
    await share(made.id, '{ level: INSTITUTION }');
    const [head, payload, mark] = new URL(link).searchParams.get('link')!.split('.') as [
      string,
      string,
      string,
    ];
    const changed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const forged = (with_: object): string =>
      Buffer.from(JSON.stringify({ ...changed, ...with_ })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const texts = [
      `${head}.${payload}.${mark}`,
      `${head}.${forged({ sub: owner.publisher.userId })}.${mark}`,
      `${head}.${forged({ attachmentId: randomUUID() })}.${mark}`,
      `${unsigned}.${forged({ sub: owner.publisher.userId })}.`,
      `${head}.${payload}.`,
      'nonsense',
      '',
      '..%2f..%2fetc%2fpasswd',
    ];
    const answers = new Set<string>();
    for (const path of [...texts.map((text) => `?link=${text}`), '', '?link=a&link=b']) {
      const response = await fetch(`${await app.app.getUrl()}/attachments/download${path}`);
      const headers = Object.fromEntries(response.headers);
      delete headers.date;
      delete headers['x-request-id'];
      answers.add(JSON.stringify([response.status, headers, await response.text()]));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^\[404,/);
  });

  it('is of no use to a sender whose token is not valid', async () => {
    const made = await publishedWith('token.txt', { level: 'PUBLIC' });
    expect((await follow(app, await linkFor(null, made), 'precedent_nonsense')).status).toBe(401);
  });

  it('gives the file to be kept, not shown', async () => {
    const made = await publishedWith('Bericht "Übersicht" 2026; 清华.txt', { level: 'PUBLIC' });
    const response = await follow(app, await linkFor(null, made));
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Bericht __bersicht_ 2026; __.txt"; filename*=UTF-8''Bericht%20_%C3%9Cbersicht_%202026%3B%20%E6%B8%85%E5%8D%8E.txt`,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('leaves a line in the trail of who took it', async () => {
    const made = await publishedWith('trail.txt', { level: 'PUBLIC' });
    await follow(app, await linkFor(people.listed!, made));
    await follow(app, await linkFor(null, made));
    const rows = await app.app.get(DataSource).query(
      `SELECT user_id, institution_id, details FROM audit_events
         WHERE event = 'document.attachment_downloaded' AND subject_id = $1`,
      [made.id],
    );
    expect(rows).toEqual([
      {
        user_id: people.listed!.userId,
        institution_id: listed.id,
        details: { attachmentId: made.attachmentId, version: 2 },
      },
    ]);
  });
});

it('tells nobody outside the owner who uploaded it, when, or what became of it', async () => {
  const made = await publishedWith('withheld.txt', { level: 'COMMUNITY', attribution: 'WITHHELD' });
  const outside = await seen(people.outsider!, made.id, made.attachmentId);
  const hidden = { uploadedBy: null, uploadedAt: null, textState: null, reason: null };
  expect(outside).toMatchObject(hidden);
  const inside = await seen(people.colleague!, made.id, made.attachmentId);
  expect(inside).toMatchObject({ uploadedBy: { id: owner.author.userId }, textState: 'WAITING' });
  const old = { id: made.id, version: 2, attachments: [made.attachmentId] };
  await mutate(owner.author.client, DETACH, old);
  await owner.bringOut(made.id, 3);
  expect(await seen(people.outsider!, made.id, made.attachmentId)).toMatchObject(hidden);
});
