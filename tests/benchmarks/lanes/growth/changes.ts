import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { withToken } from '../callers.ts';
import { askOnce, graphql, type Side } from '../sides/side.ts';

/** After so long without work a connection has told PostgreSQL's statistics everything, in milliseconds. */
const TOLD_AFTER = 11_000;

/** Rows that a change has written, by table. */
export type WrittenRows = Record<string, number>;

const CHANGE = `mutation($id: ID!, $role: Role) {
  outcome: membershipChange(id: $id, role: $role) { userErrors { message } } }`;
const ADD = `mutation($id: ID!, $institutionId: ID!) {
  outcome: sharingGroupAdd(id: $id, institutionId: $institutionId) { userErrors { message } } }`;
const REMOVE = `mutation($id: ID!, $institutionId: ID!) {
  outcome: sharingGroupRemove(id: $id, institutionId: $institutionId) { userErrors { message } } }`;

/** Changes a member's role and a group's members, through the API, and counts the rows that it takes. */
export async function changedRows(database: Pool, side: Side): Promise<Record<string, WrittenRows>> {
  const { rows } = await database.query<{ user: string; member: string; group: string; guest: string }>(
    `SELECT a.user_id AS "user", m.id AS member, g.id AS "group",
       (SELECT i.id FROM institutions i WHERE i.id <> g.owner_id AND i.status = 'ACTIVE' AND i.id NOT IN (
         SELECT institution_id FROM sharing_group_members WHERE group_id = g.id) ORDER BY i.id LIMIT 1) AS guest
     FROM sharing_groups g
       JOIN memberships a ON a.institution_id = g.owner_id AND a.administrator AND a.status = 'ACTIVE'
       JOIN memberships m ON m.institution_id = g.owner_id AND m.role = 'READER' AND m.status = 'ACTIVE'
     WHERE g.deleted_at IS NULL
       AND NOT EXISTS (SELECT FROM memberships o WHERE o.user_id = a.user_id AND o.id <> a.id)
     ORDER BY g.id, a.id, m.id LIMIT 1`,
  );
  const { user, member, group, guest } = rows[0]!;
  const administrator = await withToken(database, user);
  const path = side.requests.list().path;
  const change = async (query: string, variables: object): Promise<void> => {
    const { outcome } = await askOnce(side, administrator, graphql(path, query, variables));
    if (outcome.userErrors.length > 0) throw new Error(JSON.stringify(outcome.userErrors));
  };
  // The first request notes that the token was used; that is not the change's.
  await change(CHANGE, { id: member, role: 'READER' });
  return {
    membershipChange: await counted(database, () => change(CHANGE, { id: member, role: 'CONTRIBUTOR' })),
    sharingGroupAdd: await counted(database, () => change(ADD, { id: group, institutionId: guest })),
    sharingGroupRemove: await counted(database, () => change(REMOVE, { id: group, institutionId: guest })),
  };
}

async function counted(database: Pool, work: () => Promise<void>): Promise<WrittenRows> {
  await sleep(TOLD_AFTER);
  const before = await written(database);
  await work();
  await sleep(TOLD_AFTER);
  const after = await written(database);
  const changed = Object.entries(after).map(
    ([table, count]) => [table, count - (before[table] ?? 0)] as const,
  );
  return Object.fromEntries(changed.filter(([, count]) => count !== 0).sort());
}

async function written(database: Pool): Promise<WrittenRows> {
  const { rows } = await database.query<{ table: string; count: string }>(
    `SELECT relname AS "table", n_tup_ins + n_tup_upd + n_tup_del AS count FROM pg_stat_user_tables
     WHERE relname <> 'api_tokens'`,
  );
  return Object.fromEntries(rows.map(({ table, count }) => [table, Number(count)]));
}
