import { DataSource } from 'typeorm';
import { Issuer } from '../support/advisories.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const CREATE = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`;
const onId = (call: string): string => `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`;
const PUBLISH = onId('documentPublish(id: $id, expectedVersion: 1)');
const advisory = { severity: 'WARNING', actions: ['Check the form', 'Tell the stores'] };
const content = { title: 'Check', summary: 'In short', body: 'At length', details: { advisory } };

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app?.stop());

describe('issuing an advisory', () => {
  it('is for institutions that may issue them', async () => {
    const { author } = await Publisher.of(app);
    expect(await refusal(author.client, CREATE, { input: content })).toEqual(['FORBIDDEN']);
  });

  it('ends with the right to issue them, for drafts as well', async () => {
    const { people } = await Issuer.of(app);
    const { id } = await mutate(people.author.client, CREATE, { input: content });
    await app.app
      .get(DataSource)
      .query('UPDATE institutions SET may_issue_advisories = false WHERE id = $1', [people.institution.id]);
    const edit = onId('documentEdit(id: $id, expectedVersion: 1, input: { title: "x" })');
    expect(await refusal(people.author.client, edit, { id })).toEqual(['FORBIDDEN']);
    expect(await refusal(people.publisher.client, PUBLISH, { id })).toEqual(['FORBIDDEN']);
  });

  it('takes a second person, and then tells what to do, from when and until when', async () => {
    const { people } = await Issuer.of(app);
    const times = { responseDue: '2126-02-01T12:00:00.000Z', expiresAt: '2126-03-01T12:00:00.000Z' };
    const input = { ...content, details: { advisory: { ...advisory, ...times } } };
    const { id } = await mutate(people.author.client, CREATE, {
      input: { ...input, sharing: { level: 'COMMUNITY' } },
    });
    expect(await refusal(people.publisher.client, PUBLISH, { id })).toEqual(['SECOND_PERSON']);
    await people.bringOut(id, 1);
    const reader = await app.person(await app.institution(), 'READER');
    const fields = 'severity actions publishedAt effectiveFrom expiresAt expired responseDue';
    const query = `query($id: ID!) { document(id: $id) { ... on Advisory { ${fields} } } }`;
    const { document } = await reader.client.ask(query, { id });
    expect(document).toMatchObject({ ...advisory, ...times, expired: false });
    expect(document.effectiveFrom).toBe(document.publishedAt);
  });

  it('refuses one that ends before it begins', async () => {
    const { people } = await Issuer.of(app);
    const times = { effectiveFrom: '2026-02-01T00:00:00Z', expiresAt: '2026-01-01T00:00:00Z' };
    const input = { ...content, details: { advisory: { ...advisory, ...times } } };
    expect(await refusal(people.author.client, CREATE, { input })).toEqual(['INVALID']);
  });
});
