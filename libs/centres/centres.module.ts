import { AuditModule } from '#audit';
import { PartnersModule } from '#partners';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CentreStatistics } from './figures/statistics-read-model.ts';
import { JointCentre, JointCentreImport, JointCentreOrganisation } from './joint-centre.entity.ts';
import { CollaborationNetworks } from './network/network-read-model.ts';
import { JointCentresReadModel } from './reading/joint-centres-read-model.ts';
import { CentreImportsService } from './writing/centre-imports.service.ts';
import { CentreWriter } from './writing/centre-writer.ts';
import { JointCentresService } from './writing/joint-centres.service.ts';
import { OrganisationReferences } from './writing/organisation-references.ts';

const DOORS = [
  JointCentresService,
  CentreImportsService,
  OrganisationReferences,
  JointCentresReadModel,
  CentreStatistics,
  CollaborationNetworks,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([JointCentre, JointCentreOrganisation, JointCentreImport]),
    AuditModule,
    PartnersModule,
  ],
  providers: [CentreWriter, ...DOORS],
  exports: DOORS,
})
export class CentresModule {}
