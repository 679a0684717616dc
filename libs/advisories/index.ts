export { AdvisoriesModule } from './advisories.module.ts';
export type { ResponseRow } from './responses/response-columns.ts';
export { ResponsesReadModel } from './responses/responses-read-model.ts';
export { ResponsesService, type Answer } from './responses/responses.service.ts';
