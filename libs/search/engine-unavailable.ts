/**
 * An engine cannot answer at present, whatever it is asked: its server is away, busy beyond patience, or has
 * lost its index. Another engine should be asked, and this one again later.
 */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
  /** One word for it that tells nothing of any document. */
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(`the search engine does not answer: ${code}`, { cause });
    this.code = code;
  }
}
