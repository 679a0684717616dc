import { and, isIn, mayReadPublished, type Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { Clock, isId, type DocumentKind } from '#kernel';
import { Injectable } from '@nestjs/common';
import { documentSql, type ReadingContext } from './document-columns.ts';

/** What can be the same about an engagement and a document, beside their words. */
export const ASPECTS = [
  'partner',
  'technologyArea',
  'collaborationType',
  'riskArea',
  'discipline',
  'country',
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** What an engagement says of each aspect; an empty list says nothing. */
export type AspectValues = Record<Aspect, readonly string[]> & {
  /** Parents and children of the partners. */
  relatedPartner: readonly string[];
};

/** What a document says of each aspect. */
export interface AspectsRow extends Record<Aspect, string[]> {
  id: string;
}

/** Each aspect of a document as an SQL array. */
const COLUMNS: Readonly<Record<Aspect, { values: string; type: string }>> = {
  partner: { values: 'v.partner_ids', type: 'uuid[]' },
  technologyArea: { values: 'v.technology_areas', type: 'text[]' },
  // Of guidance, the kinds of collaboration that it applies to.
  collaborationType: {
    values: `array_remove(v.collaboration_type || ARRAY(
      SELECT jsonb_array_elements_text(coalesce(v.details->'appliesTo', '[]'::jsonb))), NULL)`,
    type: 'text[]',
  },
  riskArea: { values: 'v.risk_areas', type: 'text[]' },
  discipline: { values: `array_remove(ARRAY[v.details->>'discipline'], NULL)`, type: 'text[]' },
  country: { values: 'v.countries', type: 'text[]' },
};

/** Finds published documents that have something in common with an engagement. */
@Injectable()
export class SharedAspectsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Those documents of one kind, of what the principal may read, that have most in common with the
   * engagement, weighed by `weights`, `limit` of them at the most; and those with the ids given, if they
   * may be read. Advisories that have expired are left out.
   */
  async find(
    principal: Principal,
    kind: DocumentKind,
    values: AspectValues,
    weights: Readonly<Record<keyof AspectValues, number>>,
    ids: readonly string[],
    limit: number,
  ): Promise<AspectsRow[]> {
    const { bind, values: parameters } = new Bindings();
    const context: ReadingContext = { principal, now: this.clock.now(), bind };
    const rule = documentSql(and(mayReadPublished(principal, context.now), isIn('kind', [kind])), context);
    const stated = shares(values, weights, bind);
    const named = `d.id = ANY(${bind(ids.filter(isId))}::uuid[])`;
    const aspects = ASPECTS.map((aspect) => `${COLUMNS[aspect].values} AS "${aspect}"`).join(', ');
    return this.database.rows<AspectsRow>(
      `SELECT * FROM (
         SELECT d.id, ${aspects}, ${named} AS named, (${sum(stated)}) AS common, d.published_at
         FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
         WHERE ${rule} AND (${[named, ...stated.map(({ test }) => test)].join(' OR ')})
           AND coalesce((v.details->>'expiresAt')::timestamptz > ${bind(context.now)}, true)) found
       ORDER BY named DESC, common DESC, published_at DESC, id LIMIT ${bind(ids.length + limit)}`,
      parameters,
    );
  }
}

interface Share {
  /** Whether there is anything in common. */
  test: string;
  /** How much, by its weight. */
  worth: string;
}

function shares(
  values: AspectValues,
  weights: Readonly<Record<keyof AspectValues, number>>,
  bind: (value: unknown) => string,
): Share[] {
  const all = { ...COLUMNS, relatedPartner: COLUMNS.partner };
  return (Object.keys(all) as (keyof AspectValues)[])
    .filter((aspect) => values[aspect].length > 0)
    .map((aspect) => {
      const asked = `${bind(values[aspect])}::${all[aspect].type}`;
      const test = `${all[aspect].values} && ${asked}`;
      return { test, worth: `CASE WHEN ${test} THEN ${bind(weights[aspect])}::float8 ELSE 0 END` };
    });
}

function sum(stated: readonly Share[]): string {
  return stated.length === 0 ? '0' : stated.map(({ worth }) => worth).join(' + ');
}
