import { AuditModule } from '#audit';
import { DocumentsModule } from '#documents';
import { AccountData, IdentityModule } from '#identity';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { advisoryParts } from './account-parts.ts';
import { advisoriesEnded, advisoriesToAnswer } from './inbox/advisory-sources.ts';
import { overdueForReview, requestsToDecide, reviewsToDo } from './inbox/document-sources.ts';
import { InboxReadModel } from './inbox/inbox-read-model.ts';
import { InboxSources } from './inbox/inbox-sources.ts';
import { ProgressReadModel } from './progress/progress-read-model.ts';
import { RemindersService } from './progress/reminders.service.ts';
import { AdvisoryReminder, AdvisoryResponse } from './responses/advisory-response.entity.ts';
import { IssuedAdvisories } from './responses/issued-advisories.ts';
import { ResponsesReadModel } from './responses/responses-read-model.ts';
import { ResponsesService } from './responses/responses.service.ts';

const DOORS = [
  ResponsesService,
  ResponsesReadModel,
  ProgressReadModel,
  RemindersService,
  InboxReadModel,
  InboxSources,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([AdvisoryResponse, AdvisoryReminder]),
    AuditModule,
    IdentityModule,
    DocumentsModule,
  ],
  providers: [IssuedAdvisories, ...DOORS],
  exports: DOORS,
})
export class AdvisoriesModule {
  constructor(sources: InboxSources, data: AccountData) {
    data.add(...advisoryParts);
    sources.add(advisoriesToAnswer);
    sources.add(advisoriesEnded);
    sources.add(reviewsToDo);
    sources.add(requestsToDecide);
    sources.add(overdueForReview);
  }
}
