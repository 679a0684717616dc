import type { InstitutionKind, Role } from '#kernel';
import { stableId } from '../demo/stable-id.ts';
import { FAMILIES_OF_INSTITUTIONS, GIVEN_NAMES, HOME_COUNTRIES } from './banks.ts';
import { InventedWords } from './invented-words.ts';
import { Random } from './random.ts';

/** Kinds of institutions, in turn: each five have at least one that may issue advisories. */
const KINDS: readonly InstitutionKind[] = [
  ...(['UNIVERSITY', 'UNIVERSITY', 'GOVERNMENT', 'RESEARCH_INSTITUTE', 'UNIVERSITY'] as const),
  ...(['UNIVERSITY', 'SECTOR_BODY', 'RESEARCH_INSTITUTE', 'UNIVERSITY', 'FUNDER'] as const),
];
const ISSUERS: readonly InstitutionKind[] = ['GOVERNMENT', 'SECTOR_BODY'];

/** What the people of every institution are, in turn; the last of some institutions is missing. */
const PEOPLE: readonly { role: Role; administrator?: boolean; auditor?: boolean; findable?: boolean }[] = [
  { role: 'PUBLISHER', administrator: true, findable: true },
  { role: 'PUBLISHER' },
  { role: 'REVIEWER', auditor: true },
  { role: 'REVIEWER' },
  { role: 'CONTRIBUTOR', findable: true },
  { role: 'CONTRIBUTOR' },
  { role: 'READER' },
  { role: 'READER' },
  { role: 'READER' },
];

const INSTITUTIONS_PER_GROUP = 5;
const [SMALLEST_GROUP, LARGEST_GROUP] = [3, 12];

export interface SyntheticMember {
  membershipId: string;
  userId: string;
  email: string;
  name: string;
  role: Role;
  administrator: boolean;
  auditor: boolean;
  findable: boolean;
}

export interface SyntheticInstitution {
  id: string;
  slug: string;
  name: string;
  kind: InstitutionKind;
  country: string;
  mayIssueAdvisories: boolean;
  members: readonly SyntheticMember[];
  /** Groups that it owns or belongs to. */
  groupIds: string[];
}

export interface SyntheticGroup {
  id: string;
  name: string;
  /** The first is the owner. */
  institutions: readonly SyntheticInstitution[];
}

/**
 * A community by its seed and its number of institutions. Those two name everything in it, so that worlds
 * never mix in one database, while more documents only add to what a world has.
 */
export class World {
  /** Part of slugs and addresses: `s1-50` for seed 1 with 50 institutions. */
  readonly label: string;
  readonly words: InventedWords;
  readonly institutions: readonly SyntheticInstitution[];
  readonly issuers: readonly SyntheticInstitution[];
  readonly groups: readonly SyntheticGroup[];

  constructor(seed: number, size: number) {
    this.label = `s${seed}-${size}`;
    this.words = new InventedWords(seed);
    this.institutions = Array.from({ length: size }, (_, index) => this.makeInstitution(index));
    this.issuers = this.institutions.filter((institution) => institution.mayIssueAdvisories);
    const groups = Math.floor(size / INSTITUTIONS_PER_GROUP);
    this.groups = Array.from({ length: groups }, (_, index) => this.makeGroup(index + 1));
    for (const { id, institutions } of this.groups)
      for (const { groupIds } of institutions) groupIds.push(id);
  }

  /** The id of something of this world: the same every time, and no other world's. */
  id(name: string): string {
    return stableId(`synthetic ${this.label} ${name}`);
  }

  /** Chance for something of this world. */
  random(name: string): Random {
    return new Random(`${this.label} ${name}`);
  }

  private makeInstitution(index: number): SyntheticInstitution {
    const number = index + 1;
    const random = this.random(`institution ${number}`);
    const kind = KINDS[index % KINDS.length]!;
    const place = this.words.reservedName(number);
    const people = PEOPLE.slice(0, random.between(PEOPLE.length - 2, PEOPLE.length));
    return {
      id: this.id(`institution ${number}`),
      slug: `${this.label}-i${number}`,
      name: random.pick(FAMILIES_OF_INSTITUTIONS[kind]).replace('{place}', place),
      kind,
      country: random.pickSkewed(HOME_COUNTRIES),
      mayIssueAdvisories: ISSUERS.includes(kind),
      members: people.map((given, at) => this.makeMember(random, number, at + 1, given)),
      groupIds: [],
    };
  }

  private makeMember(
    random: Random,
    institution: number,
    number: number,
    given: (typeof PEOPLE)[number],
  ): SyntheticMember {
    return {
      membershipId: this.id(`membership ${institution} ${number}`),
      userId: this.id(`user ${institution} ${number}`),
      email: `i${institution}-p${number}@${this.label}.example`,
      name: `${random.pick(GIVEN_NAMES)} ${this.words.drawName(random)}`,
      role: given.role,
      administrator: given.administrator ?? false,
      auditor: given.auditor ?? false,
      findable: given.findable ?? false,
    };
  }

  private makeGroup(number: number): SyntheticGroup {
    const random = this.random(`group ${number}`);
    const size = random.between(SMALLEST_GROUP, LARGEST_GROUP);
    return {
      id: this.id(`group ${number}`),
      name: `${this.words.drawName(random)} circle ${number}`,
      institutions: random.sample(this.institutions, size),
    };
  }
}
