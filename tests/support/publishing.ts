import type { GraphqlClient } from '#testing';
import type { Person, TestApp } from './test-app.ts';

/** What a test wants published; what is not given is made up. */
export interface Wanted {
  title?: string;
  summary?: string;
  body?: string;
  topics?: string[];
  partnerIds?: string[];
  details?: object;
  reviewBy?: string;
  sharing: object;
}

const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { code message field } } }`;

/** An institution with somebody in each role, who take documents through review to their readers. */
export class Publisher {
  readonly institution: { id: string; slug: string; name: string };
  readonly author: Person;
  readonly reviewer: Person;
  readonly publisher: Person;

  private constructor(
    institution: Publisher['institution'],
    author: Person,
    reviewer: Person,
    publisher: Person,
  ) {
    this.institution = institution;
    this.author = author;
    this.reviewer = reviewer;
    this.publisher = publisher;
  }

  static async of(app: TestApp, given: Parameters<TestApp['institution']>[0] = {}): Promise<Publisher> {
    const institution = await app.institution(given);
    const [author, reviewer, publisher] = [
      await app.person(institution, 'CONTRIBUTOR'),
      await app.person(institution, 'REVIEWER'),
      await app.person(institution, 'PUBLISHER'),
    ];
    return new Publisher(institution, author, reviewer, publisher);
  }

  /** Begins a draft; returns its id. */
  async draft({
    title = 'A title',
    summary = 'A summary.',
    body = 'Text.',
    details,
    ...rest
  }: Wanted): Promise<string> {
    const input = { title, summary, body, details: details ?? { guidance: {} }, ...rest };
    return (await mutate(this.author.client, CREATE, { input })).id;
  }

  /** Writes, has reviewed and publishes; returns the document's id. */
  async publish(wanted: Wanted): Promise<string> {
    const id = await this.draft(wanted);
    await this.bringOut(id, 1);
    return id;
  }

  /** Takes the latest version through review to publication. */
  async bringOut(id: string, version: number): Promise<void> {
    const step = (client: GraphqlClient, call: string): Promise<unknown> =>
      mutate(client, `mutation($id: ID!) { ${call} { document { id } userErrors { code message field } } }`, {
        id,
      });
    await step(this.author.client, 'documentSubmit(id: $id)');
    await step(this.reviewer.client, 'documentReview(id: $id, decision: APPROVE)');
    await step(this.publisher.client, `documentPublish(id: $id, expectedVersion: ${version})`);
  }
}

/** Runs a mutation that must succeed and returns its payload's object. Throws with its userErrors otherwise. */
export async function mutate(client: GraphqlClient, query: string, variables: object): Promise<any> {
  const data = await client.ask(query, variables);
  const [outcome] = Object.values(data) as { userErrors: unknown[]; [name: string]: unknown }[];
  if (outcome!.userErrors.length > 0) throw new Error(JSON.stringify(outcome!.userErrors));
  return Object.entries(outcome!).find(([name]) => name !== 'userErrors')?.[1];
}

/** Runs a mutation and returns the codes of its userErrors. */
export async function refusal(client: GraphqlClient, query: string, variables: object): Promise<string[]> {
  const data = await client.ask(query, variables);
  const [outcome] = Object.values(data) as { userErrors: { code: string }[] }[];
  return outcome!.userErrors.map((error) => error.code);
}
