import { ShapeError } from './record-result.ts';

/** A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection"). */
const ESCAPED_FORMULA = /^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/;

/** Columns with several values, and the last parts of dotted ones that have them (the contract's lists). */
const LISTS = new Set([
  'topics',
  'topic',
  'tags',
  'countries',
  'partners',
  'appliesTo',
  'riskAreas',
  'technologyAreas',
  'mitigations',
  'findings',
  'actions',
  'institutionIds',
  'groupIds',
  'membershipIds',
  'kinds',
  'excludedInstitutionIds',
  ...['organisations', 'disciplines', 'otherSectors', 'funders'],
]);

/** Columns that may stand there once for each value inside them. */
const NESTED = new Set(['details', 'sharing', 'source']);

/** Whether the column is one value inside an object, as `details.caseStudy.decision` is. */
export function isNestedColumn(name: string): boolean {
  const [first = '', ...rest] = name.split('.');
  if (!NESTED.has(first)) return false;
  return rest.length > 0 && rest.every((part) => part !== '' && part !== '__proto__');
}

/**
 * What a cell says: a list's items, the object in `details` and `sharing`, else its text. The apostrophe
 * that keeps a spreadsheet from computing a cell is taken off. Throws ShapeError for broken JSON.
 */
export function cellValue(column: string, cell: string): unknown {
  const text = cell.replace(ESCAPED_FORMULA, '');
  if (column === 'details' || column === 'sharing') return jsonOf(column, text);
  const last = column.slice(column.lastIndexOf('.') + 1);
  const isKnown = isNestedColumn(column) || last === column;
  return isKnown && LISTS.has(last) ? listOf(text) : text;
}

/** The cell for a list: items separated by `;`, or a JSON array where that would not come back the same. */
export function listCell(items: readonly string[]): string {
  const isPlain = items.every((item) => item !== '' && item === item.trim() && !item.includes(';'));
  const isMistakable = /^['[]/.test(items[0] ?? '');
  return isPlain && !isMistakable ? items.join(';') : JSON.stringify(items);
}

/** Puts a dotted column's value in its place. Throws ShapeError when something else is there. */
export function setNested(target: Record<string, unknown>, column: string, value: unknown): void {
  const path = column.split('.');
  const last = path.pop() ?? '';
  let place = target;
  for (const key of path) {
    if (!Object.hasOwn(place, key)) place[key] = {};
    const inner = place[key];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) throw conflict(column);
    place = inner as Record<string, unknown>;
  }
  if (Object.hasOwn(place, last)) throw conflict(column);
  place[last] = value;
}

function conflict(column: string): ShapeError {
  return new ShapeError(`the column ${column} contradicts another column`);
}

function listOf(text: string): unknown {
  if (text.trimStart().startsWith('[')) {
    try {
      return JSON.parse(text);
    } catch {
      // A list whose first item starts with a bracket.
    }
  }
  return text
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function jsonOf(column: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ShapeError(`${column} is not JSON: ${(error as SyntaxError).message}`, column);
  }
}
