/**
 * The process in which a file is opened that nobody vouches for: `extract-main <media type>`, with the file on
 * standard input and the outcome as JSON on standard output. It knows no settings, no database and no other
 * file; whoever starts it ends it when it takes too much time or memory.
 */
import { buffer } from 'node:stream/consumers';
import { collectOffice, Unreadable } from './office-text.ts';
import { LIMITS } from './limits.ts';
import { collectPdf } from './pdf-text.ts';
import { Enough, TextCollector } from './text-collector.ts';

/** What is known of a file's words. */
export type Outcome = { text: string } | { reason: string };

async function collect(bytes: Buffer, mediaType: string, collector: TextCollector): Promise<void> {
  if (mediaType.startsWith('text/')) collector.add(new TextDecoder('utf-8').decode(bytes));
  else if (mediaType === 'application/pdf') await collectPdf(bytes, collector);
  else await collectOffice(bytes, mediaType, collector);
}

async function outcomeOf(bytes: Buffer, mediaType: string): Promise<Outcome> {
  const collector = new TextCollector(LIMITS.text);
  try {
    await collect(bytes, mediaType, collector);
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.message };
    if ((error as Error).name === 'PasswordException') return { reason: 'It is protected by a password.' };
    if (!(error instanceof Enough)) return { reason: 'It is broken.' };
  }
  return { text: collector.text };
}

const outcome = await outcomeOf(await buffer(process.stdin), process.argv[2] ?? '');
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
