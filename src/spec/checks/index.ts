import type { Check } from './check.js';
import { checkColumns, checkSplit } from './columns.js';
import { checkConnections } from './connections.js';
import { checkFreezing } from './freezing.js';
import { checkLayerOptions } from './layerOptions.js';
import { checkOptimizer, checkSchedule } from './learningRate.js';
import { checkLoss, checkOutput, checkTarget } from './lossAndTask.js';
import { checkStopping } from './stopping.js';

/** Every look at several options together. */
export const checks: readonly Check[] = [
  checkColumns,
  checkSplit,
  checkConnections,
  checkLayerOptions,
  checkLoss,
  checkTarget,
  checkOutput,
  checkOptimizer,
  checkSchedule,
  checkStopping,
  checkFreezing,
];
