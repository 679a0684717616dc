import { readSettings } from '#config';
import { Accounts, TokensService } from '#identity';
import { InstitutionsService, MembershipsService } from '#institutions';
import type { Role } from '#kernel';
import { withServicesOn } from '../../apps/cli/services.ts';

/** Who takes part while something breaks; tokens. */
export interface Community {
  /** Of the institution that owns all documents; the second approves what the first writes. */
  publisher: string;
  colleague: string;
  /** A reader of the owner, who may read whatever is published. */
  reader: string;
  /** A reader of another institution. */
  outsider: string;
  /** An administrator of the other institution. */
  administrator: string;
}

/** Two institutions with people, on a database that is up to date, past every process that uses it. */
export function settle(url: string): Promise<Community> {
  const settings = readSettings({ DATABASE_URL: url, LOG_LEVEL: 'silent' });
  return withServicesOn({ url, settings }, async (services) => {
    const institution = (slug: string): Promise<{ id: string }> =>
      services
        .get(InstitutionsService)
        .create({ slug, name: `Institution ${slug}`, kind: 'UNIVERSITY', country: 'GB' });
    const person = async (at: { id: string }, role: Role, administrator = false): Promise<string> => {
      count += 1;
      const user = await services
        .get(Accounts)
        .create({ email: `person-${count}@example.org`, name: `Person ${count}` });
      await services.get(MembershipsService).grant(user.id, at.id, { role, administrator });
      return (await services.get(TokensService).create(user.id)).token;
    };
    let count = 0;
    const [owner, other] = [await institution('owner'), await institution('other')];
    return {
      publisher: await person(owner, 'PUBLISHER'),
      colleague: await person(owner, 'PUBLISHER'),
      reader: await person(owner, 'READER'),
      outsider: await person(other, 'READER'),
      administrator: await person(other, 'READER', true),
    };
  });
}
