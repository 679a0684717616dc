import { approved, assemble, drafted, published, submitted, type Cast } from '../access/support/cast.ts';
import {
  done,
  draft,
  edit,
  guidance,
  create,
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
/** One more PUBLISHER of the owner, who writes with others. */
let coWriter: Person;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  writer = await app.person(cast.owner, 'PUBLISHER');
  coWriter = await app.person(cast.owner, 'PUBLISHER');
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

describe('the second person', () => {
  test.each(['INSTITUTION', 'NAMED'])(
    '%s needs none: a publisher publishes own work alone',
    async (level) => {
      const id = await draft(writer, { sharing: { level } });
      expect(done(await publish(writer, id, 1))).toMatchObject({
        state: 'PUBLISHED',
        versionNumber: 1,
        working: null,
      });
    },
  );

  test.each(['GROUPS', 'COMMUNITY', 'PUBLIC'])('%s needs one, whoever publishes', async (level) => {
    const id = await draft(writer, { coAuthorIds: [coWriter.membershipId], sharing: { level } });
    for (const person of [writer, coWriter, cast.publisher]) {
      expect((await publish(person, id, 1)).codes).toEqual(['SECOND_PERSON']);
    }
    done(await submit(writer, id));
    for (const person of [writer, coWriter, cast.publisher]) {
      expect((await publish(person, id, 1)).codes).toEqual(['SECOND_PERSON']);
    }
    expect(done(await review(cast.reviewer, id)).state).toBe('APPROVED');
    expect(done(await publish(writer, id, 1)).state).toBe('PUBLISHED');
  });

  test('nobody reviews own work, whatever the role', async () => {
    const reviewing = await app.person(cast.owner, 'REVIEWER');
    const id = await draft(reviewing, {
      coAuthorIds: [writer.membershipId],
      sharing: { level: 'COMMUNITY' },
    });
    done(await submit(reviewing, id));
    const before = await rows.of(id);
    for (const person of [reviewing, writer]) {
      for (const decision of ['APPROVE', 'REQUEST_CHANGES'] as const) {
        expect((await review(person, id, decision)).codes).toEqual(['SECOND_PERSON']);
      }
    }
    expect(await rows.of(id)).toBe(before);
  });

  test('a publisher who did not write it approves and publishes', async () => {
    const id = await submitted(cast, { sharing: { level: 'COMMUNITY' } });
    done(await review(cast.publisher, id));
    expect(done(await publish(cast.publisher, id, 1)).state).toBe('PUBLISHED');
  });

  test('a co-author who left and was invited again is no second person', async () => {
    const returning = await app.person(cast.owner, 'PUBLISHER');
    const id = await draft(cast.author, {
      coAuthorIds: [returning.membershipId],
      sharing: { level: 'COMMUNITY' },
    });
    done(await submit(cast.author, id));
    await rows.run(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [returning.membershipId]);
    await app.join(returning.userId, cast.owner, 'PUBLISHER');
    expect((await review(returning, id)).codes).toEqual(['SECOND_PERSON']);
    expect((await publish(returning, id, 1)).codes).toEqual(['SECOND_PERSON']);
  });

  test("someone else's request for changes ends an approval, and submitting again does not bring it back", async () => {
    const id = await approved(cast, { sharing: { level: 'COMMUNITY' } });
    expect(done(await review(cast.publisher, id, 'REQUEST_CHANGES', { comment: 'Not yet.' })).state).toBe(
      'DRAFT',
    );
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['SECOND_PERSON']);
    done(await submit(cast.author, id));
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['SECOND_PERSON']);
  });
});

describe('an approval covers the version that was reviewed', () => {
  test('an edit voids it', async () => {
    const id = await approved(cast, { sharing: { level: 'COMMUNITY' } });
    expect(done(await edit(cast.author, id, 1))).toMatchObject({ state: 'DRAFT', versionNumber: 2 });
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
    done(await submit(cast.author, id));
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
    done(await review(cast.reviewer, id));
    expect(done(await publish(cast.publisher, id, 2)).state).toBe('PUBLISHED');
  });

  test('so does an edit that changes nothing', async () => {
    const id = await approved(cast, { sharing: { level: 'COMMUNITY' } });
    done(await edit(cast.author, id, 1, {}));
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
  });

  test('the next version of what is published needs its own', async () => {
    const id = await published(cast, { sharing: { level: 'COMMUNITY' } });
    done(await edit(cast.author, id, 1));
    expect((await publish(cast.publisher, id, 2)).codes).toEqual(['SECOND_PERSON']);
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    expect(done(await publish(cast.publisher, id, 2))).toMatchObject({
      state: 'PUBLISHED',
      versionNumber: 2,
    });
  });
});

describe('an approval covers the sharing that was reviewed', () => {
  const until = { visibleUntil: '2040-01-01T00:00:00Z' };
  const from = { visibleFrom: '2020-01-02T00:00:00Z' };
  /** A narrower sharing, and one that is wider in just one respect; `other` and `third` stand for ids. */
  const PAIRS: [what: string, narrow: (c: Cast) => object, wide: (c: Cast) => object][] = [
    ['level', () => ({ level: 'GROUPS' }), () => ({ level: 'COMMUNITY' })],
    [
      'level, to anyone',
      () => ({ level: 'COMMUNITY', tlp: 'CLEAR' }),
      () => ({ level: 'PUBLIC', tlp: 'CLEAR' }),
    ],
    ['institutions', () => ({ level: 'GROUPS' }), (c) => ({ level: 'GROUPS', institutionIds: [c.other.id] })],
    [
      'kinds',
      () => ({ level: 'COMMUNITY', kinds: ['FUNDER'] }),
      () => ({ level: 'COMMUNITY', kinds: ['FUNDER', 'UNIVERSITY'] }),
    ],
    ['any kind', () => ({ level: 'COMMUNITY', kinds: ['FUNDER'] }), () => ({ level: 'COMMUNITY' })],
    [
      'minimum role',
      () => ({ level: 'COMMUNITY', minimumRole: 'REVIEWER' }),
      () => ({ level: 'COMMUNITY', minimumRole: 'CONTRIBUTOR' }),
    ],
    [
      'exclusion',
      (c) => ({ level: 'COMMUNITY', excludedInstitutionIds: [c.other.id] }),
      () => ({ level: 'COMMUNITY' }),
    ],
    [
      'end',
      () => ({ level: 'COMMUNITY', ...until }),
      () => ({ level: 'COMMUNITY', visibleUntil: '2040-01-01T00:00:01Z' }),
    ],
    ['no end', () => ({ level: 'COMMUNITY', ...until }), () => ({ level: 'COMMUNITY' })],
    [
      'beginning',
      () => ({ level: 'COMMUNITY', ...from }),
      () => ({ level: 'COMMUNITY', visibleFrom: '2020-01-01T00:00:00Z' }),
    ],
    ['attribution', () => ({ level: 'COMMUNITY', attribution: 'WITHHELD' }), () => ({ level: 'COMMUNITY' })],
    ['label', () => ({ level: 'GROUPS', tlp: 'AMBER_STRICT' }), () => ({ level: 'GROUPS', tlp: 'AMBER' })],
  ];

  test.each(PAIRS)('widening voids it: %s', async (_what, narrow, wide) => {
    const id = await approved(cast, { sharing: narrow(cast) });
    expect(done(await share(cast.author, id, wide(cast))).state).toBe('IN_REVIEW');
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['SECOND_PERSON']);
    done(await review(cast.reviewer, id));
    expect(done(await publish(cast.publisher, id, 1)).state).toBe('PUBLISHED');
  });

  test.each(PAIRS)('narrowing leaves it: %s', async (_what, narrow, wide) => {
    const id = await approved(cast, { sharing: wide(cast) });
    expect(done(await share(cast.author, id, narrow(cast))).state).toBe('APPROVED');
    expect(done(await publish(cast.publisher, id, 1)).state).toBe('PUBLISHED');
  });

  test('a group in place of another is something else', async () => {
    const [first, second] = [
      await app.group('First', cast.owner, []),
      await app.group('Second', cast.owner, [cast.other]),
    ];
    const id = await approved(cast, { sharing: { level: 'GROUPS', groupIds: [first] } });
    done(await share(cast.author, id, { level: 'GROUPS', groupIds: [second] }));
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['SECOND_PERSON']);
  });
});

describe('NAMED', () => {
  test('a publisher who is not on the list does not even see it', async () => {
    const id = await drafted(cast, { sharing: { level: 'NAMED' } });
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['NOT_FOUND']);
  });

  test('a publisher on the list publishes it', async () => {
    const id = await drafted(cast, {
      sharing: { level: 'NAMED', membershipIds: [cast.publisher.membershipId] },
    });
    expect(done(await publish(cast.publisher, id, 1)).state).toBe('PUBLISHED');
  });

  test('a publisher who is a co-author publishes it', async () => {
    const id = await draft(cast.author, {
      coAuthorIds: [coWriter.membershipId],
      sharing: { level: 'NAMED' },
    });
    expect(done(await publish(coWriter, id, 1)).state).toBe('PUBLISHED');
  });

  test('a publisher who reviewed it and is not on the list may see, but not publish it', async () => {
    const id = await submitted(cast);
    done(await review(cast.publisher, id));
    done(await share(cast.author, id, { level: 'NAMED', membershipIds: [writer.membershipId] }));
    expect((await read(cast.publisher, id))?.state).toBe('APPROVED');
    expect((await publish(cast.publisher, id, 1)).codes).toEqual(['FORBIDDEN']);
    done(await publish(writer, id, 1));
    expect(await read(cast.publisher, id)).toBeNull();
  });
});

test('an advisory is issued by a PUBLISHER while the institution may issue advisories', async () => {
  const ministry = await app.institution({ kind: 'GOVERNMENT', mayIssueAdvisories: true });
  const [official, head] = [
    await app.person(ministry, 'CONTRIBUTOR'),
    await app.person(ministry, 'PUBLISHER'),
  ];
  const input = guidance({ details: { advisory: { severity: 'CRITICAL' } } });
  const [first, second] = [done(await create(official, input)).id, done(await create(official, input)).id];
  expect(done(await publish(head, first, 1)).state).toBe('PUBLISHED');
  await rows.run('UPDATE institutions SET may_issue_advisories = false WHERE id = $1', [ministry.id]);
  expect((await publish(head, second, 1)).codes).toEqual(['FORBIDDEN']);
});

test('what is published is read by its audience from then on, and not before', async () => {
  const id = await approved(cast, { sharing: { level: 'COMMUNITY' } });
  expect(await read(cast.outsider, id)).toBeNull();
  done(await publish(cast.publisher, id, 1));
  expect(await read(cast.outsider, id)).toMatchObject({ state: 'PUBLISHED', versionNumber: 1 });
});
