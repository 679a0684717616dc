import { AuditModule } from '#audit';
import { DocumentsModule } from '#documents';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdvisoryReminder, AdvisoryResponse } from './responses/advisory-response.entity.ts';
import { IssuedAdvisories } from './responses/issued-advisories.ts';
import { ResponsesReadModel } from './responses/responses-read-model.ts';
import { ResponsesService } from './responses/responses.service.ts';

const DOORS = [ResponsesService, ResponsesReadModel];

@Module({
  imports: [TypeOrmModule.forFeature([AdvisoryResponse, AdvisoryReminder]), AuditModule, DocumentsModule],
  providers: [IssuedAdvisories, ...DOORS],
  exports: DOORS,
})
export class AdvisoriesModule {}
