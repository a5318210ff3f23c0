import type { KernelCall } from '../../tensor/kernels/table.js';
import type { MemberConfig, Task } from '../config.js';
import type { Member } from '../option.js';

/** Where a loss finds its buffers, as word offsets; 0 means none. */
export interface LossBuffers {
  /** `rows4 × ld` outputs of the network, `n` of them real. */
  readonly output: number;
  readonly target: number;
  /** Where the gradient goes. */
  readonly dOutput: number;
  /** One word: the mean over the batch. */
  readonly loss: number;
  readonly classWeights: number;
  readonly rows: number;
  readonly rows4: number;
  readonly n: number;
  readonly ld: number;
}

export interface Loss extends Member {
  /** The tasks whose targets it can read. */
  readonly tasks: readonly Task[];
  /** Whether a row's target is one class index or a value for each of `outputs` outputs. */
  target(outputs: number): 'classIndex' | 'values';
  /** With class weights: whether the mean divides by the sum of the weights (as PyTorch's CrossEntropyLoss) or by the number of rows. */
  readonly dividesByWeights?: boolean;
  /** False where `classWeights` cannot be applied. */
  readonly takesClassWeights: boolean;
  emit(config: MemberConfig, buffers: LossBuffers): KernelCall;
}

export function defineLoss(loss: Loss): Loss {
  return loss;
}
