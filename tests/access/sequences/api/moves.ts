import type { Home } from './cast.ts';
import type { Mutation } from './mutations.ts';
import type { StoredDocument } from './read-back.ts';
import { sharingInput } from './sharing-input.ts';
import type { Actor, Story } from './story.ts';

/** Something that may happen next in a story; false when there is nothing to which it could happen. */
export type Move = (story: Story) => Promise<boolean>;

const MOST_DOCUMENTS = 5;
const HOUR = 3_600_000;
const GUIDANCE = { guidance: { appliesTo: [], riskAreas: [] } };
const ADVISORY = { advisory: { severity: 'WARNING', actions: [] } };

/** What happens to documents. */
export const DOCUMENT_MOVES: Readonly<Record<string, Move>> = {
  'a draft is begun': begin,
  'a document is brought out': to(({ workState }) => workState !== null, bringOut),
  'a new version is brought out': to(
    ({ state, workState }) => state === 'PUBLISHED' && workState === null,
    async (story, document) => {
      await edit(story, document);
      await bringOut(story, document);
    },
  ),
  'a document goes a step further': to(({ workState }) => workState !== null, goFurther),
  'changes are asked for': to(
    ({ workState }) => workState === 'IN_REVIEW',
    (story, document) =>
      by(story, reviewers(story, document), document, 'documentReview', { decision: 'REQUEST_CHANGES' }),
  ),
  'a document is edited': to(({ state }) => state !== 'WITHDRAWN', edit),
  'a document is shared anew': to(
    ({ state }) => state !== 'WITHDRAWN',
    (story, document) => {
      const able = [
        ...publishers(story, document),
        ...publishers(story, document),
        ...authors(story, document),
      ];
      return by(story, able, document, 'documentShare', { sharing: sharingInput(story, document.ownerId) });
    },
  ),
  'a document is withdrawn': to(
    ({ state }) => state === 'PUBLISHED',
    (story, document) =>
      by(story, publishers(story, document), document, 'documentWithdraw', {
        reason: 'Out of date.',
        replacementId: story.roll.one(null, ...story.documentIds),
      }),
  ),
  'a stub is shown or hidden': to(
    ({ state }) => state === 'PUBLISHED',
    (story, document) =>
      by(story, publishers(story, document), document, 'documentShowStub', {
        title: story.roll.one('A stub', 'A stub', null),
      }),
  ),
  'access is asked for, and granted or not': to(isAskedFor, askForAccess),
  'a grant is taken back': async (story) => {
    const { grants } = story.world;
    if (grants.length === 0) return false;
    const { documentId, institutionId } = story.roll.one(...grants);
    const able = publishers(story, current(story, documentId));
    await story.does(story.actor(able), 'accessGrantRevoke', { documentId, institutionId }, documentId);
    return true;
  },
};

async function begin(story: Story): Promise<boolean> {
  if (story.documentIds.length >= MOST_DOCUMENTS) return false;
  const [university, ministry, funder] = story.cast.homes as [Home, Home, Home];
  const { id: ownerId } = story.roll.one(university, university, university, ministry, funder);
  // Only the ministry may issue advisories; that others are refused is tried as well, but seldom.
  const kinds =
    ownerId === ministry.id ? [ADVISORY, GUIDANCE] : [...Array.from({ length: 9 }, () => GUIDANCE), ADVISORY];
  const details = story.roll.one<object>(...kinds);
  const input = { title: 'A title', summary: 'A summary.', body: 'A body.', details };
  const actor = story.actor(story.withRole(ownerId, 'CONTRIBUTOR'));
  const sharing = sharingInput(story, actor.home?.id ?? ownerId);
  const id = await story.does(actor, 'documentCreate', { input: { ...input, sharing } });
  if (id !== null) story.documentIds.push(id);
  return true;
}

/** As far as it gets: some step may be refused. */
async function bringOut(story: Story, { id }: StoredDocument): Promise<void> {
  for (let step = 0; step < 3; step += 1) await goFurther(story, current(story, id));
}

async function edit(story: Story, document: StoredDocument): Promise<void> {
  await by(story, authors(story, document), document, 'documentEdit', {
    expectedVersion: document.latest,
    input: { body: 'Another body.', coAuthorIds: coAuthors(story, document) },
  });
}

/** Submit, review or publish, whichever comes next. */
async function goFurther(story: Story, document: StoredDocument): Promise<void> {
  switch (document.workState) {
    case 'DRAFT':
      return by(story, authors(story, document), document, 'documentSubmit');
    case 'IN_REVIEW':
      return by(story, reviewers(story, document), document, 'documentReview', { decision: 'APPROVE' });
    case 'APPROVED':
      return by(story, publishers(story, document), document, 'documentPublish', {
        expectedVersion: document.latest,
      });
    case null:
      return;
  }
}

/** What can show a stub. */
function isAskedFor({ state, level }: StoredDocument): boolean {
  return state === 'PUBLISHED' && level !== 'NAMED' && level !== 'PUBLIC';
}

/** A stub is shown, somebody asks for their institution, and the owner answers. */
async function askForAccess(story: Story, document: StoredDocument): Promise<void> {
  const { id, ownerId } = document;
  if (!document.discoverable) {
    await by(story, publishers(story, document), document, 'documentShowStub', { title: 'A stub' });
  }
  const others = story.cast.homes.filter((home) => home.id !== ownerId);
  const outside = others
    .flatMap((home) => story.withRole(home.id, 'READER'))
    .filter(({ name }) => !story.reads(name, current(story, id)));
  const asker = story.actor(outside);
  const requestId = await story.does(asker, 'accessRequest', { documentId: id, reason: 'A similar case.' });
  if (requestId === null) return;
  const expiresAt = new Date(story.now.getTime() + story.roll.one(1, 2, 5) * HOUR).toISOString();
  const answer = { id: requestId, decision: story.roll.one('GRANT', 'GRANT', 'DECLINE'), expiresAt };
  await story.does(story.actor(publishers(story, current(story, id))), 'accessRequestDecide', answer, id);
}

/** A move of one of the documents that fit. */
function to(
  fits: (document: StoredDocument) => boolean,
  happens: (story: Story, document: StoredDocument) => Promise<void>,
): Move {
  return async (story) => {
    const fitting = story.documents.filter(fits);
    if (fitting.length === 0) return false;
    await happens(story, story.roll.one(...fitting));
    return true;
  };
}

async function by(
  story: Story,
  able: readonly Actor[],
  { id }: StoredDocument,
  mutation: Mutation,
  variables: Record<string, unknown> = {},
): Promise<void> {
  await story.does(story.actor(able), mutation, { id, ...variables }, id);
}

function current(story: Story, documentId: string): StoredDocument {
  return story.documents.find(({ id }) => id === documentId)!;
}

/** The author and the co-authors, as far as they are still there. */
function authors(story: Story, { ownerId, authorId, coAuthorIds }: StoredDocument): Actor[] {
  return story.withRole(ownerId, 'CONTRIBUTOR').filter(({ name }) => {
    const { userId } = story.person(name);
    return userId === authorId || story.memberships(name).some(({ id }) => coAuthorIds.includes(id));
  });
}

/** Those of the owner's reviewers who did not write it. */
function reviewers(story: Story, document: StoredDocument): Actor[] {
  const own = authors(story, document).map(({ name }) => name);
  return story.withRole(document.ownerId, 'REVIEWER').filter(({ name }) => !own.includes(name));
}

function publishers(story: Story, { ownerId }: StoredDocument): Actor[] {
  return story.withRole(ownerId, 'PUBLISHER');
}

/** Mostly as they are; now and then a colleague more, or none any more. */
function coAuthors(story: Story, { ownerId, coAuthorIds }: StoredDocument): string[] {
  const colleagues = story
    .withRole(ownerId, 'READER')
    .flatMap(({ name }) => story.memberships(name).filter((own) => own.institutionId === ownerId))
    .map(({ id }) => id);
  return story.roll.one(
    coAuthorIds,
    coAuthorIds,
    [],
    [...new Set([...coAuthorIds, ...story.roll.some(colleagues, 1)])],
  );
}
