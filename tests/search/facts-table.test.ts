import fc from 'fast-check';
import { evaluate, isIn, mayRead, not, or, overlaps, type DocumentFacts, type Predicate } from '#access';
import { FactsTable } from '../../libs/search/embedded/facts-table.ts';
import { factsJson, type StoredFacts } from '../../libs/search/embedded/stored-facts.ts';
import { indexedDocument } from './indexed-document.ts';
import { facts, predicate } from './predicate-arbitraries.ts';

/** What the engine says of the predicate for each document: 1 or 0. */
function inEngine(asked: Predicate, documents: readonly DocumentFacts[]): number[] {
  const table = new FactsTable();
  documents.forEach((document, number) => {
    table.set(number, document.id, JSON.parse(factsJson(document)) as StoredFacts);
  });
  return [...table.matching()(asked)];
}

function inCode(asked: Predicate, documents: readonly DocumentFacts[]): number[] {
  return documents.map((document) => (evaluate(asked, document) ? 1 : 0));
}

test('any predicate holds in the embedded index for exactly the facts for which it holds in code', () => {
  fc.assert(
    fc.property(
      predicate,
      fc.uniqueArray(facts, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
      (asked, documents) => {
        expect(inEngine(asked, documents)).toEqual(inCode(asked, documents));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what earlier searches have worked out is right for later ones, also when documents have changed', () => {
  const stored = (one: DocumentFacts): StoredFacts => JSON.parse(factsJson(one)) as StoredFacts;
  const someFacts = fc.array(facts, { minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(predicate, { minLength: 2, maxLength: 5 }),
      someFacts,
      facts,
      (asked, some, next) => {
        // So many that sets are kept from search to search.
        const documents = Array.from({ length: 300 }, (_, number) => ({
          ...some[number % some.length]!,
          id: `document ${number}`,
        }));
        const table = new FactsTable();
        documents.forEach((one, number) => table.set(number, one.id, stored(one)));
        const agree = (): void => {
          for (const one of asked) expect([...table.matching()(one)]).toEqual(inCode(one, documents));
        };
        agree();
        agree();
        documents[7] = { ...next, id: documents[7]!.id };
        table.set(7, documents[7].id, stored(documents[7]));
        agree();
      },
    ),
    { numRuns: 50 },
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
  expect(inEngine(rule, documents)).toEqual([1, 1, 0, 1, 0, 1, 0, 1]);
  expect(inEngine(rule, documents)).toEqual(inCode(rule, documents));
});

test('long lists of values, such as 50,000 documents to leave out, compile and agree', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `id ${index}`);
  const documents = [
    indexedDocument({ id: 'id 7' }),
    indexedDocument({ id: 'id 50000' }),
    indexedDocument({ id: 'x', topics: ['id 49999'] }),
  ];
  expect(inEngine(not(isIn('id', many)), documents)).toEqual([0, 1, 1]);
  expect(inEngine(overlaps('topics', many), documents)).toEqual([0, 0, 1]);
  expect(inEngine(or(...many.slice(0, 5_000).map((id) => isIn('id', [id]))), documents)).toEqual([1, 0, 0]);
});

test('an invalid date is refused, so that it cannot pass for an unset one', () => {
  expect(() => factsJson(indexedDocument({ visibleUntil: new Date(Number.NaN) }))).toThrow(RangeError);
});
