export { countryCodes, countryName, isCountry } from './country.ts';
export { INSTITUTION_COLUMNS, institutionJson, membershipJson, sharingGroupJson } from './institution-sql.ts';
export { InstitutionsModule } from './institutions.module.ts';
export { InstitutionsReadModel } from './institutions-read-model.ts';
export { InstitutionsService, type NewInstitution } from './institutions.service.ts';
export { MembershipsService, type Invitation, type MembershipChange } from './memberships.service.ts';
export { SharingGroupsService } from './sharing-groups.service.ts';
export {
  ServiceAccountsService,
  type ServiceAccountRow,
} from './service-accounts/service-accounts.service.ts';
export { ProvisioningService } from './provisioning/provisioning.service.ts';
export type { ScimChange, ScimCriterion, ScimPerson } from './provisioning/scim-person.ts';
export {
  ScimTokensService,
  type ScimPrincipal,
  type ScimTokenRow,
} from './provisioning/scim-tokens.service.ts';
