import { readFileSync } from 'node:fs';
import { stableId } from '../../../apps/cli/demo/stable-id.ts';
import type { Arena } from '../support/arena.ts';

/** An intended engagement, and which documents a judge would want to see for it, by grade. */
export interface JudgedEngagement {
  engagement: object;
  relevant: Map<string, number>;
}

/** How many engagements are made from synthetic case studies. */
const SYNTHETIC = 10;

/** Judged by hand over the demonstration: 2 is a precedent, 1 is of some use. */
export function demonstrationEngagements(): JudgedEngagement[] {
  const file = new URL('judged-engagements.json', import.meta.url);
  const judged = JSON.parse(readFileSync(file, 'utf8')) as {
    engagement: object;
    relevant: Record<string, number>;
  }[];
  return judged.map(({ engagement, relevant }) => ({
    engagement,
    relevant: new Map(Object.entries(relevant).map(([key, grade]) => [stableId(`document ${key}`), grade])),
  }));
}

interface CaseRow {
  id: string;
  title: string;
  countries: string[];
  technologyAreas: string[];
  collaborationType: string;
  riskAreas: string[];
  discipline: string | null;
}

/**
 * Engagements that another institution might plan after a synthetic case: the words of its title and part
 * of what it says of itself. That very case is what must be found.
 */
export async function syntheticEngagements({ database }: Arena): Promise<JudgedEngagement[]> {
  const { rows } = await database.query<CaseRow>(
    `SELECT d.id, v.title, v.countries, v.technology_areas AS "technologyAreas",
       v.collaboration_type AS "collaborationType", v.risk_areas AS "riskAreas",
       v.details->>'discipline' AS discipline
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.state = 'PUBLISHED' AND d.level = 'PUBLIC' AND d.kind = 'CASE_STUDY' AND d.visible_until IS NULL
       AND d.visible_from IS NULL ORDER BY md5(d.id::text) LIMIT $1`,
    [SYNTHETIC],
  );
  return rows.map(({ id, title, countries, technologyAreas, riskAreas, ...rest }) => ({
    engagement: {
      ...rest,
      description: `We plan something of this kind: ${title.toLowerCase()}`,
      countries: countries.slice(0, 1),
      technologyAreas: technologyAreas.slice(0, 1),
      riskAreas: riskAreas.slice(0, 1),
    },
    relevant: new Map([[id, 2]]),
  }));
}
