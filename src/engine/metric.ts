import type { KernelCall } from '../tensor/kernels/table.js';
import type { Task } from './config.js';

export interface MetricBuffers {
  readonly output: number;
  readonly target: number;
  /** Two words: correct ones, or the sums of absolute and squared errors. */
  readonly out: number;
  readonly rows: number;
  readonly n: number;
  readonly ld: number;
}

/** What a batch is counted by, beside its loss. */
export function emitMetric(task: Task, buffers: MetricBuffers): KernelCall {
  const { output: logits, ...rest } = buffers;
  switch (task) {
    case 'classification':
    case 'language':
      return { kernel: 'countCorrect', arguments: { logits, ...rest } };
    case 'binary':
    case 'multilabel':
      return { kernel: 'countCorrectBinary', arguments: { logits, ...rest } };
    case 'regression':
      return { kernel: 'sumErrors', arguments: buffers };
  }
}
