import type { Readable } from 'node:stream';

/** There is nothing under this id, where something should be. */
export class MissingContent extends Error {
  override readonly name = 'MissingContent';
}

/**
 * Where the bytes of attachments are, by the attachment's id. What is kept never changes. Every store passes
 * the same contract tests. Errors of the machine or the network behind it pass as they are.
 */
export abstract class AttachmentStore {
  /** Keeps `size` bytes. Returns once they would outlive a crash; nothing is there under the id before. */
  abstract put(id: string, content: Readable, size: number): Promise<void>;

  /** The bytes, as a stream that the caller reads or destroys. Throws MissingContent. */
  abstract open(id: string): Promise<Readable>;

  /** Removes; what is not there is no error. */
  abstract remove(id: string): Promise<void>;

  /** Lets go of connections. */
  abstract close(): Promise<void>;
}

/** The key of an id, in folders that never grow too large. Nothing that a person has typed is in it. */
export function keyOf(id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('This is not the id of an attachment.');
  return `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`;
}
