import { DataSource } from 'typeorm';
import type { GraphqlClient } from '#testing';
import { RECORDED_CHANGES } from '../unit/support/database.ts';
import { mutate, Publisher, refusal } from './publishing.ts';
import type { Person, TestApp } from './test-app.ts';

const ERRORS = 'userErrors { code message field }';
const RESPONSE = 'institution { id } status note respondedBy { id } respondedAt versionNumber overdue';
const RESPOND = `mutation($id: ID!, $status: ResponseStatus!, $note: String, $version: Int) {
  advisoryRespond(documentId: $id, status: $status, note: $note, version: $version) { response { ${RESPONSE} } ${ERRORS} } }`;

/** An institution that may issue advisories, with people who take them to their readers. */
export class Issuer {
  readonly people: Publisher;

  private constructor(people: Publisher) {
    this.people = people;
  }

  static async of(app: TestApp): Promise<Issuer> {
    return new Issuer(await Publisher.of(app, { kind: 'GOVERNMENT', mayIssueAdvisories: true }));
  }

  /** Issues an advisory; returns its id. */
  async issue(sharing: object, advisory: object = {}, title = 'An advisory'): Promise<string> {
    return this.people.publish({
      title,
      sharing,
      details: { advisory: { severity: 'WARNING', ...advisory } },
    });
  }

  /** Publishes the next version, which changes its meaning or does not. */
  async revise(id: string, from: number, material: boolean): Promise<void> {
    const input = { body: `Text of version ${from + 1}.`, material };
    await this.edit(id, from, input);
    await this.people.bringOut(id, from + 1);
  }

  /** Makes the next version, and leaves it unpublished. */
  async edit(id: string, from: number, input: object): Promise<void> {
    const query = `mutation($id: ID!, $from: Int!, $input: DocumentEditInput!) {
      documentEdit(id: $id, expectedVersion: $from, input: $input) { document { id } ${ERRORS} } }`;
    await mutate(this.people.author.client, query, { id, from, input });
  }

  async withdraw(id: string, replacementId: string | null = null): Promise<void> {
    const query = `mutation($id: ID!, $replacementId: ID) {
      documentWithdraw(id: $id, reason: "Corrected", replacementId: $replacementId) { document { id } ${ERRORS} } }`;
    await mutate(this.people.publisher.client, query, { id, replacementId });
  }

  async share(id: string, sharing: object): Promise<void> {
    const query = `mutation($id: ID!, $sharing: SharingInput!) {
      documentShare(id: $id, sharing: $sharing) { document { id } ${ERRORS} } }`;
    await mutate(this.people.publisher.client, query, { id, sharing });
  }
}

/** Answers, and must succeed; returns the response. */
export async function respond(
  client: GraphqlClient,
  id: string,
  status: string,
  more: { note?: string | null; version?: number } = {},
): Promise<any> {
  return mutate(client, RESPOND, { id, status, ...more });
}

/** Answers, and returns the codes of what is refused. */
export async function refusedResponse(
  client: GraphqlClient,
  id: string,
  status: string,
  more: { note?: string; version?: number } = {},
): Promise<string[]> {
  return refusal(client, RESPOND, { id, status, ...more });
}

/** What the client's institution has said, as it sees it. */
export async function myResponse(client: GraphqlClient, id: string): Promise<any> {
  const query = `query($id: ID!) { document(id: $id) { ... on Advisory { myResponse { ${RESPONSE} } } } }`;
  return (await client.ask(query, { id })).document?.myResponse;
}

/** What the client sees of everybody's answers. */
export async function responsesTo(client: GraphqlClient, id: string): Promise<any[] | null> {
  const query = `query($id: ID!) { document(id: $id) { ... on Advisory { responses { ${RESPONSE} } } } }`;
  return (await client.ask(query, { id })).document?.responses;
}

/** The same as a table from institution to status. */
export async function statusesOf(person: Person, id: string): Promise<Record<string, string>> {
  const responses = (await responsesTo(person.client, id)) ?? [];
  return Object.fromEntries(responses.map(({ institution, status }) => [institution.id, status]));
}

/** What the trail says of a document, oldest first. */
export async function storedEvents(
  app: TestApp,
  id: string,
): Promise<{ event: string; institutionId: string; userId: string; details: object }[]> {
  return app.app.get(DataSource).query(
    `SELECT event, institution_id AS "institutionId", user_id AS "userId", details
     FROM audit_events WHERE subject_id = $1 AND ${RECORDED_CHANGES} ORDER BY id`,
    [id],
  );
}
