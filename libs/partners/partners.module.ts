import { AuditModule } from '#audit';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Designation } from './designations/designation.entity.ts';
import { DesignationImportsService } from './designations/designation-imports.service.ts';
import { EntryMatcher } from './designations/entry-matcher.ts';
import { DesignationsReadModel } from './designations/designations-read-model.ts';
import { NameFollowers } from './name-followers.ts';
import { PartnerMatcher } from './matching/partner-matcher.ts';
import { PartnerNames } from './names/partner-names.ts';
import { PartnerReferences } from './names/partner-references.ts';
import { PartnerKey, PartnerName, PartnerWord } from './partner-name.entity.ts';
import { PartnerExternalId, PartnerRelation } from './partner-relation.entity.ts';
import { Partner } from './partner.entity.ts';
import { PartnersReadModel } from './reading/partners-read-model.ts';
import { PartnerAdditionsService } from './registry/partner-additions.service.ts';
import { RegistryImportsService } from './registry/registry-imports.service.ts';

const DOORS = [
  PartnerAdditionsService,
  DesignationImportsService,
  PartnersReadModel,
  DesignationsReadModel,
  PartnerNames,
  PartnerReferences,
  PartnerMatcher,
  RegistryImportsService,
  NameFollowers,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Partner, PartnerName, PartnerKey, PartnerWord]),
    AuditModule,
    TypeOrmModule.forFeature([PartnerRelation, PartnerExternalId, Designation]),
  ],
  providers: [EntryMatcher, ...DOORS],
  exports: DOORS,
})
export class PartnersModule {}
