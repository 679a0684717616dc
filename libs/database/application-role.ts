/**
 * The role with which api, worker and commands work: it owns nothing, so that nothing that runs in the
 * application, an injected statement included, can change or empty the audit trail or switch its triggers off.
 * The owner of the tables is used for migrations only. The role is made where the owner may make roles; its
 * password is derived from the owner's, so that there is none more to keep.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';

/** Tables that the application only reads and adds to. */
const APPEND_ONLY = ['audit_events', 'audit_links', 'audit_checkpoints'];
const READ_ONLY = ['migrations'];
/** Tells our role from one that happens to have its name. */
const MARK = 'Application role of Precedent';
/** PostgreSQL's codes for a role that exists by now, and for one that may not do this. */
const EXISTS = ['42710', '23505'];
const NOT_ALLOWED = '42501';
const WRONG_PASSWORD = '28P01';
const SCRAM_ITERATIONS = 4_096;
/** From this version on there is a privilege for ANALYZE. */
const HAS_MAINTAIN = 170_000;

/** How the application connects. */
export interface ApplicationDatabase {
  url: string;
  /** Why it connects as the owner, so that only triggers guard the audit trail; null if it does not. */
  unguarded: string | null;
}

/**
 * Connection details of the application role, where `prepareApplicationRole` could make it; otherwise those
 * given. Throws when the database cannot be reached at all.
 */
export async function applicationDatabase(ownerUrl: string): Promise<ApplicationDatabase> {
  const url = applicationUrl(ownerUrl);
  if (url === null) return { url: ownerUrl, unguarded: 'DATABASE_URL has no user or no password' };
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ allowed: boolean }>(
      `SELECT has_table_privilege('audit_events', 'INSERT')
         AND NOT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE, TRIGGER') AS allowed`,
    );
    if (rows[0]?.allowed) return { url, unguarded: null };
    return { url: ownerUrl, unguarded: `the role ${nameIn(url)} has other rights than it should` };
  } catch (error) {
    return { url: ownerUrl, unguarded: `${nameIn(url)} cannot be used: ${(error as Error).message}` };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the role where there is none and it may be made, and gives it its rights on every table. */
export async function prepareApplicationRole(owner: QueryRunner, ownerUrl: string): Promise<void> {
  const url = applicationUrl(ownerUrl);
  if (url === null) return;
  const role = nameIn(url);
  try {
    if (await isOurs(owner, url)) await grant(owner, role);
  } catch (error) {
    // It is said at start-up by `applicationDatabase`, which finds the role unusable.
    if ((error as { code?: string }).code !== NOT_ALLOWED) throw error;
  }
}

/** Null when nothing can be derived, as for an owner who comes in without a password. */
function applicationUrl(ownerUrl: string): string | null {
  const url = new URL(ownerUrl);
  if (!url.username || !url.password) return null;
  const password = createHmac('sha256', decodeURIComponent(url.password)).update(MARK).digest('hex');
  url.username = `${url.username}_app`;
  url.password = password;
  return url.toString();
}

function nameIn(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** Whether there is such a role of ours, made now if need be, with the password of this connection string. */
async function isOurs(owner: QueryRunner, url: string): Promise<boolean> {
  const [role, { password }] = [nameIn(url), new URL(url)];
  const [found] = (await owner.query(
    `SELECT shobj_description(oid, 'pg_authid') AS mark FROM pg_roles WHERE rolname = $1`,
    [role],
  )) as { mark: string | null }[];
  const quoted = pg.escapeIdentifier(role);
  if (!found) {
    try {
      await owner.query(`CREATE ROLE ${quoted} LOGIN PASSWORD '${scramVerifier(password)}'`);
    } catch (error) {
      if (!EXISTS.includes((error as { code?: string }).code ?? '')) throw error;
    }
    await owner.query(`COMMENT ON ROLE ${quoted} IS '${MARK}'`);
    return true;
  }
  if (found.mark !== MARK) return false;
  if (await refusesPassword(url)) {
    await owner.query(`ALTER ROLE ${quoted} LOGIN PASSWORD '${scramVerifier(password)}'`);
  }
  return true;
}

/** The owner's password, from which this one is derived, may have been changed since the role was made. */
async function refusesPassword(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return false;
  } catch (error) {
    return (error as { code?: string }).code === WRONG_PASSWORD;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Gives the role exactly its rights, touching only tables where they are others. */
async function grant(owner: QueryRunner, role: string): Promise<void> {
  const [{ version }] = (await owner.query(
    `SELECT current_setting('server_version_num')::int AS version`,
  )) as [{ version: number }];
  const quoted = pg.escapeIdentifier(role);
  const tables = (await owner.query(
    `SELECT c.relname AS name, c.relkind AS kind,
       coalesce((SELECT string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
         FROM aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee WHERE r.rolname = $1), '') AS held
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')`,
    [role],
  )) as { name: string; kind: string; held: string }[];
  for (const { name, kind, held } of tables) {
    const rights = kind === 'S' ? ['SELECT', 'USAGE'] : rightsOn(name, version);
    if (held === rights.join(', ')) continue;
    const on = `${kind === 'S' ? 'SEQUENCE' : 'TABLE'} public.${pg.escapeIdentifier(name)}`;
    await owner.query(`REVOKE ALL ON ${on} FROM ${quoted}`);
    await owner.query(`GRANT ${rights.join(', ')} ON ${on} TO ${quoted}`);
  }
}

/** In alphabetical order. */
function rightsOn(table: string, version: number): string[] {
  if (READ_ONLY.includes(table)) return ['SELECT'];
  if (APPEND_ONLY.includes(table)) return ['INSERT', 'SELECT'];
  return ['DELETE', 'INSERT', ...(version >= HAS_MAINTAIN ? ['MAINTAIN'] : []), 'SELECT', 'UPDATE'];
}

/** What PostgreSQL keeps of a password (RFC 5803), so that the password itself reaches no server log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const keyed = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  const serverKey = keyed('Server Key').toString('base64');
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
