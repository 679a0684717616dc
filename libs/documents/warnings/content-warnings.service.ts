import {
  and,
  evaluate,
  isInsider,
  mayRead,
  mayReadWork,
  reachesOutside,
  type DocumentFacts,
  type SharingFacts,
  type UserPrincipal,
} from '#access';
import { ReadDatabase } from '#database';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readableFacts } from '../audience/readable-facts.ts';
import { readSharing, type SharingInput } from '../content/sharing-input.ts';
import type { ContentWarningKind } from './found.ts';
import { fieldTexts, personalDataIn, type Texts } from './personal-data.ts';

/** More than this nobody reads. */
const MOST_WARNINGS = 200;
/** UTF-16 units shown on both sides of what was found. */
const AROUND = 30;

const MESSAGES: Readonly<Record<ContentWarningKind, string>> = {
  EMAIL_ADDRESS: 'This looks like the e-mail address of a person.',
  CONTACT_ADDRESS: 'This looks like the e-mail address of an office: see that it is meant to be shared.',
  PHONE_NUMBER: 'This looks like a telephone number.',
  PASSPORT_NUMBER: 'This looks like a passport number.',
};

/** ContentWarning of the schema. */
export interface ContentWarningRow {
  kind: ContentWarningKind;
  versionNumber: number;
  field: string;
  start: number;
  end: number;
  excerpt: string;
  message: string;
}

interface VersionTexts extends Texts {
  number: number;
  countries: string[];
  ownerCountry: string;
}

/**
 * Warns of what texts tell of people, before and after they are shared beyond the institution. It stops
 * nobody: whether an address belongs into a document is for people to judge.
 */
@Injectable()
export class ContentWarnings {
  private readonly database: ReadDatabase;
  private readonly source: DataSource;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, source: DataSource, clock: Clock) {
    this.database = database;
    this.source = source;
    this.clock = clock;
  }

  /**
   * Warnings about the version that readers see and the one in work, for members of the owner who may read
   * them; none for everyone else. `sharing` is the one that is thought of; without it the present one counts.
   * None for a sharing that stays inside. Throws a Refusal for a sharing that could not be saved.
   */
  async of(
    principal: UserPrincipal,
    documentId: string,
    sharing?: SharingInput | null,
  ): Promise<ContentWarningRow[]> {
    const document = await readableFacts(this.database, principal, documentId, this.clock.now());
    if (!document || !evaluate(isInsider(principal), document)) return [];
    const next = sharing
      ? await readSharing(this.source.manager, document.ownerId, sharing, ['sharing'])
      : document;
    if (!(await this.goesBeyond(document.ownerId, next))) return [];
    return this.in(principal, document);
  }

  /** The same in a few words, without what was found, as one of the warnings before saving a sharing. */
  async inShort(principal: UserPrincipal, document: DocumentFacts, next: SharingFacts): Promise<string[]> {
    if (!(await this.goesBeyond(document.ownerId, next))) return [];
    const counts = countedKinds(await this.in(principal, document));
    return counts === ''
      ? []
      : [`It tells of people, beyond the institution: ${counts}. See documentWarnings.`];
  }

  private async in(principal: UserPrincipal, document: DocumentFacts): Promise<ContentWarningRow[]> {
    const warnings: ContentWarningRow[] = [];
    for (const version of await this.versions(principal, document)) {
      const { number, countries, ownerCountry, ...texts } = version;
      for (const warning of warningsIn(texts, [ownerCountry, ...countries])) {
        if (warnings.length === MOST_WARNINGS) return warnings;
        warnings.push({ ...warning, versionNumber: number });
      }
    }
    return warnings;
  }

  /** The shown version and, for those who may see it, the one in work. */
  private async versions(principal: UserPrincipal, document: DocumentFacts): Promise<VersionTexts[]> {
    const seesShown = evaluate(mayRead(principal, this.clock.now()), document);
    const seesWork = evaluate(and(isInsider(principal), mayReadWork(principal)), document);
    return this.database.rows<VersionTexts>(
      `SELECT v.number, v.title, v.summary, v.body, v.topics, v.countries, v.details, i.country AS "ownerCountry"
       FROM documents d JOIN institutions i ON i.id = d.institution_id JOIN document_versions v
         ON v.document_id = d.id AND (v.number = d.shown_version AND $2
           OR v.number = d.latest_version AND d.work_state IS NOT NULL AND $3)
       WHERE d.id = $1 ORDER BY v.number DESC`,
      [document.id, seesShown, seesWork],
    );
  }

  /** Whether people of other institutions are among those whom the sharing admits. */
  private async goesBeyond(ownerId: string, { level, memberIds }: SharingFacts): Promise<boolean> {
    if (reachesOutside(level)) return true;
    if (level !== 'NAMED' || memberIds.length === 0) return false;
    const others = await this.database.rows(
      'SELECT 1 FROM memberships WHERE id = ANY($1) AND institution_id <> $2 LIMIT 1',
      [memberIds, ownerId],
    );
    return others.length > 0;
  }
}

/** What the texts of a version tell of people; `countries` say how telephone numbers are written. */
export function warningsIn(
  texts: Texts,
  countries: readonly string[],
): Omit<ContentWarningRow, 'versionNumber'>[] {
  return fieldTexts(texts).flatMap(({ field, text }) =>
    personalDataIn(text, countries).map(({ kind, start, end }) => ({
      ...{ kind, field, start, end, message: MESSAGES[kind] },
      excerpt: excerptOf(text, start, end),
    })),
  );
}

const NAMES: Readonly<Record<ContentWarningKind, [one: string, more: string]>> = {
  EMAIL_ADDRESS: ['e-mail address', 'e-mail addresses'],
  CONTACT_ADDRESS: ['address of an office', 'addresses of offices'],
  PHONE_NUMBER: ['telephone number', 'telephone numbers'],
  PASSPORT_NUMBER: ['passport number', 'passport numbers'],
};

/** `2 e-mail addresses, 1 telephone number`; empty for none. */
export function countedKinds(warnings: readonly { kind: ContentWarningKind }[]): string {
  return [...Map.groupBy(warnings, ({ kind }) => kind)]
    .map(([kind, { length }]) => `${length} ${NAMES[kind][length === 1 ? 0 : 1]}`)
    .join(', ');
}

/** Never half of a character that takes two units. */
function excerptOf(text: string, start: number, end: number): string {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, end + AROUND);
  const isTail = (place: number): boolean => /[\udc00-\udfff]/.test(text[place] ?? '');
  return text.slice(from + (isTail(from) ? 1 : 0), to + (isTail(to) ? 1 : 0));
}
