export { CentresModule } from './centres.module.ts';
export { CentreStatistics } from './figures/statistics-read-model.ts';
export type { JointCentreStatistics } from './figures/statistics.ts';
export { CollaborationNetworks } from './network/network-read-model.ts';
export type { CollaborationNetwork, NetworkOrganisation } from './network/network.ts';
export type { JointCentreFilter } from './reading/centre-filter.ts';
export {
  JointCentresReadModel,
  type JointCentreListArguments,
  type JointCentreRow,
} from './reading/joint-centres-read-model.ts';
export { CentreImportsService, type CentreImportOutcome } from './writing/centre-imports.service.ts';
export {
  JointCentresService,
  type JointCentreCreateInput,
  type JointCentreEditInput,
} from './writing/joint-centres.service.ts';
export { OrganisationReferences } from './writing/organisation-references.ts';
export { networkChart } from './charts/network-chart.ts';
export { yearsChart } from './charts/years-chart.ts';
export { graphml } from './network/graphml.ts';
