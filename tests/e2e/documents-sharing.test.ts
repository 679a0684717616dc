import { approved, assemble, drafted, published, type Cast } from '../access/support/cast.ts';
import {
  done,
  draft,
  edit,
  publish,
  read,
  review,
  share,
  submit,
} from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
/** A PUBLISHER of the owner who writes as well. */
let writer: Person;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  writer = await app.person(cast.owner, 'PUBLISHER');
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

const INSTITUTION = { level: 'INSTITUTION' };
const COMMUNITY = { level: 'COMMUNITY' };

/** Work of the writer, published by the writer; for levels that need it, the reviewer has approved it. */
async function publishedByWriter(sharing: { level?: string; membershipIds?: string[] }): Promise<string> {
  const id = await draft(writer, { sharing });
  if (!['NAMED', 'INSTITUTION'].includes(sharing.level ?? '')) {
    done(await submit(writer, id));
    done(await review(cast.reviewer, id));
  }
  done(await publish(writer, id, 1));
  return id;
}

describe('what is published', () => {
  const PAIRS: [what: string, narrow: (c: Cast) => object, wide: (c: Cast) => object][] = [
    [
      'NAMED and INSTITUTION',
      (c) => ({ level: 'NAMED', membershipIds: [c.publisher.membershipId] }),
      () => INSTITUTION,
    ],
    ['INSTITUTION and GROUPS', () => INSTITUTION, (c) => ({ level: 'GROUPS', institutionIds: [c.other.id] })],
    ['GROUPS and COMMUNITY', (c) => ({ level: 'GROUPS', institutionIds: [c.other.id] }), () => COMMUNITY],
    ['COMMUNITY and PUBLIC', () => COMMUNITY, () => ({ level: 'PUBLIC' })],
    ['a kind and all kinds', () => ({ level: 'COMMUNITY', kinds: ['UNIVERSITY'] }), () => COMMUNITY],
    ['an exclusion', (c) => ({ level: 'COMMUNITY', excludedInstitutionIds: [c.other.id] }), () => COMMUNITY],
    ['the minimum role', () => ({ level: 'COMMUNITY', minimumRole: 'CONTRIBUTOR' }), () => COMMUNITY],
    ['an end', () => ({ level: 'COMMUNITY', visibleUntil: '2040-01-01T00:00:00Z' }), () => COMMUNITY],
    ['a beginning', () => ({ level: 'COMMUNITY', visibleFrom: '2020-01-01T00:00:00Z' }), () => COMMUNITY],
    ['withheld attribution', () => ({ level: 'COMMUNITY', attribution: 'WITHHELD' }), () => COMMUNITY],
    [
      'the label',
      () => ({ level: 'INSTITUTION', tlp: 'AMBER_STRICT' }),
      () => ({ level: 'INSTITUTION', tlp: 'GREEN' }),
    ],
  ];

  test.each(PAIRS)(
    '%s: its author narrows it, and only a publisher widens it again',
    async (_what, narrow, wide) => {
      const id = await published(cast, { sharing: wide(cast) });
      expect((await share(cast.author, id, narrow(cast))).codes).toEqual([]);
      expect((await share(cast.author, id, wide(cast))).codes).toEqual(['FORBIDDEN']);
      expect((await share(cast.publisher, id, wide(cast))).codes).toEqual([]);
    },
  );

  test.each(PAIRS)(
    '%s: a publisher who wrote it narrows alone, and needs a second person to widen',
    async (_what, narrow, wide) => {
      const id = await publishedByWriter(narrow(cast));
      const before = await rows.of(id);
      expect((await share(writer, id, wide(cast))).codes).toEqual(['SECOND_PERSON']);
      expect(await rows.of(id)).toBe(before);
      const wider = await publishedByWriter(wide(cast));
      expect((await share(writer, wider, narrow(cast))).codes).toEqual([]);
    },
  );

  test('whoever wrote it goes back to what someone else has approved, and no further', async () => {
    const id = await publishedByWriter(COMMUNITY);
    done(await share(writer, id, INSTITUTION));
    expect((await share(writer, id, { level: 'PUBLIC' })).codes).toEqual(['SECOND_PERSON']);
    expect(done(await share(writer, id, COMMUNITY)).sharing.level).toBe('COMMUNITY');
  });

  test('an approval of an earlier version is none for what is published now', async () => {
    const id = await publishedByWriter(COMMUNITY);
    done(await share(writer, id, INSTITUTION));
    done(await edit(writer, id, 1));
    done(await publish(writer, id, 2));
    expect((await share(writer, id, COMMUNITY)).codes).toEqual(['SECOND_PERSON']);
  });

  test('a publisher who is a co-author is no second person', async () => {
    const id = await published(cast, { coAuthorIds: [writer.membershipId] });
    expect((await share(writer, id, COMMUNITY)).codes).toEqual(['SECOND_PERSON']);
    expect((await share(cast.publisher, id, COMMUNITY)).codes).toEqual([]);
  });

  test('a co-author who left and was invited again is no second person', async () => {
    const returning = await app.person(cast.owner, 'PUBLISHER');
    const id = await published(cast, { coAuthorIds: [returning.membershipId] });
    await rows.run(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [returning.membershipId]);
    await app.join(returning.userId, cast.owner, 'PUBLISHER');
    expect((await share(returning, id, COMMUNITY)).codes).toEqual(['SECOND_PERSON']);
  });

  test('naming someone of another institution widens an INSTITUTION document', async () => {
    const id = await published(cast);
    const named = {
      level: 'NAMED',
      membershipIds: [cast.publisher.membershipId, cast.outsider.membershipId],
    };
    expect((await share(cast.author, id, named)).codes).toEqual(['FORBIDDEN']);
    expect((await share(cast.publisher, id, named)).codes).toEqual([]);
    expect(await read(cast.outsider, id)).not.toBeNull();
  });

  test('one more co-author of a NAMED document widens it', async () => {
    const id = await publishedByWriter({ level: 'NAMED', membershipIds: [cast.author.membershipId] });
    const coAuthorIds = [cast.colleague.membershipId];
    expect((await edit(writer, id, 1, { coAuthorIds })).codes).toEqual(['SECOND_PERSON']);
    expect(await read(cast.colleague, id)).toBeNull();
  });

  test('the author narrows only while CONTRIBUTOR or higher', async () => {
    const author = await app.person(cast.owner, 'CONTRIBUTOR');
    const id = await published({ ...cast, author }, { sharing: COMMUNITY });
    await rows.run(`UPDATE memberships SET role = 'READER' WHERE id = $1`, [author.membershipId]);
    expect((await share(author, id, INSTITUTION)).codes).toEqual(['FORBIDDEN']);
    expect((await edit(author, id, 1)).codes).toEqual(['FORBIDDEN']);
  });

  test('widening it voids the approval of its next version', async () => {
    const id = await published(cast);
    done(await edit(cast.author, id, 1));
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    const { working } = done(await share(cast.publisher, id, COMMUNITY));
    expect(working).toMatchObject({ number: 2, state: 'IN_REVIEW' });
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
    done(await review(cast.reviewer, id));
    expect((await publish(cast.publisher, id, 2)).codes).toEqual([]);
  });

  test('narrowing acts on the next request', async () => {
    const id = await published(cast, { sharing: { level: 'PUBLIC' } });
    expect(await read(app.anonymous, id)).not.toBeNull();
    done(await share(cast.author, id, COMMUNITY));
    expect(await read(app.anonymous, id)).toBeNull();
    expect(await read(cast.outsider, id)).not.toBeNull();
    done(await share(cast.author, id, { level: 'COMMUNITY', excludedInstitutionIds: [cast.other.id] }));
    expect(await read(cast.outsider, id)).toBeNull();
  });

  test('nobody may share it so that they could not read it themselves', async () => {
    const id = await published(cast, { sharing: COMMUNITY });
    const before = await rows.of(id);
    expect(
      (await share(cast.publisher, id, { level: 'NAMED', membershipIds: [writer.membershipId] })).codes,
    ).toEqual(['INVALID']);
    expect(await rows.of(id)).toBe(before);
  });
});

describe('the caps of the labels hold for every change', () => {
  test.each([
    ['RED', 'INSTITUTION'],
    ['AMBER_STRICT', 'COMMUNITY'],
    ['AMBER', 'COMMUNITY'],
    ['GREEN', 'PUBLIC'],
  ])('TLP:%s never goes with %s', async (tlp, level) => {
    for (const id of [await drafted(cast), await approved(cast), await published(cast)]) {
      const before = await rows.of(id);
      const { userErrors } = await share(cast.publisher, id, { level, tlp });
      expect(userErrors).toMatchObject([{ code: 'TLP_CAP', field: ['sharing', 'tlp'] }]);
      expect(await rows.of(id)).toBe(before);
    }
  });

  test('PUBLIC is always NAMED, and the owner is never excluded', async () => {
    const id = await drafted(cast);
    for (const sharing of [
      { level: 'PUBLIC', attribution: 'WITHHELD' },
      { level: 'COMMUNITY', excludedInstitutionIds: [cast.owner.id] },
    ]) {
      expect((await share(cast.author, id, sharing)).codes).toEqual(['INVALID']);
    }
  });
});

test('with whom it is shared in detail is told inside the owner only', async () => {
  const group = await app.group('Circle', cast.owner, [cast.other]);
  const third = await app.institution();
  const details = {
    level: 'GROUPS',
    groupIds: [group],
    institutionIds: [cast.other.id],
    excludedInstitutionIds: [third.id],
  };
  const window = { visibleFrom: '2020-01-01T00:00:00.000Z', visibleUntil: '2040-01-01T00:00:00.000Z' };
  const id = await published(cast, { sharing: { ...details, ...window, minimumRole: 'READER' } });
  expect((await read(cast.reader, id))?.sharing).toEqual({
    ...{
      level: 'GROUPS',
      tlp: 'AMBER_STRICT',
      attribution: 'NAMED',
      minimumRole: 'READER',
      ...window,
      kinds: [],
    },
    ...{
      institutions: [{ id: cast.other.id }],
      groups: [{ id: group }],
      members: [],
      excludedInstitutions: [{ id: third.id }],
    },
  });
  expect((await read(cast.outsider, id))?.sharing).toEqual({
    ...{ level: 'GROUPS', tlp: 'AMBER_STRICT', attribution: 'NAMED', minimumRole: null },
    ...{
      visibleFrom: null,
      visibleUntil: null,
      kinds: [],
      institutions: [],
      groups: [],
      members: [],
      excludedInstitutions: [],
    },
  });
});
