import { ReadDatabase } from '#database';
import { isWellFormed } from '#kernel';
import { fold, PartnerReferences, rorIdOf } from '#partners';
import { Injectable } from '@nestjs/common';

/** An organisation as an input names it: by exactly one of the three. */
export type OrganisationInput = { institutionId: string } | { partnerId: string } | { name: string };

interface InstitutionRow {
  id: string;
  slug: string;
  name: string;
  rorId: string | null;
}

/** Finds the organisations that records of other systems name. */
@Injectable()
export class OrganisationReferences {
  private readonly database: ReadDatabase;
  private readonly partners: PartnerReferences;

  constructor(database: ReadDatabase, partners: PartnerReferences) {
    this.database = database;
    this.partners = partners;
  }

  /**
   * The organisations that are written as ROR ids, names, or slugs of ours: one of our institutions where
   * that is certain, else a partner of the registry where that is, else the name as it stands, which is in
   * `unresolved` as well: a wrong organisation would be worse than a mere name.
   */
  async resolve(
    written: readonly string[],
  ): Promise<{ organisations: OrganisationInput[]; unresolved: string[] }> {
    const institutions = await this.database.rows<InstitutionRow>(
      'SELECT id, slug, name, ror_id AS "rorId" FROM institutions',
      [],
    );
    const organisations: OrganisationInput[] = [];
    const unresolved: string[] = [];
    const partners = await this.partners.resolve(written.map((one) => [one]));
    for (const [index, one] of written.entries()) {
      const institutionId = institutionOf(one, institutions);
      const partnerId = institutionId ? undefined : partners[index]?.partnerIds[0];
      if (institutionId) organisations.push({ institutionId });
      else if (partnerId) organisations.push({ partnerId });
      else {
        organisations.push({ name: one });
        unresolved.push(one);
      }
    }
    return { organisations: once(organisations), unresolved };
  }
}

function institutionOf(written: string, institutions: readonly InstitutionRow[]): string | undefined {
  if (!isWellFormed(written)) return undefined;
  const rorId = rorIdOf(written);
  if (rorId !== null) return institutions.find((one) => one.rorId === rorId)?.id;
  const folded = fold(written);
  const named = institutions.filter(({ slug, name }) => slug === written || fold(name) === folded);
  return named.length === 1 ? named[0]!.id : undefined;
}

/** The same organisation may be written in two ways. */
function once(organisations: readonly OrganisationInput[]): OrganisationInput[] {
  const key = (one: OrganisationInput): string => ('name' in one ? fold(one.name) : Object.values(one)[0]!);
  return [...new Map(organisations.map((one) => [key(one), one])).values()];
}
