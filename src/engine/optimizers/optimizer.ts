import type { KernelCall } from '../../tensor/kernels/table.js';
import type { stepBlock } from '../../tensor/kernels/stepBlock.js';
import type { MemberConfig } from '../config.js';
import type { Member, Option } from '../option.js';

/** Where an optimizer finds its buffers: word offsets of flat arrays of `count` values each. */
export interface OptimizerBuffers {
  readonly parameter: number;
  readonly gradient: number;
  /** In the order of `slots(config)`. */
  readonly slots: readonly number[];
  readonly count: number;
  /** The step block. */
  readonly step: number;
  /** Where the norms of the gradient's segments are to be written, if they are asked for. */
  readonly norms?: GradientNorms;
}

/** `count` segments that follow each other and together are the whole gradient, and where their norms go. */
export interface GradientNorms {
  readonly segments: number;
  readonly count: number;
  readonly norms: number;
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

/** An optimizer with the options that all have, `learningRate` and `weightDecay`, around its own. */
export function defineOptimizer(
  optimizer: Optimizer & { readonly defaultWeightDecay?: number; readonly decoupledDecay?: boolean },
): Optimizer {
  const decay = optimizer.decoupledDecay
    ? 'Share of each weight, times the learning rate, taken off at every step, apart from the gradient.'
    : 'Factor of the weight that is added to its gradient at every step (an L2 penalty of half of it).';
  return {
    ...optimizer,
    options: {
      learningRate: {
        kind: 'number',
        above: 0,
        default: optimizer.defaultLearningRate,
        doc: 'Step size: how far each update goes along its direction. A schedule may change it over the epochs.',
      },
      ...optimizer.options,
      weightDecay: {
        kind: 'number',
        minimum: 0,
        default: optimizer.defaultWeightDecay ?? 0,
        doc: `${decay} Biases decay too.`,
      },
    },
  };
}

/** Where a kernel that finds the norms of the gradient on the way is to write them; 0 where nobody asks. */
export function normArguments({ norms }: OptimizerBuffers) {
  return { segments: norms?.segments ?? 0, segmentCount: norms?.count ?? 0, norms: norms?.norms ?? 0 };
}

/** The offset of a state buffer by its place in `slots`; 0, the kernels' "none", where the rule keeps none. */
export function slotAt(buffers: OptimizerBuffers, index: number): number {
  return buffers.slots[index] ?? 0;
}

/** The option of a decay rate of a running average. */
export function decayRate(value: number, doc: string): Option {
  return { kind: 'number', minimum: 0, below: 1, default: value, doc };
}

/** The option of the small number that keeps a division finite. */
export function epsilonOption(value: number): Option {
  return {
    kind: 'number',
    minimum: 0,
    default: value,
    doc: 'Small number added to the denominator, so that a division by almost nothing stays finite.',
  };
}
