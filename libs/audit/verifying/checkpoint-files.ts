import { BadInput } from '#kernel';
import { readFile } from 'node:fs/promises';
import { checkpointLine, type CheckpointLine } from '../sealing/checkpoint.ts';

/** The checkpoints of a file, one a line. Throws BadInput with the number of the first line that is none. */
export async function readCheckpoints(path: string): Promise<CheckpointLine[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = parsed(line);
    if (!read) throw new BadInput(`${path}: line ${index + 1} is not a checkpoint.`);
    return [read];
  });
}

function parsed(line: string): CheckpointLine | null {
  try {
    return checkpointLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
