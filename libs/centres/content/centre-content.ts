import { day, id, SHORT_TEXT, text } from '#input';
import {
  DISCIPLINES,
  JOINT_CENTRE_FORMS,
  JOINT_CENTRE_STATUSES,
  TECHNOLOGY_AREAS,
  type JointCentreForm,
  type JointCentreStatus,
} from '#kernel';
import { z } from 'zod';

const [EARLIEST_YEAR, LATEST_YEAR] = [1000, 9999];

const line = (most: number): z.ZodType<string> =>
  text(most, 1).transform((value) => value.trim().replace(/\s+/g, ' '));
const list = <T>(item: z.ZodType<T>) =>
  z
    .array(item)
    .max(100)
    .transform((values) => [...new Set(values)]);
const year = z
  .int('must be a year')
  .min(EARLIEST_YEAR, 'must be a year of four digits')
  .max(LATEST_YEAR, 'must be a year of four digits');
const isSector = (value: string): boolean => !TECHNOLOGY_AREAS.some((area) => area === value);
const isWebAddress = (value: string): boolean => {
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
};

const organisation = z
  .object({ institutionId: id.nullish(), partnerId: id.nullish(), name: line(SHORT_TEXT).nullish() })
  .refine(
    (given) => [given.institutionId, given.partnerId, given.name].filter(Boolean).length === 1,
    'must be one of an institution, a partner and a name',
  )
  .transform(({ institutionId, partnerId, name }) => ({
    institutionId: institutionId ?? null,
    partnerId: partnerId ?? null,
    name: name ?? null,
  }));

const source = z
  .object({
    text: line(SHORT_TEXT),
    url: text(SHORT_TEXT).refine(isWebAddress, 'must be a web address, http or https').nullish(),
    date: day.nullish(),
  })
  .transform((given) => ({ text: given.text, url: given.url ?? null, date: given.date ?? null }));

const FIELDS = {
  name: line(300),
  organisations: z.array(organisation).max(100),
  partners: z.array(organisation).max(100),
  disciplines: list(z.enum(DISCIPLINES, 'must be one of the disciplines')),
  technologyAreas: list(
    z.enum(TECHNOLOGY_AREAS, 'must be one of the 17 technology areas; another sector goes into otherSectors'),
  ),
  otherSectors: list(line(SHORT_TEXT).refine(isSector, 'is a technology area: it goes into technologyAreas')),
  funders: list(line(SHORT_TEXT)),
  foundedYear: year.nullable(),
  closedYear: year.nullable(),
  region: line(SHORT_TEXT).nullable(),
  form: z.enum(JOINT_CENTRE_FORMS).nullable(),
  status: z.enum(JOINT_CENTRE_STATUSES),
  source: source.nullable(),
};

/** One organisation of a centre: exactly one of the three is given. */
export interface CentreOrganisation {
  institutionId: string | null;
  partnerId: string | null;
  name: string | null;
}

/** What a centre's record says, validated. */
export interface CentreContent {
  name: string;
  /** At home. */
  organisations: CentreOrganisation[];
  partners: CentreOrganisation[];
  foundedYear: number | null;
  closedYear: number | null;
  disciplines: string[];
  technologyAreas: string[];
  otherSectors: string[];
  region: string | null;
  form: JointCentreForm | null;
  funders: string[];
  status: JointCentreStatus;
  source: { text: string; url: string | null; date: string | null } | null;
}

/** JointCentreCreateInput without its sharing. A status that is left out is only known of a closed one. */
export const newCentre: z.ZodType<CentreContent> = z
  .object({
    name: FIELDS.name,
    organisations: FIELDS.organisations.nullish().transform((value) => value ?? []),
    partners: FIELDS.partners.nullish().transform((value) => value ?? []),
    disciplines: FIELDS.disciplines.nullish().transform((value) => value ?? []),
    technologyAreas: FIELDS.technologyAreas.nullish().transform((value) => value ?? []),
    otherSectors: FIELDS.otherSectors.nullish().transform((value) => value ?? []),
    funders: FIELDS.funders.nullish().transform((value) => value ?? []),
    foundedYear: FIELDS.foundedYear.optional().transform((value) => value ?? null),
    closedYear: FIELDS.closedYear.optional().transform((value) => value ?? null),
    region: FIELDS.region.optional().transform((value) => value ?? null),
    form: FIELDS.form.optional().transform((value) => value ?? null),
    source: FIELDS.source.optional().transform((value) => value ?? null),
    status: FIELDS.status.nullish(),
  })
  .transform(({ status, ...rest }) => ({
    ...rest,
    status: status ?? (rest.closedYear === null ? 'UNKNOWN' : 'CLOSED'),
  }));

/** JointCentreEditInput: what is left out stays; null lifts what need not be there, and else is "left out". */
export const editedCentre = z.object({
  name: FIELDS.name.nullish(),
  organisations: FIELDS.organisations.nullish(),
  partners: FIELDS.partners.nullish(),
  disciplines: FIELDS.disciplines.nullish(),
  technologyAreas: FIELDS.technologyAreas.nullish(),
  otherSectors: FIELDS.otherSectors.nullish(),
  funders: FIELDS.funders.nullish(),
  status: FIELDS.status.nullish(),
  foundedYear: FIELDS.foundedYear.optional(),
  closedYear: FIELDS.closedYear.optional(),
  region: FIELDS.region.optional(),
  form: FIELDS.form.optional(),
  source: FIELDS.source.optional(),
});

/** An edit, validated. */
export type CentreChanges = z.output<typeof editedCentre>;

/** The content with the changes. */
export function merged(content: CentreContent, changes: CentreChanges): CentreContent {
  const { foundedYear, closedYear, region, form, source: changedSource } = changes;
  return {
    name: changes.name ?? content.name,
    organisations: changes.organisations ?? content.organisations,
    partners: changes.partners ?? content.partners,
    disciplines: changes.disciplines ?? content.disciplines,
    technologyAreas: changes.technologyAreas ?? content.technologyAreas,
    otherSectors: changes.otherSectors ?? content.otherSectors,
    funders: changes.funders ?? content.funders,
    status: changes.status ?? content.status,
    foundedYear: foundedYear === undefined ? content.foundedYear : foundedYear,
    closedYear: closedYear === undefined ? content.closedYear : closedYear,
    region: region === undefined ? content.region : region,
    form: form === undefined ? content.form : form,
    source: changedSource === undefined ? content.source : changedSource,
  };
}
