import type { TestDatabase } from '#testing';
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/bundle/main.js');
const HOST = join(import.meta.dirname, 'command-host.ts');

export interface CommandOutcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A data directory of its own, in which the built `precedent` command is run as its users run it. */
export class PrecedentHome {
  readonly folder: string;
  private readonly running = new Set<ChildProcess>();
  private environment: Record<string, string> = {};
  private host: ChildProcess | null = null;
  private database: TestDatabase | null = null;

  /** Without a folder it gets a new one. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'precedent-home-'))) {
    this.folder = folder;
  }

  /** The same home with these variables set for what is run from now on. */
  withEnvironment(variables: Record<string, string>): this {
    this.environment = variables;
    return this;
  }

  /**
   * Takes a database of the tests' own server: for what is not about the embedded one, which every command
   * would start and stop again.
   */
  async useTestServer(): Promise<void> {
    // Benchmarks use homes as well, against what has been built; the tests' own library is not in it.
    const { createTestDatabase } = await import('#testing');
    this.database = await createTestDatabase();
    this.useDatabase(this.database.url);
  }

  /**
   * Takes a database that is there already. Commands that run to their end do so one after another in one
   * process: to load one takes longer than to run it.
   */
  useDatabase(url: string): void {
    this.environment = { DATABASE_URL: url };
    this.host = this.start([HOST], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Starts a command and leaves it running. */
  spawn(...args: readonly string[]): ChildProcess {
    return this.start([MAIN, ...args]);
  }

  private start(args: readonly string[], more: SpawnOptions = {}): ChildProcess {
    const child = spawn(process.execPath, args, {
      ...more,
      cwd: this.folder,
      env: {
        ...process.env,
        PRECEDENT_DATA_DIR: this.folder,
        PORT: '0',
        LOG_LEVEL: 'warn',
        RATE_LIMIT_PER_MINUTE: '0',
        NODE_OPTIONS: '',
        ...this.environment,
      },
    });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    return child;
  }

  /** Runs a command to its end. */
  async run(...args: readonly string[]): Promise<CommandOutcome> {
    if (this.host) return runIn(this.host, args);
    const child = this.spawn(...args);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return { code, stdout, stderr };
  }

  /** Runs a command that must succeed and returns what it printed. Throws with its errors otherwise. */
  async must(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`precedent ${args.join(' ')} exited ${code}: ${stderr}`);
    return stdout.trim();
  }

  /** Starts `serve` and waits until it answers. */
  async serve(...args: readonly string[]): Promise<{ url: string; greeting: string; child: ChildProcess }> {
    return this.starts(/answers at (\S+\/graphql)/, 'serve', ...args);
  }

  /** Starts a worker of its own and waits until it works; `url` is where it tells of its health. */
  async worker(): Promise<{ url: string; child: ChildProcess }> {
    return this.starts(/its health: (\S+)/, 'worker');
  }

  private async starts(
    ready: RegExp,
    ...args: readonly string[]
  ): Promise<{ url: string; greeting: string; child: ChildProcess }> {
    const child = this.spawn(...args);
    let greeting = '';
    let errors = '';
    child.stderr?.on('data', (chunk) => (errors += String(chunk)));
    const url = await new Promise<string>((answers, fail) => {
      child.stdout?.on('data', (chunk) => {
        greeting += String(chunk);
        const address = ready.exec(greeting)?.[1];
        if (address) answers(address);
      });
      child.once('close', (code) => fail(new Error(`${args.join(' ')} ended with ${code}: ${errors}`)));
    });
    return { url, greeting, child };
  }

  /** Ends a process with a signal and waits until it is gone. */
  async end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null) return child.exitCode;
    const gone = new Promise<number | null>((done) => child.once('close', done));
    child.kill(signal);
    return gone;
  }

  /** Ends whatever still runs, the embedded server last if there is one. */
  async stop(): Promise<void> {
    for (const child of this.running) await this.end(child, 'SIGKILL');
    if (this.host) return;
    this.environment = {};
    // A command that joins the server and leaves it as the last one stops it.
    await this.run('database-url');
  }

  /** Ends whatever still runs and removes the folder, and with it the database. */
  async remove(): Promise<void> {
    await this.stop();
    await this.database?.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function runIn(host: ChildProcess, args: readonly string[]): Promise<CommandOutcome> {
  return new Promise((done, fail) => {
    const lost = (): void => fail(new Error(`the process of the commands ended in: ${args.join(' ')}`));
    host.once('close', lost);
    host.once('message', (outcome) => {
      host.off('close', lost);
      done(outcome as CommandOutcome);
    });
    host.send([...args]);
  });
}
