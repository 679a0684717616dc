import { fork, type ChildProcess } from 'node:child_process';

export interface Started {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a server program that sends its port to its parent; throws with its complaints if it ends first. */
export async function startChild(
  program: string | URL,
  environment: Record<string, string>,
): Promise<Started> {
  const child = fork(program, {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', (chunk) => (complaints = (complaints + String(chunk)).slice(-4_000)));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${String(program)} ended with ${code}: ${complaints}`)));
  });
  return { port, pid: child.pid!, stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
