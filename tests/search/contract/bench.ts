import { always, type UserPrincipal } from '#access';
import type {
  EngineRequest,
  EngineResult,
  IndexedDocument,
  SearchEngine,
} from '../../../libs/search/engine.ts';
import { indexedDocument } from '../indexed-document.ts';

/** The engine under test, empty at the start of each test, and short ways to use it. */
export interface Bench {
  engine: () => SearchEngine;
  /** Adds or replaces documents that are as said, and otherwise as `indexedDocument` makes them. */
  put: (...documents: Partial<IndexedDocument>[]) => Promise<void>;
  /** Searches everything for the text, or as said. */
  search: (text: string, given?: Partial<EngineRequest>) => Promise<EngineResult>;
  /** The ids of the hits. */
  found: (text: string, given?: Partial<EngineRequest>) => Promise<string[]>;
}

/** Searches everything for the text, now. */
export function anything(text: string): EngineRequest {
  return {
    text,
    synonyms: [],
    filter: always,
    readable: always,
    facets: [],
    limit: 20,
    after: null,
    moment: new Date('2025-01-01T12:00:00Z'),
  };
}

export function benchOf(engine: () => SearchEngine): Bench {
  const search: Bench['search'] = (text, given = {}) =>
    engine().search({ ...anything(text), readable: given.filter ?? always, ...given });
  return {
    engine,
    search,
    put: (...documents) => engine().upsert(documents.map(indexedDocument)),
    found: async (text, given) => (await search(text, given)).hits.map((hit) => hit.id),
  };
}

/** A READER of one university, which is in the sharing group "ours". */
export function reader(institutionId: string): UserPrincipal {
  return {
    type: 'user',
    userId: 'me',
    scopes: [],
    boundTo: null,
    expiresAt: null,
    actingSlug: null,
    memberships: [
      {
        id: 'my membership',
        institutionId,
        institutionSlug: institutionId,
        institutionKind: 'UNIVERSITY',
        institutionStatus: 'ACTIVE',
        mayIssueAdvisories: false,
        role: 'READER',
        administrator: false,
        auditor: false,
        status: 'ACTIVE',
        validUntil: null,
        groupIds: ['ours'],
        grantedDocumentIds: ['granted'],
      },
    ],
  };
}
