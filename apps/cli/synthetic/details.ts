import type { DocumentKind } from '#kernel';
import { SOURCES } from './banks.ts';
import type { Writer } from './prose.ts';
import type { Random } from './random.ts';
import type { VersionRow } from './rows.ts';
import type { Subject } from './subject.ts';

const DAY = 24 * 60 * 60 * 1_000;
const SEVERITY_SHARES = [
  ['INFORMATION', 0.25],
  ['CAUTION', 0.4],
  ['WARNING', 0.27],
  ['CRITICAL', 0.08],
] as const;

/** Columns that say what is particular to the kind. */
type DetailColumns = Pick<
  VersionRow,
  'details' | 'risk_areas' | 'technology_areas' | 'collaboration_type' | 'decision' | 'severity'
>;

const NONE: Omit<DetailColumns, 'details'> = {
  ...{ risk_areas: [], technology_areas: [], collaboration_type: null, decision: null, severity: null },
};

type Making = (random: Random, subject: Subject, writer: Writer, at: Date) => DetailColumns;

const MAKERS: Readonly<Record<DocumentKind, Making>> = {
  GUIDANCE: guidance,
  CASE_STUDY: caseStudy,
  PARTNER_NOTE: partnerNote,
  ADVISORY: advisory,
};

/** The details of a document of the subject's kind, written at this moment, as the services store them. */
export function makeDetails(random: Random, subject: Subject, writer: Writer, at: Date): DetailColumns {
  return MAKERS[subject.kind](random, subject, writer, at);
}

function guidance(_random: Random, { collaborationType, riskAreas }: Subject): DetailColumns {
  return { ...NONE, details: { appliesTo: [collaborationType], riskAreas }, risk_areas: riskAreas };
}

function caseStudy(random: Random, subject: Subject, writer: Writer, at: Date): DetailColumns {
  const { discipline, technologyAreas, collaborationType, riskAreas, decision, mitigations } = subject;
  const begun = random.between(200, 1_500);
  const over = decision === 'ENDED' || decision === 'DECLINED';
  const details = {
    ...{ discipline, technologyAreas, collaborationType, riskAreas, decision, mitigations },
    outcome: writer.sentence(),
    lessons: random.chance(0.8) ? writer.sentence() : null,
    startedOn: dayBefore(at, begun),
    endedOn: over ? dayBefore(at, random.between(20, begun)) : null,
  };
  return {
    ...NONE,
    details,
    risk_areas: riskAreas,
    technology_areas: technologyAreas,
    collaboration_type: collaborationType,
    decision,
  };
}

function partnerNote(random: Random, { riskAreas }: Subject, writer: Writer, at: Date): DetailColumns {
  const findings = Array.from({ length: random.between(1, 4) }, () => ({
    statement: writer.sentence(),
    sourceUrl: random.chance(0.4) ? `https://sources.example/${random.between(1, 99_999)}` : null,
    sourceName: random.pickSkewed(SOURCES),
    sourceDate: dayBefore(at, random.between(10, 900)),
    reliability: random.pick([...'AABBBCCDEF']),
    credibility: random.between(1, 6),
  }));
  const details = { assessedOn: dayBefore(at, random.between(1, 30)), findings, riskAreas };
  return { ...NONE, details, risk_areas: riskAreas };
}

function advisory(random: Random, _subject: Subject, writer: Writer, at: Date): DetailColumns {
  const severity = random.pickByShare(SEVERITY_SHARES);
  const after = (days: number): string => new Date(at.getTime() + days * DAY).toISOString();
  const effective = random.between(0, 20);
  const details = {
    severity,
    actions: [...new Set(Array.from({ length: random.between(2, 4) }, () => writer.sentence()))],
    effectiveFrom: after(effective),
    expiresAt: random.chance(0.5) ? after(effective + random.between(90, 700)) : null,
    responseDue: random.chance(0.4) ? after(effective + random.between(20, 80)) : null,
  };
  return { ...NONE, details, severity };
}

/** A calendar day so many days earlier. */
function dayBefore(at: Date, days: number): string {
  return new Date(at.getTime() - days * DAY).toISOString().slice(0, 10);
}
