import { isInsider, maySeeAttribution, mayReadWork, toSql, type Predicate, type Principal } from '#access';
import { userJson } from '#identity';
import { INSTITUTION_COLUMNS } from '#institutions';
import { partnersJson } from '#partners';
import { attachmentsJson } from '../attachments/attachment-columns.ts';
import { FACT_COLUMNS, FACTS_JSON } from '../document-facts.ts';
import { startOfDay } from './document-filter.ts';
import { sharingJson } from './sharing-json.ts';

/** Who asks, when, and where the statement's parameters go. */
export interface ReadingContext {
  principal: Principal;
  now: Date;
  bind: (value: unknown) => string;
}

/** A predicate as SQL over documents `d` and the shown version `v`. */
export function documentSql(predicate: Predicate, { bind }: ReadingContext): string {
  return toSql(predicate, { column: (field) => FACT_COLUMNS[field], bind });
}

type Column = (context: ReadingContext) => string;

const insider: Column = (context) => documentSql(isInsider(context.principal), context);
const attributed: Column = (context) => documentSql(maySeeAttribution(context.principal), context);

/**
 * The fields of a document that a statement can select, each with its SQL. Names with a dot belong to the
 * field before it and are selected only with it. Fields that are missing here are not one row's.
 */
const COLUMNS: Readonly<Record<string, Column>> = {
  state: () => 'd.state',
  title: () => 'v.title',
  summary: () => 'v.summary',
  body: () => 'v.body',
  topics: () => 'v.topics',
  countries: () => 'v.countries',
  language: () => 'v.language',
  author: (context) =>
    `CASE WHEN ${insider(context)} THEN (SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = d.author_id) END`,
  partners: () => partnersJson(FACT_COLUMNS.partnerIds),
  versionNumber: () => 'd.shown_version',
  // When a document was begun is part of who wrote it.
  createdAt: (context) => `CASE WHEN ${attributed(context)} THEN d.created_at ELSE d.listed_at END`,
  publishedAt: () => 'd.published_at',
  updatedAt: () => 'd.updated_at',
  reviewBy: () => 'v.review_by',
  overdue: ({ now, bind }) => `coalesce(${FACT_COLUMNS.reviewBy} < ${bind(startOfDay(now))}, false)`,
  supersededById: () => 'd.superseded_by_id',
  attachments: (context) => attachmentsJson('d.id', 'd.shown_version', insider(context)),
  details: () => 'v.details',
  facts: () => FACTS_JSON,
  revision: () => 'd.revision',
};

/** Documents `d` with the version `v` that each shows, and its institution `i` where that is wanted and may be told. */
export function documentTables(fields: ReadonlySet<string>, context: ReadingContext): string {
  const tables = `documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version`;
  if (!fields.has('institution')) return tables;
  return `${tables} LEFT JOIN institutions i ON i.id = d.institution_id AND ${attributed(context)}`;
}

/**
 * The fields of the institution that are wanted, each a column: as JSON for every row they would cost more than
 * the rest of a page. All of them when `fields` does not say which; its id always, as it tells whether there is one.
 */
export function institutionFields(fields: ReadonlySet<string>): string[] {
  if (!fields.has('institution')) return [];
  const names = Object.keys(INSTITUTION_COLUMNS);
  const wanted = names.filter((name) => fields.has(`institution.${name}`));
  return wanted.length === 0 ? names : [...new Set(['id', ...wanted])];
}

/** The SELECT list for the wanted fields; `id` and `kind` are always in it. */
export function selectList(fields: ReadonlySet<string>, context: ReadingContext): string {
  const columns = Object.entries(COLUMNS)
    .filter(([name]) => fields.has(name))
    .map(([name, column]) => `${column(context)} AS "${name}"`);
  columns.push(
    ...institutionFields(fields).map((name) => `i.${INSTITUTION_COLUMNS[name]} AS "institution.${name}"`),
  );
  if (fields.has('sharing')) columns.push(`${sharingJson('d', insider(context), fields)} AS "sharing"`);
  if (fields.has('working')) columns.push(`${working(context, fields)} AS "working"`);
  return ['d.id', 'd.kind', ...columns].join(',\n  ');
}

function working(context: ReadingContext, fields: ReadonlySet<string>): string {
  const { principal } = context;
  const attachments = fields.has('working.attachments')
    ? `'attachments', ${attachmentsJson('d.id', 'd.latest_version', 'true')},`
    : '';
  return `CASE WHEN d.state = 'PUBLISHED' AND ${documentSql(mayReadWork(principal), context)} THEN (
    SELECT json_build_object(${attachments} 'number', w.number, 'state', d.work_state, 'title', w.title, 'summary', w.summary,
      'body', w.body, 'changeNote', w.change_note, 'material', w.material, 'updatedAt', w.created_at,
      'author', (SELECT ${userJson('u', 'true')} FROM users u WHERE u.id = w.author_id))
    FROM document_versions w WHERE w.document_id = d.id AND w.number = d.latest_version) END`;
}
