import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './extract-main.ts';
import { LIMITS } from './limits.ts';

/** The same file from source (.ts) and from the build (.js). */
const MAIN = fileURLToPath(
  new URL(`./extract-main${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
);
const PACKAGES = ['unpdf', 'saxes', 'yauzl'];
/** Milliseconds between two looks at how much memory it takes. */
const LOOK = 100;
const PAGE_BYTES = 4_096;
/** JSON writes a character with six at the most. */
const LONGEST_OUTPUT = LIMITS.text * 6 + 1_024;

/** The limits that a test may tighten. */
export type ExtractionLimits = Pick<Record<keyof typeof LIMITS, number>, 'time' | 'heap' | 'memory'>;

/**
 * Takes the words out of files, each in a process of its own that may do nothing but that: it reads no file
 * but its own code, writes none, starts nothing, gets no setting, and is ended when it takes too much.
 */
export class Extractor {
  private readonly limits: ExtractionLimits;

  constructor(limits: ExtractionLimits = LIMITS) {
    this.limits = limits;
  }

  /**
   * The words of a file, or in plain words why there are none. Throws only what `content` fails with, or when
   * no process can be started.
   */
  async extract(content: Readable, mediaType: string): Promise<Outcome> {
    const child = spawn(process.execPath, [...flags(this.limits.heap), MAIN, mediaType], {
      env: {},
      cwd: dirname(MAIN),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const failed = new Promise<never>((_done, fail) => child.once('error', fail));
    const watch = this.watch(child);
    try {
      const [output] = await Promise.all([
        Promise.race([outputOf(child), failed]),
        this.feed(content, child),
      ]);
      return watch.fault() ?? parsed(output) ?? { reason: 'Reading it failed: it may be broken.' };
    } finally {
      watch.end();
      child.kill('SIGKILL');
      content.destroy();
    }
  }

  /** A child that ends early no longer listens; a source that fails must not look like a short file. */
  private async feed(content: Readable, child: ChildProcess): Promise<void> {
    const failures: Error[] = [];
    content.once('error', (error) => {
      failures.push(error);
      child.kill('SIGKILL');
    });
    await pipeline(content, child.stdin!).catch(() => undefined);
    if (failures[0]) throw failures[0];
  }

  private watch(child: ChildProcess): { fault: () => Outcome | null; end: () => void } {
    let fault: Outcome | null = null;
    const stop = (reason: string): void => {
      fault ??= { reason };
      child.kill('SIGKILL');
    };
    const time = setTimeout(() => stop('Reading it took too long.'), this.limits.time);
    const look = setInterval(() => {
      void residentBytes(child.pid).then((bytes) => {
        if (bytes > this.limits.memory) stop('Reading it needed too much memory.');
      });
    }, LOOK);
    const end = (): void => {
      clearTimeout(time);
      clearInterval(look);
    };
    return { fault: () => fault, end };
  }
}

/** What the process may do, and how much JavaScript may keep. */
function flags(heap: number): string[] {
  const readable = [...new Set([dirname(MAIN), ...moduleFolders()])].map((path) => `--allow-fs-read=${path}`);
  return ['--permission', ...readable, `--max-old-space-size=${heap}`];
}

/** Where Node looks for packages on its way up from the module, and where they are behind symbolic links. */
function moduleFolders(): string[] {
  const require = createRequire(import.meta.url);
  const found = PACKAGES.map((name) => /^.*[\\/]node_modules[\\/]/.exec(require.resolve(name))?.[0] ?? '');
  const onTheWay: string[] = [];
  for (let folder = dirname(MAIN); dirname(folder) !== folder; folder = dirname(folder)) {
    onTheWay.push(join(folder, 'package.json'), join(folder, 'node_modules'));
  }
  return [...found.filter((path) => path !== ''), ...onTheWay];
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (output.length > LONGEST_OUTPUT) child.kill('SIGKILL');
  });
  await new Promise((done) => child.once('close', done));
  return output;
}

function parsed(output: string): Outcome | null {
  try {
    const outcome = JSON.parse(output) as { text?: unknown; reason?: unknown };
    if (typeof outcome.text === 'string') return { text: outcome.text.slice(0, LIMITS.text) };
    return typeof outcome.reason === 'string' ? { reason: outcome.reason } : null;
  } catch {
    return null;
  }
}

/** 0 where the system does not tell: there the other limits must do. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
}
