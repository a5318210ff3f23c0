import type { LayerConfig, MemberConfig } from '../engine/config.js';
import type { DataConfig } from '../data/dataset.js';
import type { Task } from '../data/task.js';
import type { EarlyStoppingSection, PretrainedSection, SpecPath, TrainingSection } from './spec.js';

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What could be read of a spec: defaults stand where nothing was written, and nothing where it was wrong. */
export interface Draft {
  readonly data: Loose<DataConfig>;
  readonly task: Task | undefined;
  /** Null where a layer could not be read, so that the indices hold. */
  readonly layers: readonly (LayerConfig | null)[];
  readonly loss: MemberConfig | undefined;
  readonly optimizer: MemberConfig | undefined;
  readonly schedule: MemberConfig | undefined;
  readonly training: Loose<Omit<TrainingSection, 'earlyStopping'>> & {
    readonly earlyStopping?: Loose<EarlyStoppingSection> | undefined;
  };
  readonly pretrained: Loose<PretrainedSection> | undefined;
  /** Whether something is written at this path. */
  readonly isGiven: (path: SpecPath) => boolean;
}
