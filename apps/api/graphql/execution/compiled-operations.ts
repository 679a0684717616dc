import { getOperationAST, type DocumentNode, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { operationSize } from './operation-size.ts';

/**
 * The compiler writes every field out for every type that an interface may be, some 40 kB each, so that a
 * few nested interfaces would take gigabytes: what is larger than this is left to graphql-js.
 */
const LARGEST = 500;
/** Fields in all that are kept compiled, those used most recently: some 150 MB at the very most. */
const KEPT = 4_000;
/** So much text of a query weighs as much as a compiled field. */
const CHARACTERS = 200;

/** An operation as a function; null for one that is not to be compiled. */
interface Entry {
  size: number;
  compiled: CompiledQuery | null;
}

/**
 * Operations as functions. One that comes only once is never compiled, so that ever new ones cost no more
 * than they must.
 */
export class CompiledOperations {
  private readonly schema: GraphQLSchema;
  /** Operations asked for once, by document: Apollo keeps those that it has parsed lately. */
  private readonly asked = new WeakMap<DocumentNode, Set<string>>();
  private readonly kept = new LRUCache<DocumentNode, ReadonlyMap<string, Entry>>({
    maxSize: KEPT,
    sizeCalculation: (entries, document) =>
      Math.ceil((document.loc?.end ?? 0) / CHARACTERS) +
      [...entries.values()].reduce((sum, { size }) => sum + size, 1),
  });

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
  }

  /** The operation compiled; null when it is new, too large or cannot be compiled. */
  find(document: DocumentNode, name: string): CompiledQuery | null {
    const entries = this.kept.get(document);
    const known = entries?.get(name);
    if (known) return known.compiled;
    if (this.isNew(document, name)) return null;
    const entry = this.compile(document, name);
    this.kept.set(document, new Map([...(entries ?? []), [name, entry]]));
    return entry.compiled;
  }

  private isNew(document: DocumentNode, name: string): boolean {
    const names = this.asked.get(document);
    if (names?.has(name)) return false;
    if (names) names.add(name);
    else this.asked.set(document, new Set([name]));
    return true;
  }

  private compile(document: DocumentNode, name: string): Entry {
    const operation = getOperationAST(document, name || null);
    const size = operation ? operationSize(this.schema, document, operation, LARGEST) : LARGEST + 1;
    if (size > LARGEST) return { size: 0, compiled: null };
    const compiled = compileQuery(this.schema, document, name || undefined);
    return isCompiledQuery(compiled) ? { size, compiled } : { size: 0, compiled: null };
  }
}
