import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { evaluate, isIn, mayRead, not, or, overlaps, type DocumentFacts, type Predicate } from '#access';
import {
  FACT_COLUMN_DEFINITIONS,
  FACT_COLUMN_NAMES,
  factValues,
} from '../../libs/search/embedded/fact-columns.ts';
import { filterSql, Parameters } from '../../libs/search/embedded/filter-sql.ts';
import { indexedDocument } from './indexed-document.ts';
import { facts, predicate } from './predicate-arbitraries.ts';

const database = new DatabaseSync(':memory:');
database.exec(`CREATE TABLE documents (${FACT_COLUMN_DEFINITIONS})`);
afterAll(() => database.close());

const places = FACT_COLUMN_NAMES.map(() => '?').join(', ');
const insert = database.prepare(`INSERT INTO documents (${FACT_COLUMN_NAMES.join(', ')}) VALUES (${places})`);

/** What SQLite says of the predicate for each document: 1, 0, or null, which it must never be. */
function inSql(asked: Predicate, documents: readonly DocumentFacts[]): unknown[] {
  database.exec('DELETE FROM documents');
  for (const document of documents) insert.run(...factValues(document));
  const parameters = new Parameters();
  const sql = `SELECT ${filterSql(asked, parameters)} AS holds FROM documents AS d ORDER BY rowid`;
  return database
    .prepare(sql)
    .all(...parameters.values)
    .map((row) => row.holds);
}

function inCode(asked: Predicate, documents: readonly DocumentFacts[]): number[] {
  return documents.map((document) => (evaluate(asked, document) ? 1 : 0));
}

test('any predicate holds in SQLite for exactly the facts for which it holds in code', () => {
  fc.assert(
    fc.property(predicate, fc.array(facts, { minLength: 1, maxLength: 6 }), (asked, documents) => {
      expect(inSql(asked, documents)).toEqual(inCode(asked, documents));
    }),
    { numRuns: 2_000 },
  );
});

test('the access rule of somebody with 300 memberships compiles and agrees', () => {
  const memberships = Array.from({ length: 300 }, (_, index) => ({
    id: `member ${index}`,
    institutionId: `institution ${index}`,
    institutionSlug: `institution-${index}`,
    institutionKind: 'UNIVERSITY' as const,
    institutionStatus: 'ACTIVE' as const,
    mayIssueAdvisories: false,
    role: 'PUBLISHER' as const,
    administrator: false,
    auditor: false,
    status: 'ACTIVE' as const,
    validUntil: null,
    groupIds: [`group ${index}`, 'everyone'],
    grantedDocumentIds: [`granted ${index}`],
  }));
  const now = new Date('2025-01-01T00:00:00Z');
  const rule = mayRead(
    {
      type: 'user',
      userId: 'user',
      memberships,
      scopes: [],
      boundTo: null,
      expiresAt: null,
      actingSlug: null,
    },
    now,
  );
  const documents = [
    indexedDocument(),
    indexedDocument({ level: 'INSTITUTION', ownerId: 'institution 299' }),
    indexedDocument({ level: 'INSTITUTION', ownerId: 'institution 300' }),
    indexedDocument({ level: 'GROUPS', groupIds: ['group 150'] }),
    indexedDocument({ level: 'GROUPS', groupIds: ['group 1500'] }),
    indexedDocument({ level: 'NAMED', memberIds: ['member 17'] }),
    indexedDocument({ visibleUntil: now }),
    indexedDocument({ id: 'granted 42', level: 'INSTITUTION', ownerId: 'another' }),
  ];
  expect(inSql(rule, documents)).toEqual([1, 1, 0, 1, 0, 1, 0, 1]);
  expect(inSql(rule, documents)).toEqual(inCode(rule, documents));
});

test('long lists of values, such as 50,000 documents to leave out, compile and agree', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `id ${index}`);
  const documents = [
    indexedDocument({ id: 'id 7' }),
    indexedDocument({ id: 'id 50000' }),
    indexedDocument({ id: 'x', topics: ['id 49999'] }),
  ];
  expect(inSql(not(isIn('id', many)), documents)).toEqual([0, 1, 1]);
  expect(inSql(overlaps('topics', many), documents)).toEqual([0, 0, 1]);
  expect(inSql(or(...many.slice(0, 5_000).map((id) => isIn('id', [id]))), documents)).toEqual([1, 0, 0]);
});

test('an invalid date is refused, so that it cannot pass for an unset one', () => {
  expect(() => factValues(indexedDocument({ visibleUntil: new Date(Number.NaN) }))).toThrow(RangeError);
});

test('facts that must be set are required by the table', () => {
  expect(() => inSql({ op: 'always' }, [indexedDocument({ minimumRole: Number.NaN })])).toThrow('NOT NULL');
});
