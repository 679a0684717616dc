import { randomUUID } from 'node:crypto';
import { attach, examine } from '../../support/attachments.ts';
import { mutate, Publisher } from '../../support/publishing.ts';
import { ANY_QUERY, TestApp, type Person } from '../../support/test-app.ts';
import type { Aim } from './aim.ts';
import { PROBES } from './probes.ts';

const SECRET = 'quokkarium';
const NOWHERE = 'wallabarium';
const ERRORS = 'userErrors { code message field }';

/** Documents hidden from outsiders, in every state that a document can be hidden in. */
async function hide(
  app: TestApp,
  owner: Publisher,
  partnerId: string,
  workId: string,
): Promise<Record<string, string>> {
  const wanted = {
    ...{
      title: `${SECRET} title`,
      summary: `${SECRET} summary`,
      body: `${SECRET} body`,
      topics: [SECRET],
      partnerIds: [partnerId],
    },
    sharing: { level: 'INSTITUTION' },
  };
  const unfinished = { ...wanted, partnerIds: [partnerId, workId] };
  const on = (person: Person, call: string, id: string): Promise<unknown> =>
    mutate(person.client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id });
  const revised = await owner.publish(wanted);
  await on(
    owner.author,
    'documentEdit(id: $id, expectedVersion: 1, input: { body: "quokkarium again" })',
    revised,
  );
  await owner.bringOut(revised, 2);
  await on(
    owner.author,
    'documentEdit(id: $id, expectedVersion: 2, input: { body: "quokkarium anew" })',
    revised,
  );
  const withdrawn = await owner.publish(wanted);
  await on(
    owner.publisher,
    `documentWithdraw(id: $id, reason: "${SECRET}", replacementId: "${revised}")`,
    withdrawn,
  );
  const inReview = await owner.draft(unfinished);
  const attached = await owner.draft(unfinished);
  await attach(app, owner.author, attached, 1, `${SECRET}.txt`, `${SECRET} file`);
  const withFile = await owner.draft(wanted);
  await attach(app, owner.author, withFile, 1, `${SECRET}.txt`, `${SECRET} file`);
  await owner.bringOut(withFile, 2);
  await on(owner.author, 'documentSubmit(id: $id)', inReview);
  const advisory = { severity: 'WARNING', actions: [SECRET], responseDue: '2020-01-01T00:00:00Z' };
  return {
    advisory: await owner.publish({ ...wanted, details: { advisory } }),
    published: await owner.publish(wanted),
    ...{ revised, withdrawn, inReview, attached, withFile },
    draft: await owner.draft(unfinished),
    named: await owner.draft({
      ...unfinished,
      sharing: { level: 'NAMED', membershipIds: [owner.publisher.membershipId] },
    }),
    notYet: await owner.publish({
      ...wanted,
      sharing: { level: 'COMMUNITY', visibleFrom: '2999-01-01T00:00:00Z' },
    }),
    // Indexed as shared with all, and narrowed afterwards: the index does not know it yet.
    narrowed: await owner.publish({ ...wanted, sharing: { level: 'COMMUNITY' } }),
  };
}

describe('every surface, aimed at what the caller may not read', () => {
  let app: TestApp;
  let hidden: Record<string, string>;
  let callers: Record<string, Person>;
  /** Partners: that all hidden documents name, that only unpublished ones name, that nothing names. */
  let [named, inWork, unnamed] = ['', '', ''];

  beforeAll(async () => {
    app = await TestApp.start(ANY_QUERY);
    const owner = await Publisher.of(app, { mayIssueAdvisories: true });
    const elsewhere = await app.institution();
    await Publisher.of(app).then((other) =>
      other.publish({ title: 'In sight', sharing: { level: 'COMMUNITY' } }),
    );
    [named, inWork, unnamed] = (await app.partners({}, {}, {})) as [string, string, string];
    hidden = await hide(app, owner, named, inWork);
    await examine(app);
    await mutate(
      owner.publisher.client,
      `mutation($id: ID!) { documentShare(id: $id, sharing: { level: INSTITUTION }) { document { id } ${ERRORS} } }`,
      { id: hidden.narrowed },
    );
    callers = {
      reader: await app.person(elsewhere, 'READER'),
      publisher: await app.person(elsewhere, 'PUBLISHER', { administrator: true }),
      'reader of the owner, for what is unpublished': await app.person(owner.institution, 'READER'),
    };
  });
  afterAll(() => app.stop());

  /** The answer to a probe without what differs between any two requests. */
  async function answer(person: Person, coordinate: string, aim: Aim): Promise<string> {
    const { query, variables } = PROBES[coordinate]!;
    const { status, data, errors } = await person.client.send(query, variables(aim));
    return JSON.stringify({ status, data, errors })
      .replaceAll(aim.id, '<id>')
      .replaceAll(aim.word, '<word>')
      .replaceAll(/\?link=[\w.-]+/g, '?link=<link>');
  }

  it.each(Object.keys(PROBES))('%s', async (coordinate) => {
    for (const [name, person] of Object.entries(callers)) {
      const unpublished = ['inReview', 'draft', 'named', 'attached'];
      const inside = name.includes('of the owner');
      // A colleague reads what is published to the institution, so for him only its drafts are hidden.
      const targets = Object.entries(hidden).filter(([state]) => !inside || unpublished.includes(state));
      const aim = { institutionId: randomUUID(), membershipId: person.membershipId, requestId: randomUUID() };
      const nothing = { ...aim, id: randomUUID(), word: NOWHERE, partnerId: unnamed };
      const atNothing = await answer(person, coordinate, nothing);
      for (const [state, id] of targets) {
        const [word, partnerId] = inside ? [NOWHERE, inWork] : [SECRET, named];
        const atHidden = await answer(person, coordinate, { ...aim, id, word, partnerId });
        expect(`${name}, ${state}: ${atHidden}`).toBe(`${name}, ${state}: ${atNothing}`);
        if (!inside) expect(atHidden).not.toContain(SECRET);
      }
    }
  });

  it('gives anonymous callers nothing either', async () => {
    const aim = { institutionId: randomUUID(), membershipId: randomUUID(), requestId: randomUUID() };
    const nobody = { ...callers.reader!, client: app.anonymous };
    for (const coordinate of Object.keys(PROBES)) {
      const nothing = { ...aim, id: randomUUID(), word: NOWHERE, partnerId: unnamed };
      const atNothing = await answer(nobody, coordinate, nothing);
      for (const id of Object.values(hidden)) {
        const atHidden = await answer(nobody, coordinate, { ...aim, id, word: SECRET, partnerId: named });
        expect(atHidden).toBe(atNothing);
        expect(atHidden).not.toContain(SECRET);
      }
    }
  });

  it('would notice: to the author the same probes show them', async () => {
    const { query, variables } = PROBES['Query.document']!;
    const aim = {
      institutionId: '',
      membershipId: '',
      requestId: '',
      partnerId: named,
      word: SECRET,
      id: hidden.published!,
    };
    const colleague = callers['reader of the owner, for what is unpublished']!;
    expect(JSON.stringify((await colleague.client.send(query, variables(aim))).data)).toContain(SECRET);
  });
});
