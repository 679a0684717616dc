import { DataSource } from 'typeorm';
import { ResponsesService } from '#advisories';
import { Authentication } from '#identity';
import type { INestApplicationContext } from '@nestjs/common';
import { advisoryAnswers } from './content/advisory-answers.ts';
import type { SeedClock } from './seed-clock.ts';
import { stableId } from './stable-id.ts';

/** Answers the advisories of the demonstration. Where an institution has answered already, all stays as it is. */
export async function seedAnswers(services: INestApplicationContext, clock: SeedClock): Promise<void> {
  const rows: { answered: string }[] = await services
    .get(DataSource)
    .query(`SELECT document_id || ' ' || institution_id AS answered FROM advisory_responses`);
  const known = new Set(rows.map((row) => row.answered));
  for (const { advisory, institution, person, steps } of advisoryAnswers) {
    const documentId = stableId(`document ${advisory}`);
    if (known.has(`${documentId} ${stableId(`institution ${institution}`)}`)) continue;
    for (const { at, ...answer } of steps) {
      clock.set(new Date(at));
      const principal = await services
        .get(Authentication)
        .principalOf(stableId(`user ${person}`), institution);
      await services.get(ResponsesService).respond(principal, documentId, answer);
    }
  }
}
