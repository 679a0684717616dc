import { AuditModule, AuditTrail } from '#audit';
import { AccountData, IdentityModule } from '#identity';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { directoryParts, membershipsPart } from './account-part.ts';
import { Institution } from './institution.entity.ts';
import { InstitutionsReadModel } from './institutions-read-model.ts';
import { InstitutionsService } from './institutions.service.ts';
import { Membership } from './membership.entity.ts';
import { MembershipsService } from './memberships.service.ts';
import { ScimToken } from './provisioning/scim-token.entity.ts';
import { ScimUser } from './provisioning/scim-user.entity.ts';
import { ProvisioningService } from './provisioning/provisioning.service.ts';
import { ScimTokensService } from './provisioning/scim-tokens.service.ts';
import { ServiceAccount } from './service-accounts/service-account.entity.ts';
import { ServiceAccountsService } from './service-accounts/service-accounts.service.ts';
import { SharingGroup, SharingGroupMember } from './sharing-group.entity.ts';
import { SharingGroupsService } from './sharing-groups.service.ts';

const ENTITIES = [
  ...[Institution, Membership, SharingGroup, SharingGroupMember],
  ...[ServiceAccount, ScimToken, ScimUser],
];
const DOORS = [
  ...[InstitutionsService, MembershipsService, SharingGroupsService, InstitutionsReadModel],
  ...[ServiceAccountsService, ScimTokensService, ProvisioningService],
];

@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES), AuditModule, IdentityModule],
  providers: DOORS,
  exports: DOORS,
})
export class InstitutionsModule {
  constructor(data: AccountData, trail: AuditTrail) {
    data.add(membershipsPart(trail), ...directoryParts);
  }
}
