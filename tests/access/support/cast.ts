import type { Person, TestApp } from '../../support/test-app.ts';
import { done, draft, publish, review, submit } from './document-actions.ts';

interface Home {
  id: string;
  slug: string;
  name: string;
}

/** The people of one university, one of each sort, and someone of another. */
export interface Cast {
  owner: Home;
  other: Home;
  author: Person;
  coAuthor: Person;
  colleague: Person;
  reader: Person;
  reviewer: Person;
  publisher: Person;
  /** A READER who administers the owner and reads its trail. */
  administrator: Person;
  /** A PUBLISHER of the other institution. */
  outsider: Person;
}

export async function assemble(app: TestApp): Promise<Cast> {
  const owner = await app.institution();
  const other = await app.institution();
  return {
    ...{ owner, other },
    author: await app.person(owner, 'CONTRIBUTOR'),
    coAuthor: await app.person(owner, 'CONTRIBUTOR'),
    colleague: await app.person(owner, 'CONTRIBUTOR'),
    reader: await app.person(owner, 'READER'),
    reviewer: await app.person(owner, 'REVIEWER'),
    publisher: await app.person(owner, 'PUBLISHER'),
    administrator: await app.person(owner, 'READER', { administrator: true, auditor: true }),
    outsider: await app.person(other, 'PUBLISHER'),
  };
}

/** A draft by the author and the co-author; returns its id. */
export function drafted(cast: Cast, more: object = {}): Promise<string> {
  return draft(cast.author, { coAuthorIds: [cast.coAuthor.membershipId], ...more });
}

/** The same, submitted by the author. */
export async function submitted(cast: Cast, more: object = {}): Promise<string> {
  const id = await drafted(cast, more);
  done(await submit(cast.author, id));
  return id;
}

/** The same, approved by the reviewer. */
export async function approved(cast: Cast, more: object = {}): Promise<string> {
  const id = await submitted(cast, more);
  done(await review(cast.reviewer, id));
  return id;
}

/** The same, published by the publisher. */
export async function published(cast: Cast, more: object = {}): Promise<string> {
  const id = await approved(cast, more);
  done(await publish(cast.publisher, id, 1));
  return id;
}
