import { INITIAL_SHARING, reachesOutside, type SharingFacts } from '#access';
import type { DocumentKind } from '#kernel';
import { WITHDRAW_REASONS } from './banks.ts';
import { makeDetails } from './details.ts';
import { makeLife, type Life } from './life.ts';
import { Writer } from './prose.ts';
import type { Random } from './random.ts';
import type { DocumentRow, DocumentRows, RetiredSharingRow, ReviewRow, VersionRow } from './rows.ts';
import { makeSharing, pickLevel, sharingRow } from './sharing.ts';
import { makeSubject, type Subject } from './subject.ts';
import type { SyntheticInstitution, SyntheticMember, World } from './world.ts';

const KIND_SHARES: readonly (readonly [DocumentKind, number])[] = [
  ['CASE_STUDY', 0.45],
  ['GUIDANCE', 0.25],
  ['PARTNER_NOTE', 0.2],
  ['ADVISORY', 0.1],
];
const STUB_NAMES: Readonly<Record<DocumentKind, string>> = {
  ...{ GUIDANCE: 'Guidance', CASE_STUDY: 'A case study', PARTNER_NOTE: 'A partner note' },
  ADVISORY: 'An advisory',
};
const CO_AUTHORED = 0.12;
const WRITTEN_BY_CONTRIBUTORS = 0.75;
const DISCOVERABLE = 0.03;
const TO_BE_REVIEWED = 0.4;
const ABROAD_ONLY = 0.7;
const YEAR = 365 * 24 * 60 * 60 * 1_000;

/** Who takes part in a document's life. */
interface Cast {
  owner: SyntheticInstitution;
  author: SyntheticMember;
  coAuthors: readonly SyntheticMember[];
  /** Neither author nor co-author, as the publisher. */
  reviewer: SyntheticMember;
  publisher: SyntheticMember;
}

/** What is decided of a document before its rows are made. */
interface Plan {
  id: string;
  number: number;
  cast: Cast;
  subject: Subject;
  life: Life;
  sharing: SharingFacts;
}

/** The id of a world's document; numbers count from 1. */
export function documentId(world: World, number: number): string {
  return world.id(`document ${number}`);
}

/** Every row of one document of a world: the same each time, whatever else the world holds. */
export function makeDocument(world: World, number: number): DocumentRows {
  const random = world.random(`document ${number}`);
  const kind = random.pickByShare(KIND_SHARES);
  const level = pickLevel(random);
  const cast = makeCast(random, pickOwner(random, world, kind));
  const life = makeLife(random, reachesOutside(level));
  const named = [cast.reviewer.membershipId, cast.publisher.membershipId];
  const since = life.versions[0]!.publishedAt ?? life.versions[0]!.createdAt;
  const sharing = makeSharing(random, world, cast.owner, level, named, since);
  const subject = makeSubject(random, world.words, kind);
  const plan = { id: documentId(world, number), number, cast, subject, life, sharing };
  return {
    document: documentRow(random, plan),
    versions: versionRows(random, world, plan),
    reviews: reviewRows(world, plan),
    retired: retiredRows(plan),
  };
}

/** Some institutions contribute much more than others. Advisories come from those that may issue them. */
function pickOwner(random: Random, world: World, kind: DocumentKind): SyntheticInstitution {
  const possible = kind === 'ADVISORY' ? world.issuers : world.institutions;
  return possible[Math.floor(random.next() ** 1.5 * possible.length)]!;
}

function makeCast(random: Random, owner: SyntheticInstitution): Cast {
  const { members } = owner;
  const contributors = members.filter(({ role }) => role === 'CONTRIBUTOR');
  const seniors = members.filter(({ role }) => role === 'REVIEWER' || role === 'PUBLISHER');
  const author = random.pick(random.chance(WRITTEN_BY_CONTRIBUTORS) ? contributors : seniors);
  const others = seniors.filter((member) => member !== author);
  return {
    owner,
    author,
    coAuthors: random.chance(CO_AUTHORED)
      ? random.sample(
          contributors.filter((member) => member !== author),
          1,
        )
      : [],
    reviewer: random.pick(others),
    publisher: random.pick(others.filter(({ role }) => role === 'PUBLISHER')),
  };
}

function documentRow(random: Random, { id, cast, subject, life, sharing }: Plan): DocumentRow {
  const { state, work_state, versions, updatedAt, withdrawnAt } = life;
  const createdAt = versions[0]!.createdAt;
  const publishedAt = versions[0]!.publishedAt;
  const shown = versions.findLastIndex((version) => version.publishedAt !== null);
  const mayShow = state === 'PUBLISHED' && sharing.level !== 'NAMED' && sharing.level !== 'PUBLIC';
  const discoverable = mayShow && random.chance(DISCOVERABLE);
  return {
    id,
    kind: subject.kind,
    institution_id: cast.owner.id,
    author_id: cast.author.userId,
    co_author_ids: cast.coAuthors.map((member) => member.membershipId),
    reviewer_ids: versions.some((version) => version.approvedAt) ? [cast.reviewer.userId] : [],
    ...{ state, work_state, shown_version: Math.max(shown, 0) + 1, latest_version: versions.length },
    created_at: createdAt,
    published_at: publishedAt,
    updated_at: updatedAt,
    listed_at: publishedAt ?? createdAt,
    withdrawn_at: withdrawnAt,
    withdraw_reason: withdrawnAt ? random.pick(WITHDRAW_REASONS) : null,
    tombstoned: withdrawnAt !== null && isOpen(sharing, withdrawnAt),
    discoverable,
    stub_title: discoverable ? `${STUB_NAMES[subject.kind]} on ${subject.topics[0]!}` : null,
    ...sharingRow(sharing),
  };
}

function isOpen({ visibleFrom, visibleUntil }: SharingFacts, at: Date): boolean {
  return (visibleFrom === null || visibleFrom <= at) && (visibleUntil === null || visibleUntil > at);
}

function versionRows(random: Random, world: World, { id, cast, subject, life }: Plan): VersionRow[] {
  const { createdAt } = life.versions[0]!;
  const writer = new Writer(random, world.words, subject, createdAt);
  const prose = writer.write();
  const reviewBy = new Date(createdAt.getTime() + random.between(1, 3) * YEAR).toISOString().slice(0, 10);
  const content = {
    ...prose,
    language: 'en',
    topics: subject.topics,
    countries: random.chance(ABROAD_ONLY)
      ? [subject.country.code]
      : [subject.country.code, cast.owner.country],
    review_by: random.chance(TO_BE_REVIEWED) ? reviewBy : null,
    ...makeDetails(random, subject, writer, createdAt),
  };
  return life.versions.map((version, index) => ({
    document_id: id,
    number: index + 1,
    ...content,
    body: index === 0 ? prose.body : `${prose.body}\n\n${writer.update()}`,
    author_id: cast.author.userId,
    change_note: index === 0 ? null : 'Brought up to date.',
    material: index === 0 || random.chance(0.7),
    created_at: version.createdAt,
    published_at: version.publishedAt,
  }));
}

function reviewRows(world: World, { id, number, cast, life, sharing }: Plan): ReviewRow[] {
  return life.versions.flatMap(({ approvedAt }, index) =>
    approvedAt === null
      ? []
      : [
          {
            id: world.id(`review ${number} ${index + 1}`),
            document_id: id,
            version_number: index + 1,
            reviewer_id: cast.reviewer.userId,
            decision: 'APPROVE',
            comment: null,
            created_at: approvedAt,
            ...sharingRow(sharing),
          },
        ],
  );
}

/** The first version's, where a second one took its place. */
function retiredRows({ id, life, sharing }: Plan): RetiredSharingRow[] {
  const retiredAt = life.versions[1]?.publishedAt;
  if (!retiredAt) return [];
  const former = life.widenedAt ? INITIAL_SHARING : sharing;
  return [{ document_id: id, version_number: 1, retired_at: retiredAt, ...sharingRow(former) }];
}
