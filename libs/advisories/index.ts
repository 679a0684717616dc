export { AdvisoriesModule } from './advisories.module.ts';
export { InboxReadModel, type InboxRow } from './inbox/inbox-read-model.ts';
export { InboxSources, type InboxContext, type InboxSource } from './inbox/inbox-sources.ts';
export {
  ProgressReadModel,
  type ProgressRow,
  type ResponseListArguments,
} from './progress/progress-read-model.ts';
export { RemindersService } from './progress/reminders.service.ts';
export type { ResponseRow } from './responses/response-columns.ts';
export { ResponsesReadModel } from './responses/responses-read-model.ts';
export { ResponsesService, type Answer } from './responses/responses.service.ts';
