type WholeRow = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * How many numbers rows will have at least, once they have any. Rows that grow bit by bit leave holes in the
 * memory, several times what they take in the end.
 */
export interface Room {
  numbers: number;
}

/**
 * A long row of whole numbers from 0 up, in as few bytes each as the greatest of them needs. What lies behind
 * the end of `values` is 0: a row of nothing else takes no memory.
 */
export class WholeNumbers {
  values: WholeRow = new Uint8Array();
  readonly #room: Room | null;
  #most = 0xff;

  constructor(room: Room | null = null) {
    this.#room = room;
  }

  set(index: number, value: number): void {
    if (value > this.#most) this.#widen(value);
    if (index >= this.values.length) {
      if (value === 0) return;
      this.values = longer(this.values, index + 1, this.#room);
    }
    this.values[index] = value;
  }

  get(index: number): number {
    return this.values[index] ?? 0;
  }

  #widen(value: number): void {
    const wide = value <= 0xffff;
    this.#most = wide ? 0xffff : 0xffffffff;
    this.values = wide ? new Uint16Array(this.values) : new Uint32Array(this.values);
  }
}

/** A long row of numbers. What lies behind the end of `values` is NaN. */
export class Numbers {
  values = new Float64Array();
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  set(index: number, value: number): void {
    const { length } = this.values;
    if (index >= length) {
      if (Number.isNaN(value)) return;
      this.values = longer(this.values, index + 1, this.#room).fill(NaN, length);
    }
    this.values[index] = value;
  }
}

/** The row with room for `length` values, and for some more so that it need not grow for each of them. */
function longer<Row extends WholeRow | Float64Array<ArrayBuffer>>(
  row: Row,
  length: number,
  room: Room | null,
): Row {
  const most = Math.max(length, room?.numbers ?? 0, Math.ceil(row.length * 1.25));
  const longerRow = new (row.constructor as new (length: number) => Row)(most);
  longerRow.set(row);
  return longerRow;
}
