import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has this thread give back the memory that it has no use for any more. V8 does so by itself only when it needs
 * more, and so keeps what a start has left behind for as long as there is little to do. It takes some
 * hundredths of a second, in which the thread does nothing else; `thoroughly` several times that, and then
 * memory is given back at once that V8 would keep for some ten seconds, in case it is needed again.
 */
export function collectGarbage({ thoroughly = false } = {}): void {
  // Node has no other way to it without a flag on the command line.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: thoroughly ? 'last-resort' : 'regular' });
}
