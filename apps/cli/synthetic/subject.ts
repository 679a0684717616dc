import {
  COLLABORATION_TYPES,
  DECISIONS,
  DISCIPLINES,
  RISK_AREAS,
  TECHNOLOGY_AREAS,
  type CollaborationType,
  type Decision,
  type DocumentKind,
  type RiskArea,
} from '#kernel';
import { MITIGATIONS, PARTNER_COUNTRIES, PARTNER_FORMS, TOPICS } from './banks.ts';
import type { InventedWords } from './invented-words.ts';
import { Random } from './random.ts';

const PARTNERS = 3_000;
const MOST_TOPICS = 5;

/** What a document is about: title, summary, body and details all speak of this. */
export interface Subject {
  kind: DocumentKind;
  /** Different ones, at least two. */
  topics: readonly string[];
  partner: string;
  /** The partner's; the code is ISO 3166-1 alpha-2. */
  country: { code: string; name: string };
  project: string;
  technologyAreas: readonly string[];
  discipline: string;
  riskAreas: readonly RiskArea[];
  collaborationType: CollaborationType;
  decision: Decision;
  mitigations: readonly string[];
}

export function makeSubject(random: Random, words: InventedWords, kind: DocumentKind): Subject {
  const { partner, country } = partnerAt(random.rank(PARTNERS), words);
  const decision = random.pick(DECISIONS);
  const safeguarded = decision === 'PROCEEDED_WITH_MITIGATIONS';
  const topics = Array.from({ length: random.between(2, MOST_TOPICS) }, () => random.pickSkewed(TOPICS));
  return {
    ...{ kind, partner, country, decision },
    topics: [...new Set([...topics, ...random.sample(TOPICS, 2)])].slice(0, MOST_TOPICS),
    project: `the ${words.drawName(random)} project`,
    technologyAreas: random.sample(TECHNOLOGY_AREAS, random.between(1, 2)),
    discipline: random.pick(DISCIPLINES),
    riskAreas: random.sample(RISK_AREAS, random.between(1, 3)),
    collaborationType: random.pickSkewed(COLLABORATION_TYPES),
    mitigations: random.sample(MITIGATIONS, safeguarded ? random.between(2, 5) : random.between(0, 1)),
  };
}

/** Partners come up again and again, the first of them most often, and are always the same ones. */
function partnerAt(rank: number, words: InventedWords): Pick<Subject, 'partner' | 'country'> {
  const name = words.nameAt(rank);
  const random = new Random(`partner ${name} ${rank}`);
  return {
    partner: random.pick(PARTNER_FORMS).replace('{name}', name),
    country: random.pickByShare(PARTNER_COUNTRIES),
  };
}
