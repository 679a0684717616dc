import type { GraphqlClient } from '#testing';
import type { Person } from '../../support/test-app.ts';

/** Whoever sends a request: a person, or any other client, as for a certain acting institution. */
export type Sender = Pick<Person, 'client'> | GraphqlClient;

/** What a mutation has come to. */
export interface Outcome {
  /** As the sender sees it now; null exactly when the mutation was refused. */
  document: Record<string, any> | null;
  /** Why it was refused; empty when it was not. */
  codes: string[];
  userErrors: { code: string; message: string; field: string[] | null }[];
}

const SHOWN = `
  id kind state title summary body versionNumber viewerCan
  working { number state title }
  sharing { level tlp attribution minimumRole visibleFrom visibleUntil kinds
    institutions { id } groups { id } members { id } excludedInstitutions { id } }`;

/** The input of a guidance that is valid; what is given replaces what is usual. */
export function guidance(more: object = {}): object {
  const details = { guidance: { appliesTo: ['JOINT_PROJECT'], riskAreas: ['EXPORT_CONTROL'] } };
  return { title: 'A title', summary: 'A summary', body: 'A body', details, ...more };
}

export function create(sender: Sender, input: object = guidance()): Promise<Outcome> {
  return mutate(sender, 'documentCreate', '$input: DocumentCreateInput!', { input });
}

/** Creates a draft that must come about, and returns its id. */
export async function draft(sender: Sender, more: object = {}): Promise<string> {
  return done(await create(sender, guidance(more))).id as string;
}

export function edit(
  sender: Sender,
  id: string,
  expectedVersion: number,
  input: object = { body: 'Another body' },
): Promise<Outcome> {
  const types = '$id: ID!, $expectedVersion: Int!, $input: DocumentEditInput!';
  return mutate(sender, 'documentEdit', types, { id, expectedVersion, input });
}

export function submit(sender: Sender, id: string, expectedVersion?: number): Promise<Outcome> {
  return mutate(sender, 'documentSubmit', '$id: ID!, $expectedVersion: Int', { id, expectedVersion });
}

export function review(
  sender: Sender,
  id: string,
  decision: 'APPROVE' | 'REQUEST_CHANGES' = 'APPROVE',
  more: { comment?: string; expectedVersion?: number } = {},
): Promise<Outcome> {
  const types = '$id: ID!, $decision: ReviewDecision!, $comment: String, $expectedVersion: Int';
  return mutate(sender, 'documentReview', types, {
    id,
    decision,
    comment: null,
    expectedVersion: null,
    ...more,
  });
}

export function publish(sender: Sender, id: string, expectedVersion: number): Promise<Outcome> {
  return mutate(sender, 'documentPublish', '$id: ID!, $expectedVersion: Int!', { id, expectedVersion });
}

export function share(
  sender: Sender,
  id: string,
  sharing: object,
  expectedVersion?: number,
): Promise<Outcome> {
  const types = '$id: ID!, $sharing: SharingInput!, $expectedVersion: Int';
  return mutate(sender, 'documentShare', types, { id, sharing, expectedVersion });
}

export function withdraw(
  sender: Sender,
  id: string,
  reason = 'Out of date.',
  replacementId: string | null = null,
): Promise<Outcome> {
  const types = '$id: ID!, $reason: String!, $replacementId: ID';
  return mutate(sender, 'documentWithdraw', types, { id, reason, replacementId });
}

/** The document with the fields asked for, or null. */
export async function read(sender: Sender, id: string, fields = SHOWN): Promise<Record<string, any> | null> {
  const { document } = await clientOf(sender).ask(`query ($id: ID!) { document(id: $id) { ${fields} } }`, {
    id,
  });
  return document;
}

/** The document of a mutation that must not have been refused. */
export function done({ document, userErrors }: Outcome): Record<string, any> {
  if (document === null) throw new Error(`refused: ${JSON.stringify(userErrors)}`);
  return document;
}

export function clientOf(sender: Sender): GraphqlClient {
  return 'client' in sender ? sender.client : sender;
}

async function mutate(sender: Sender, name: string, types: string, variables: object): Promise<Outcome> {
  const passed = [...types.matchAll(/\$(\w+)/g)]
    .map(([, variable]) => `${variable}: $${variable}`)
    .join(', ');
  const query = `mutation (${types}) { ${name}(${passed}) { document { ${SHOWN} } userErrors { code message field } } }`;
  const data = await clientOf(sender).ask(query, variables);
  const { document, userErrors } = data[name] as Omit<Outcome, 'codes'>;
  // A refusal gives no object, and an object comes without errors.
  if ((document === null) !== userErrors.length > 0)
    throw new Error(`${name} gave ${JSON.stringify(data[name])}`);
  return { document, userErrors, codes: userErrors.map(({ code }) => code) };
}
