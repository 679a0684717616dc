export { DesignationImportsService, type EntryOutcome } from './designations/designation-imports.service.ts';
export { entryOfCluster, entryOfRow, type ListEntry } from './designations/list-entry.ts';
export { DesignationsReadModel, type DesignationRow } from './designations/designations-read-model.ts';
export { PartnerMatcher, type PartnerMatchRow } from './matching/partner-matcher.ts';
export { NameFollowers } from './name-followers.ts';
export { fold } from './names/fold.ts';
export { PartnerNames } from './names/partner-names.ts';
export { PartnerReferences } from './names/partner-references.ts';
export { partnerIdOf, rorIdOf } from './partner-id.ts';
export { PartnersModule } from './partners.module.ts';
export {
  currentPartnerId,
  partnerJson,
  partnerNamesSql,
  partnersJson,
  partnerSpans,
} from './reading/partner-sql.ts';
export {
  PartnersReadModel,
  type PartnerListArguments,
  type PartnerNameRow,
  type PartnerRow,
} from './reading/partners-read-model.ts';
export {
  PartnerAdditionsService,
  type PartnerAddInput,
  type ProposedName,
} from './registry/partner-additions.service.ts';
export { RegistryImportsService } from './registry/registry-imports.service.ts';
export { RecordError, registryRecordOf, type RegistryRecord } from './registry/registry-record.ts';
