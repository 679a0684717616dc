import { Accounts, TokensService } from '#identity';
import { InstitutionsService, MembershipsService, SharingGroupsService } from '#institutions';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Connection } from '../database.ts';
import { withServicesOn } from '../services.ts';
import { Progress } from '../output.ts';
import { documents } from './content/documents.ts';
import { institutions } from './content/institutions.ts';
import { people } from './content/people.ts';
import { sharingGroups } from './content/sharing-groups.ts';
import { DocumentSeeder } from './document-seeder.ts';
import { seedAnswers } from './seed-answers.ts';
import { seedCentres } from './seed-centres.ts';
import { seedPartners } from './seed-partners.ts';
import { SeedClock } from './seed-clock.ts';
import { stableId } from './stable-id.ts';

/** Two readers of two universities, whose tokens start-up prints: the same search finds different things. */
const VISITORS = ['oluwaseun-adebayo', 'daniel-ferreira'];

/**
 * Fills the database with the demonstration community: the same ids every time, through the same services
 * that serve requests, each thing at its own time. What is there already stays as it is.
 */
export async function seedDemo(connection: Connection): Promise<void> {
  const clock = new SeedClock();
  await withServicesOn(
    connection,
    async (services) => {
      const known = await existingIds(services.get(DataSource));
      const progress = new Progress('Seeding', documents.length);
      await seedInstitutions(services, known);
      await seedPeople(services, known);
      await seedGroups(services, known);
      await seedPartners(services, known);
      const seeder = new DocumentSeeder(services, clock);
      for (const document of documents) {
        await seeder.seed(document);
        progress.step();
      }
      await seedAnswers(services, clock);
      progress.end();
      clock.set(new Date());
      await seedCentres(services);
      await keepTokens(services);
    },
    { clock },
  );
}

async function existingIds(source: DataSource): Promise<Set<string>> {
  const rows: { id: string }[] = await source.query(
    'SELECT id FROM institutions UNION SELECT id FROM users UNION SELECT id FROM memberships UNION SELECT id FROM sharing_groups UNION SELECT id FROM partners',
  );
  return new Set(rows.map((row) => row.id));
}

async function seedInstitutions(
  services: INestApplicationContext,
  known: ReadonlySet<string>,
): Promise<void> {
  for (const institution of institutions) {
    const id = stableId(`institution ${institution.slug}`);
    if (!known.has(id)) await services.get(InstitutionsService).create({ ...institution, id });
  }
}

async function seedPeople(services: INestApplicationContext, known: ReadonlySet<string>): Promise<void> {
  for (const { key, email, name, memberships } of people) {
    const userId = stableId(`user ${key}`);
    if (!known.has(userId)) await services.get(Accounts).create({ email, name }, userId);
    for (const { institution, ...grant } of memberships) {
      const id = stableId(`membership ${key} ${institution}`);
      if (known.has(id)) continue;
      await services
        .get(MembershipsService)
        .grant(userId, stableId(`institution ${institution}`), { ...grant, id });
    }
  }
}

async function seedGroups(services: INestApplicationContext, known: ReadonlySet<string>): Promise<void> {
  const groups = services.get(SharingGroupsService);
  for (const { key, name, owner, members, invited } of sharingGroups) {
    const id = stableId(`group ${key}`);
    if (known.has(id)) continue;
    await groups.createByOperator(name, stableId(`institution ${owner}`), id);
    for (const slug of members) await groups.addByOperator(id, stableId(`institution ${slug}`), true);
    for (const slug of invited) await groups.addByOperator(id, stableId(`institution ${slug}`), false);
  }
}

async function keepTokens(services: INestApplicationContext): Promise<void> {
  const tokens = services.get(TokensService);
  const kept = await tokens.demonstrationTokens();
  for (const { key, email } of people.filter((person) => VISITORS.includes(person.key))) {
    if (kept.has(email)) continue;
    const userId = stableId(`user ${key}`);
    await tokens.keepForDemonstration(userId, (await tokens.create(userId)).token);
  }
}
