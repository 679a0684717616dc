/**
 * The floor: the same work by hand. A bare Node HTTP server and prepared statements over one pool of
 * connections; nothing else stands between them. Started by `sides/floor.ts` with the environment's
 * DATABASE_URL and DATABASE_POOL_SIZE; says its port to its parent.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { BEARER, LIST, SINGLE } from './reading-sql.ts';
import { INSERT_DOCUMENT, INSERT_EVENT, INSERT_VERSION, WRITER } from './writing-sql.ts';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL!,
  max: Number(process.env.DATABASE_POOL_SIZE),
  // Left to itself, PostgreSQL plans the list anew every time, which takes longer than running it.
  options: '-c plan_cache_mode=force_generic_plan',
});

const server = createServer((request, response) => {
  answer(request)
    .then(({ status, body }) => send(response, status, body))
    .catch((error: unknown) => send(response, 500, { errors: [{ message: String(error) }] }));
});

server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());

interface Answer {
  status: number;
  body: object;
}

const UNAUTHENTICATED: Answer = { status: 401, body: { errors: [{ message: 'The token is not valid.' }] } };

async function answer(request: IncomingMessage): Promise<Answer> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return UNAUTHENTICATED;
  const hash = createHash('sha256').update(token).digest();
  const [, field, argument] = request.url!.split('/');
  if (request.method === 'POST') return create(hash, await bodyOf(request));
  if (field === 'documents') return read(hash, LIST, [hash, Number(argument)]);
  return read(hash, SINGLE, [hash, argument]);
}

async function read(hash: Buffer, text: string, values: unknown[]): Promise<Answer> {
  const { rows } = await pool.query<Row>({ name: text === LIST ? 'list' : 'single', text, values });
  if (rows.length === 0) {
    const { rowCount } = await pool.query({ name: 'bearer', text: BEARER, values: [hash] });
    if (rowCount === 0) return UNAUTHENTICATED;
  }
  return { status: 200, body: { data: { documents: rows.map(documentOf) } } };
}

interface Row extends Record<string, unknown> {
  institution_id: string | null;
}

function documentOf(row: Row): object {
  const { id, kind, title, topics, published_at: publishedAt, summary, body } = row;
  const { institution_id: institutionId, slug, name, country } = row;
  const institution = institutionId === null ? null : { id: institutionId, slug, name, country };
  return { id, kind, title, topics, publishedAt, institution, summary, body };
}

interface Draft {
  title: string;
  summary: string;
  body: string;
  topics: string[];
}

async function create(hash: Buffer, draft: Draft): Promise<Answer> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const id = randomUUID();
    const { rows } = await client.query<{ user_id: string; institution_id: string }>({
      ...{ name: 'writer', text: WRITER, values: [hash] },
    });
    const writer = rows[0];
    if (!writer) return await refused(client);
    const { user_id: user, institution_id: institution } = writer;
    const { title, summary, body, topics } = draft;
    const details = { appliesTo: [], riskAreas: [] };
    await client.query({ name: 'document', text: INSERT_DOCUMENT, values: [id, institution, user] });
    const version = [id, title, summary, body, topics, details, user];
    await client.query({ name: 'version', text: INSERT_VERSION, values: version });
    await client.query({ name: 'event', text: INSERT_EVENT, values: [user, institution, id] });
    await client.query('COMMIT');
    return { status: 200, body: { data: { document: { id, title } } } };
  } finally {
    client.release();
  }
}

async function refused(client: pg.PoolClient): Promise<Answer> {
  await client.query('ROLLBACK');
  return UNAUTHENTICATED;
}

async function bodyOf(request: IncomingMessage): Promise<Draft> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Draft;
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
