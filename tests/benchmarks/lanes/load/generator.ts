/**
 * The load, in a process of its own: every client sends one of its requests when the one before has been
 * answered. Started by `load.ts`; the same for every server that is measured.
 */
import { Connection, isGood } from './connection.ts';
import type { Load, LoadFigures } from './load.ts';

process.once('message', (load: Load) => {
  run(load).then(
    (figures) => process.send!({ figures }),
    (error: unknown) => process.send!({ failure: String(error) }),
  );
});

async function run({ port, clients, warmUpSeconds, seconds }: Load): Promise<LoadFigures> {
  const connections = await Promise.all(clients.map(() => Connection.open(port)));
  const requests = clients.map((texts) => texts.map((text) => Buffer.from(text, 'utf8')));
  const begin = performance.now() + warmUpSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const durations: number[] = [];
  const client = async (connection: Connection, own: readonly Buffer[]): Promise<void> => {
    for (let next = 0; ; next = (next + 1) % own.length) {
      const sent = performance.now();
      if (sent >= end) return;
      const answer = await connection.ask(own[next]!);
      const answered = performance.now();
      if (!isGood(answer)) throw new Error(`a bad answer: ${answer.toString('utf8').slice(0, 2_000)}`);
      if (sent >= begin && answered <= end) durations.push(answered - sent);
    }
  };
  await Promise.all(connections.map((connection, index) => client(connection, requests[index]!)));
  connections.forEach((connection) => connection.close());
  return { durations, seconds };
}
