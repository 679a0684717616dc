import { JointCentresService } from '#centres';
import { Authentication } from '#identity';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { jointCentres, type DemoJointCentre } from './content/joint-centres.ts';
import { sharingInput } from './document-seeder.ts';
import { inventedPartnerId } from './seed-partners.ts';
import { stableId } from './stable-id.ts';

/** The joint centres, each recorded by a publisher of its owner. What is there already stays as it is. */
export async function seedCentres(services: INestApplicationContext): Promise<void> {
  const rows: { id: string }[] = await services.get(DataSource).query('SELECT id FROM joint_centres');
  const known = new Set(rows.map(({ id }) => id));
  for (const centre of jointCentres) {
    const id = stableId(`joint centre ${centre.key}`);
    if (known.has(id)) continue;
    const recorder = await services
      .get(Authentication)
      .principalOf(stableId(`user ${centre.recorder}`), centre.institution);
    await services.get(JointCentresService).create(recorder, inputOf(centre), id);
  }
}

/** The centre as jointCentreCreate takes it, with ids in place of slugs and keys. */
function inputOf(centre: DemoJointCentre) {
  const { key: _key, institution: _institution, recorder: _recorder, sharing, ...said } = centre;
  return {
    ...said,
    organisations: centre.organisations.map((one) =>
      'institution' in one ? { institutionId: stableId(`institution ${one.institution}`) } : one,
    ),
    partners: centre.partners.map((one) =>
      'partner' in one ? { partnerId: inventedPartnerId(one.partner) } : one,
    ),
    sharing: sharing ? sharingInput(sharing) : null,
  };
}
