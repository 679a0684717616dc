import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';

/** A fault in the front matter, with the line of the file where it is. */
export class FrontMatterError extends Error {
  override readonly name = 'FrontMatterError';

  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** What stands at the head of a Markdown file, and the text below it. */
export interface FrontMatter {
  values: Record<string, unknown>;
  /** The line of the file, from 1, on which each key stands. */
  lines: ReadonlyMap<string, number>;
  warnings: string[];
  body: string;
}

/** Keys whose value is a text, and keys with several: YAML's `2024` or `true` means those characters there. */
const TEXTS = new Set([
  'externalId',
  'kind',
  'title',
  'summary',
  'description',
  'language',
  'reviewBy',
  'id',
]);
const LISTS = new Set(['topics', 'topic', 'tags', 'countries', 'partners']);

const OPENING = /^---[ \t]*\n/;
// Without the flag `m`, which would take U+2028 inside a value for the end of a line.
const CLOSING = /(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/**
 * Takes the YAML between `---` lines off a text with `\n` line ends. A text that does not start so has no
 * front matter. Throws FrontMatterError when it is not closed, not YAML or not keys with values.
 */
export function splitFrontMatter(text: string): FrontMatter {
  const opening = OPENING.exec(text);
  if (opening === null) return { values: {}, lines: new Map(), warnings: [], body: text };
  const inner = text.slice(opening[0].length);
  const closing = CLOSING.exec(inner);
  if (closing === null) throw new FrontMatterError('the front matter is not closed by a line of ---', 1);
  const body = inner.slice(closing.index + closing[0].length);
  return { ...parseYaml(inner.slice(0, closing.index)), body };
}

function parseYaml(yaml: string): Omit<FrontMatter, 'body'> {
  const counter = new LineCounter();
  // The first line of the YAML is the second of the file.
  const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new FrontMatterError(reasonOf(error), lineAt(error.pos[0]));

  const root = document.contents;
  const entries: [string, unknown][] = [];
  const lines = new Map<string, number>();
  if (isMap<Node, Node | null>(root)) {
    for (const { key, value } of root.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const line = lineAt(key.range[0]);
      entries.push([name, valueOf(name, value, document, line)]);
      lines.set(name, line);
    }
  } else if (root !== null && !(isScalar(root) && root.value === null)) {
    throw new FrontMatterError('the front matter is not a list of keys and values', lineAt(root.range[0]));
  }
  const warnings = document.warnings.map((warning) => `line ${lineAt(warning.pos[0])}: ${reasonOf(warning)}`);
  return { values: Object.fromEntries(entries), lines, warnings };
}

function reasonOf({ code, message }: YAMLError): string {
  // By far the most common fault: `title: Chemicals: special rules`.
  const hint = code === 'BLOCK_AS_IMPLICIT_KEY' ? ' (a value with a colon in it must be quoted)' : '';
  return `the front matter is not YAML that can be read: ${message.split('\n')[0]}${hint}`;
}

function valueOf(key: string, node: Node | null, document: Document, line: number): unknown {
  try {
    const target = isAlias(node) ? (node.resolve(document) ?? null) : node;
    if (TEXTS.has(key)) return textOf(target, document);
    if (LISTS.has(key)) return listOf(target, document);
    return target?.toJS(document);
  } catch (error) {
    // Aliases that multiply without end ("billion laughs") are refused by the parser.
    if (error instanceof ReferenceError) throw new FrontMatterError(error.message, line);
    throw error;
  }
}

function textOf(node: unknown, document: Document): unknown {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isScalar(target)) {
    const { value, source } = target;
    return typeof value === 'number' || typeof value === 'boolean' ? (source ?? String(value)) : value;
  }
  return (target as Node | null | undefined)?.toJS(document);
}

/** The items of a list; a single value is a list of one. */
function listOf(node: Node | null, document: Document): unknown {
  if (isSeq(node)) return node.items.map((item) => itemOf(item, document));
  const value = itemOf(node, document);
  return typeof value === 'string' ? [value] : value;
}

function itemOf(node: unknown, document: Document): unknown {
  // `topic: { name: …, url: … }`, as GOV.UK writes it.
  const name = isMap(node) ? node.get('name') : null;
  return typeof name === 'string' ? name : textOf(node, document);
}
