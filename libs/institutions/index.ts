export { countryCodes, countryName, isCountry } from './country.ts';
export { institutionJson, membershipJson, sharingGroupJson } from './institution-sql.ts';
export { InstitutionsModule } from './institutions.module.ts';
export { InstitutionsReadModel } from './institutions-read-model.ts';
export { InstitutionsService, type NewInstitution } from './institutions.service.ts';
export { MembershipsService, type Invitation, type MembershipChange } from './memberships.service.ts';
export { SharingGroupsService } from './sharing-groups.service.ts';
