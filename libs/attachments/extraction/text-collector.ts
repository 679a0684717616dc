/** Thrown to stop reading once there is enough. */
export class Enough extends Error {
  override readonly name = 'Enough';
}

/** Collects text up to a number of characters, in one line for each paragraph. */
export class TextCollector {
  private readonly most: number;
  private readonly pieces: string[] = [];
  private length = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** Throws Enough once no more is wanted. */
  add(text: string): void {
    this.pieces.push(text);
    this.length += text.length;
    if (this.length >= this.most) throw new Enough();
  }

  /** What was collected, with single blanks, without empty lines. */
  get text(): string {
    const lines = this.pieces.join('').split(/\r\n?|\n/);
    const tidy = lines.map((line) => line.replace(/[\0\s]+/g, ' ').trim()).filter((line) => line !== '');
    return tidy.join('\n').slice(0, this.most).toWellFormed();
  }
}
