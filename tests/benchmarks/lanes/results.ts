import type { GrowthSize } from './growth/growth.ts';
import type { ImportFigures } from './importing.ts';
import type { Pace } from './measuring.ts';
import type { OperationFigures } from './ratios.ts';
import type { StartFigures } from './starting.ts';

/** Everything that a run of the benchmark has found; what was not measured is not there. */
export interface BenchResults {
  documents: number;
  /** Who asks at the same time. */
  clients: number;
  /** Connections to the database, of every side. */
  pool: number;
  pace: Pace;
  operations: Record<string, OperationFigures>;
  import?: ImportFigures;
  start?: StartFigures;
  growth?: GrowthSize[];
}
