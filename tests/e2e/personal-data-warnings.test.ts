import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrecedentHome } from '../support/precedent-process.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const WARNINGS = `query($id: ID!, $sharing: SharingInput) {
  documentWarnings(id: $id, sharing: $sharing) { kind versionNumber field start end excerpt message } }`;
const PREVIEW = `query($id: ID!, $sharing: SharingInput!) {
  previewAudience(documentId: $id, sharing: $sharing) { warnings } }`;
const [ADDRESS, NUMBER] = ['jane.doe@uni.example', '020 7946 0958'];
const COMMUNITY = { level: 'COMMUNITY' };

let app: TestApp;
let owner: Publisher;
let other: Publisher;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  other = await Publisher.of(app);
});
afterAll(() => app.stop());

const warnings = async (person: Person, id: string, sharing?: object): Promise<any[]> =>
  (await person.client.ask(WARNINGS, { id, sharing })).documentWarnings;
const fields = (found: any[]): string[] => found.map(({ kind, field }) => `${kind} ${field}`).sort();
const telling = (sharing: object): Promise<string> =>
  owner.draft({ title: 'Contacts', body: `Ask [Jane](mailto:${ADDRESS}) on ${NUMBER}.`, sharing });

describe('documentWarnings', () => {
  test('finds what is in any text of a case study or a partner note, and says where', async () => {
    const caseStudy = {
      ...{ collaborationType: 'OTHER', decision: 'DECLINED', lessons: ADDRESS, outcome: `Tel. ${NUMBER}` },
      mitigations: ['none', 'passport no. E12345678'],
    };
    const study = await owner.draft({
      ...{
        title: `For ${ADDRESS}`,
        summary: `\`${ADDRESS}\``,
        body: `## At\n\n<${ADDRESS}>`,
        sharing: COMMUNITY,
      },
      details: { caseStudy },
    });
    const found = await warnings(owner.author, study);
    expect(fields(found)).toEqual([
      ...[
        'EMAIL_ADDRESS body',
        'EMAIL_ADDRESS details.lessons',
        'EMAIL_ADDRESS summary',
        'EMAIL_ADDRESS title',
      ],
      ...['PASSPORT_NUMBER details.mitigations.1', 'PHONE_NUMBER details.outcome'],
    ]);
    const inTitle = found.find(({ field }) => field === 'title');
    expect(`For ${ADDRESS}`.slice(inTitle.start, inTitle.end)).toBe(ADDRESS);
    expect(inTitle).toMatchObject({ excerpt: `For ${ADDRESS}`, versionNumber: 1 });
    const finding = { statement: `By ${ADDRESS}`, sourceName: 'security@uni.example', reliability: 'B' };
    const note = await owner.draft({
      details: { partnerNote: { assessedOn: '2026-01-01', findings: [{ ...finding, credibility: 2 }] } },
      sharing: COMMUNITY,
    });
    expect(fields(await warnings(owner.author, note))).toEqual([
      'CONTACT_ADDRESS details.findings.0.sourceName',
      'EMAIL_ADDRESS details.findings.0.statement',
    ]);
  });

  test('knows how numbers are written where the owner is, and in the countries of the document', async () => {
    const input = { body: '138 1234 5678 and 020 7946 0958', sharing: COMMUNITY };
    const excerpts = async (more: object): Promise<number> =>
      (await warnings(owner.author, await owner.draft({ ...input, ...more }))).length;
    expect(await excerpts({})).toBe(1);
    expect(await excerpts({ countries: ['CN'] })).toBe(2);
  });

  test('is about sharing beyond the institution only: as it is, or as it is thought of', async () => {
    const id = await telling({ level: 'INSTITUTION' });
    expect(await warnings(owner.author, id)).toEqual([]);
    const count = async (sharing: object): Promise<number> =>
      (await warnings(owner.author, id, sharing)).length;
    for (const level of ['COMMUNITY', 'PUBLIC']) expect(await count({ level })).toBe(2);
    expect(await count({ level: 'GROUPS', institutionIds: [other.institution.id] })).toBe(2);
    expect(await count({ level: 'INSTITUTION' })).toBe(0);
    const named = (...people: Person[]): object => ({
      ...{ level: 'NAMED', membershipIds: people.map(({ membershipId }) => membershipId) },
    });
    expect(await count(named(owner.reviewer, owner.publisher))).toBe(0);
    expect(await count(named(owner.reviewer, other.reviewer))).toBe(2);
  });

  test('tells only those who may read that very text', async () => {
    const id = await telling(COMMUNITY);
    const reader = await app.person(owner.institution, 'READER');
    for (const person of [reader, owner.reviewer, other.publisher, other.author])
      for (const sharing of [undefined, { level: 'PUBLIC' }])
        expect(await warnings(person, id, sharing)).toEqual([]);
    expect((await app.anonymous.send(WARNINGS, { id })).errors).toHaveLength(1);
    await owner.bringOut(id, 1);
    expect(await warnings(reader, id)).toHaveLength(2);
    // Whoever reads it outside reads the text, but is not told what the owner is told.
    expect(await warnings(other.author, id)).toEqual([]);
    await mutate(
      owner.author.client,
      `mutation($id: ID!) { documentEdit(id: $id, expectedVersion: 1, input: { body: "Write to john@uni.example" }) {
        document { id } ${ERRORS} } }`,
      { id },
    );
    expect((await warnings(reader, id)).map((one) => one.versionNumber)).toEqual([1, 1]);
    expect((await warnings(owner.author, id)).map((one) => one.versionNumber)).toEqual([2, 1, 1]);
  });

  test('gives a sharing that cannot be saved the same answer as elsewhere', async () => {
    const id = await telling(COMMUNITY);
    const sharing = { level: 'PUBLIC', tlp: 'RED' };
    const [here, there] = [
      await owner.author.client.send(WARNINGS, { id, sharing }),
      await owner.author.client.send(PREVIEW, { id, sharing }),
    ];
    const codes = (answer: typeof here): string[] => answer.errors.map((error) => error.extensions.code);
    expect(codes(here)).toEqual(codes(there));
    expect(codes(here)).toHaveLength(1);
  });
});

describe('in passing', () => {
  const change = async (person: Person, call: string, id: string): Promise<any> => {
    const data = await person.client.ask(
      `mutation($id: ID!) { outcome: ${call} { document { state } warnings { kind field } ${ERRORS} } }`,
      { id },
    );
    return data.outcome;
  };

  test('publishing and sharing warn, and stop nobody', async () => {
    const id = await telling({ level: 'INSTITUTION' });
    await change(owner.author, 'documentSubmit(id: $id)', id);
    await change(owner.reviewer, 'documentReview(id: $id, decision: APPROVE)', id);
    const inside = await change(owner.publisher, 'documentPublish(id: $id, expectedVersion: 1)', id);
    expect(inside).toMatchObject({ document: { state: 'PUBLISHED' }, warnings: [], userErrors: [] });
    const wider = await change(owner.publisher, 'documentShare(id: $id, sharing: { level: COMMUNITY })', id);
    expect(wider.userErrors).toEqual([]);
    expect(fields(wider.warnings)).toEqual(['EMAIL_ADDRESS body', 'PHONE_NUMBER body']);
    const refused = await change(other.publisher, 'documentWithdraw(id: $id, reason: "x")', id);
    expect(refused).toMatchObject({ document: null, warnings: [] });
  });

  test('the preview of an audience says how much, and not what', async () => {
    const id = await telling({ level: 'INSTITUTION' });
    const said = async (level: string): Promise<string> => {
      const { previewAudience } = await owner.publisher.client.ask(PREVIEW, { id, sharing: { level } });
      return previewAudience.warnings.join();
    };
    expect(await said('COMMUNITY')).toContain('1 e-mail address, 1 telephone number');
    expect(await said('COMMUNITY')).not.toContain(ADDRESS);
    expect(await said('INSTITUTION')).not.toContain('telephone');
  });

  test('an import counts them file by file, where they are shared beyond the institution', async () => {
    const home = new PrecedentHome().withEnvironment({ DATABASE_URL: app.databaseUrl });
    const folder = mkdtempSync(join(tmpdir(), 'precedent-import-'));
    const record = (sharing: string, body: string): string =>
      JSON.stringify({ title: 'T', summary: 'S', body, sharing: { level: sharing } });
    writeFileSync(
      join(folder, 'wide.jsonl'),
      [
        record('COMMUNITY', `${ADDRESS}, ${NUMBER}`),
        record('PUBLIC', ADDRESS),
        record('INSTITUTION', ADDRESS),
      ].join('\n'),
    );
    writeFileSync(join(folder, 'inside.jsonl'), record('INSTITUTION', ADDRESS));
    const { institution, author } = owner;
    const where = ['--institution', institution.slug, '--as', author.email];
    const { stderr, stdout } = await home.run('import', 'documents', folder, ...where);
    rmSync(folder, { recursive: true });
    rmSync(home.folder, { recursive: true });
    expect(stdout).toContain('4 imported');
    const told = stderr.split('\n').filter((line) => line.includes('tells of people'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/wide\.jsonl .*: 2 e-mail addresses, 1 telephone number$/);
    expect(told[0]).not.toContain(ADDRESS);
  });
});
