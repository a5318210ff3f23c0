import type { KernelCall } from '../../tensor/kernels/table.js';
import type { stepBlock } from '../../tensor/kernels/stepBlock.js';
import type { MemberConfig } from '../config.js';
import type { Member } from '../option.js';

/** Where an optimizer finds its buffers: word offsets of flat arrays of `count` values each. */
export interface OptimizerBuffers {
  readonly parameter: number;
  readonly gradient: number;
  /** In the order of `slots(config)`. */
  readonly slots: readonly number[];
  readonly count: number;
  /** The step block. */
  readonly step: number;
}

export type WriteStep = (field: Exclude<keyof typeof stepBlock, 'words'>, value: number) => void;

/** An update rule as init/update over flat buffers; all its state is in its slots and in the step count. */
export interface Optimizer extends Member {
  readonly defaultLearningRate: number;
  /** Names of the state buffers, each starting at `initialSlotValue` (0). */
  slots(config: MemberConfig): readonly string[];
  readonly initialSlotValue?: (config: MemberConfig) => number;
  update(config: MemberConfig, buffers: OptimizerBuffers): KernelCall;
  /** Writes what depends on the step count `t` (from 1), such as bias corrections. Called before each step. */
  prepareStep?(config: MemberConfig, t: number, write: WriteStep): void;
}
