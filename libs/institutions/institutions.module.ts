import { AuditModule, AuditTrail } from '#audit';
import { AccountData, IdentityModule } from '#identity';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { membershipsPart } from './account-part.ts';
import { Institution } from './institution.entity.ts';
import { InstitutionsReadModel } from './institutions-read-model.ts';
import { InstitutionsService } from './institutions.service.ts';
import { Membership } from './membership.entity.ts';
import { MembershipsService } from './memberships.service.ts';
import { SharingGroup, SharingGroupMember } from './sharing-group.entity.ts';
import { SharingGroupsService } from './sharing-groups.service.ts';

@Module({
  imports: [
    TypeOrmModule.forFeature([Institution, Membership, SharingGroup, SharingGroupMember]),
    AuditModule,
    IdentityModule,
  ],
  providers: [InstitutionsService, MembershipsService, SharingGroupsService, InstitutionsReadModel],
  exports: [InstitutionsService, MembershipsService, SharingGroupsService, InstitutionsReadModel],
})
export class InstitutionsModule {
  constructor(data: AccountData, trail: AuditTrail) {
    data.add(membershipsPart(trail));
  }
}
