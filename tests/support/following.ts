import { mutate } from './publishing.ts';
import type { Person } from './test-app.ts';

const FOLLOW = `mutation($input: FollowInput!) { follow(input: $input) {
  following { id kind topic name query partner { id } institution { id } document { id title } filter { topics publishedAfter } }
  userErrors { code message field } } }`;
const TOLD = `query($first: Int, $after: String, $unread: Boolean) {
  notifications(first: $first, after: $after, unread: $unread) {
    edges { cursor node { id event at readAt versionNumber document { id title } tombstone { id reason }
      following { id kind topic } } }
    pageInfo { hasNextPage endCursor } } }`;

/** Makes somebody follow something. Returns the Following. */
export function follow(person: Person, input: object): Promise<any> {
  return mutate(person.client, FOLLOW, { input });
}

/** A page of what somebody has been told. */
export async function notificationsPage(person: Person, variables: object = {}): Promise<any> {
  return (await person.client.ask(TOLD, { first: 100, ...variables })).notifications;
}

/** What somebody has been told, newest first. */
export async function notificationsOf(person: Person, variables: object = {}): Promise<any[]> {
  const { edges } = await notificationsPage(person, variables);
  return edges.map((edge: { node: unknown }) => edge.node);
}

/** The same as events with the document's id. */
export async function toldTo(person: Person): Promise<string[]> {
  const nodes = await notificationsOf(person);
  return nodes.map(({ event, document, tombstone }) => `${event} ${(document ?? tombstone)?.id}`);
}
