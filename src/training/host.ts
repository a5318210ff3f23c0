import type { DataFiles } from '../data/files.js';
import type { KernelBinaries } from '../engine/session.js';
import type { FileSystem } from '../runs/fileSystem.js';
import type { Host } from '../runs/liveness.js';
import type { Threads } from '../tensor/kernels/threads.js';
import type { Clock } from './clock.js';

/** What training needs of the machine it runs on. `node.ts` has Node's; tests have their own. */
export interface TrainingHost {
  readonly fileSystem: FileSystem;
  /** The files that a spec names, relative to it. */
  filesBeside(specPath: string): DataFiles;
  /** The two builds of the kernels; null trains on the reference machine, in plain TypeScript. */
  readonly kernels: KernelBinaries | null;
  /** Null where a step cannot be shared. */
  readonly threads: Threads | null;
  readonly clock: Clock;
  /** The memory that a training can have now, in bytes. */
  availableBytes(): number;
  /** Who trains, and who else does: `now` in milliseconds since 1970. */
  readonly here: Host;
  readonly processId: number;
  /** What made the run: `netweight`, `node`, … */
  readonly versions: Readonly<Record<string, string>>;
}
