/** Cases for every kernel of the table, a file a group: shapes with all kinds of edges, and numbers that are not finite. */
import type { KernelName } from '../../../../src/tensor/kernels/table.js';
import type { KernelCase } from './arena.js';
import { activationCases } from './cases/activations.js';
import { attentionCases } from './cases/attention.js';
import { denseCases } from './cases/dense.js';
import { dropoutCases } from './cases/dropout.js';
import { embeddingCases } from './cases/embedding.js';
import { gradientCases } from './cases/gradients.js';
import { imageCases } from './cases/images.js';
import { lossCases } from './cases/losses.js';
import { metricCases } from './cases/metrics.js';
import { mixtureCases } from './cases/mixtures.js';
import { movingCases } from './cases/moving.js';
import { normCases } from './cases/norms.js';
import { optimizerCases } from './cases/optimizers.js';
import { pooledConvolutionCases } from './cases/pooledConvolution.js';
import { recurrenceCases } from './cases/recurrence.js';
import { watchingCases } from './cases/watching.js';

export const cases: Record<KernelName, KernelCase[]> = {
  ...movingCases,
  ...denseCases,
  ...activationCases,
  ...dropoutCases,
  ...embeddingCases,
  ...attentionCases,
  ...recurrenceCases,
  ...imageCases,
  ...pooledConvolutionCases,
  ...normCases,
  ...lossCases,
  ...metricCases,
  ...gradientCases,
  ...optimizerCases,
  ...watchingCases,
  ...mixtureCases,
};
