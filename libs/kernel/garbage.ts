import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has this thread give back the memory that it has no use for any more. V8 does so by itself only when it needs
 * more, and so keeps what a start has left behind for as long as there is little to do. It takes some
 * hundredths of a second, in which the thread does nothing else.
 */
export function collectGarbage(): void {
  // Node has no other way to it without a flag on the command line.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}
