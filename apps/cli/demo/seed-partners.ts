import { Authentication } from '#identity';
import { partnerIdOf, PartnerAdditionsService, RegistryImportsService, registryRecordOf } from '#partners';
import type { INestApplicationContext } from '@nestjs/common';
import { documents } from './content/documents.ts';
import { inventedPartners, partnersOfDocuments, registryRecords } from './content/partners.ts';
import { stableId } from './stable-id.ts';

/** The id of an invented partner. */
export function inventedPartnerId(key: string): string {
  return stableId(`partner ${key}`);
}

/**
 * Real partners as the registry has them, and the invented ones, each added by the author of the first
 * document about it. What is there already stays as it is.
 */
export async function seedPartners(
  services: INestApplicationContext,
  known: ReadonlySet<string>,
): Promise<void> {
  const imports = services.get(RegistryImportsService);
  const records = registryRecords.map(registryRecordOf).filter(({ rorId }) => !known.has(partnerIdOf(rorId)));
  if (records.length > 0) {
    await imports.importBatch(records);
    await imports.finish();
  }
  for (const { key, ...input } of inventedPartners) {
    const id = inventedPartnerId(key);
    if (known.has(id)) continue;
    const first = documents.find((document) => partnersOfDocuments[document.key]?.includes(key));
    const author = await services
      .get(Authentication)
      .principalOf(stableId(`user ${first!.author}`), first!.institution);
    await services.get(PartnerAdditionsService).add(author, input, id);
  }
}
