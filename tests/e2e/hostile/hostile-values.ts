import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { SeededDice } from '../../access/sequences/seeded-dice.ts';

/** Texts that trip programs up. */
const NASTY_TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    '\udfff',
    '😀',
    'e\u0301',
    '\u202e',
    '\ufeff',
    '\r\n',
    '\u2028',
    'İ',
    'ß',
    '\x1b[31m',
  ],
  ...[
    'x'.repeat(1_001),
    'x'.repeat(5_001),
    '字'.repeat(3_000),
    '"'.repeat(500),
    '('.repeat(300),
    '-'.repeat(300),
  ],
  ...["'; DROP TABLE users; --", '" OR ""="', '{{7*7}}', '${1}', '%s%n', '\\', '<script>alert(1)</script>'],
  ...[
    '__proto__',
    'constructor',
    'null',
    'undefined',
    'NaN',
    'toString',
    '%',
    '_',
    '../../etc/passwd',
    'C:\\',
  ],
  ...['a@b.example', '@', 'https://example.org', 'javascript:alert(1)', 'http://[::1]/', 'http://10.0.0.1/'],
  ...['GB', 'en', 'A', 'F', 'Engineering', 'Energy', 'label', '"quoted', '-word', 'a OR b', '*', 'WyJ4Il0='],
  ...[
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('[null,"x"]').toString('base64url'),
    '['.repeat(200),
  ],
];
const MOMENTS = [
  ...[
    '2126-01-01T00:00:00Z',
    '2000-01-01T00:00:00.123456789+14:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  ...['2026-02-30T00:00:00Z', '99999-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'now', ''],
];
const DAYS = [
  '2026-01-01',
  '2024-02-29',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '99999-01-01',
  'today',
  '',
];
const INTS = [
  0, 1, 2, 3, 6, 10, 20, 99, 100, 101, -1, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5, 1e300, -0,
];
const MISFITS: readonly unknown[] = [
  42,
  true,
  'text',
  [],
  {},
  [[[]]],
  { a: { b: {} } },
  null,
  [null],
  Number.MAX_VALUE,
];

/** Values for what the schema declares: mostly of the type, often nasty, now and then of no type at all. */
export class HostileValues {
  private readonly dice: SeededDice;
  private readonly ids: readonly string[];

  /** `ids` are those of things that exist. */
  constructor(dice: SeededDice, ids: readonly string[]) {
    this.dice = dice;
    this.ids = ids;
  }

  ofType(type: GraphQLInputType): unknown {
    if (this.once(60)) return this.one(MISFITS);
    if (isNonNullType(type)) return this.once(60) ? null : this.ofType(type.ofType);
    if (this.once(10)) return null;
    if (isListType(type)) return Array.from({ length: this.dice.upTo(3) }, () => this.ofType(type.ofType));
    if (isInputObjectType(type)) return this.object(type);
    if (isEnumType(type)) {
      return this.once(30) ? this.one(['NOTHING', '', '__proto__']) : this.one(type.getValues()).name;
    }
    return this.scalar(type.name);
  }

  /** A text to stand anywhere. */
  text(): string {
    if (this.once(2)) return this.one(NASTY_TEXTS);
    const length = this.dice.upTo(20);
    return Array.from({ length }, () =>
      String.fromCharCode(this.dice.upTo(this.once(2) ? 0x7f : 0xffff)),
    ).join('');
  }

  one<T>(from: readonly T[]): T {
    return from[this.dice.upTo(from.length - 1)]!;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.dice.upTo(times - 1) === 0;
  }

  private scalar(name: string): unknown {
    switch (name) {
      case 'ID':
        return this.once(5) ? this.text() : this.one(this.ids);
      case 'Int':
        return this.one(INTS);
      case 'Float':
        return this.one([...INTS, 0.1, -1e-300]);
      case 'Boolean':
        return this.once(2);
      case 'DateTime':
        return this.one(MOMENTS);
      case 'Date':
        return this.one(DAYS);
      default:
        return this.text();
    }
  }

  private object(type: GraphQLInputObjectType): unknown {
    const fields = Object.values(type.getFields());
    const chosen = type.isOneOf && !this.once(20) ? [this.one(fields)] : fields;
    const entries = chosen
      .filter((field) => isNonNullType(field.type) || type.isOneOf || this.once(2))
      .map((field): [string, unknown] => [field.name, this.ofType(field.type)]);
    if (this.once(80)) entries.push([this.one(['nothing', '__proto__', 'constructor']), 1]);
    return Object.fromEntries(entries);
  }
}
