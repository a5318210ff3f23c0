import type { Check } from './check.js';
import { checkColumns, checkSplit } from './columns.js';
import { checkConnections } from './connections.js';
import { checkFreezing } from './freezing.js';
import { checkLayerOptions, checkUnits } from './layerOptions.js';
import { checkOptimizer, checkSchedule } from './learningRate.js';
import { checkLinearStack } from './linearStack.js';
import { checkLoss, checkOutput, checkTarget } from './lossAndTask.js';
import { checkMonitor, checkStopping } from './stopping.js';

/** Every look at several options together. */
export const checks: readonly Check[] = [
  checkColumns,
  checkSplit,
  checkConnections,
  checkUnits,
  checkLayerOptions,
  checkLinearStack,
  checkLoss,
  checkTarget,
  checkOutput,
  checkOptimizer,
  checkSchedule,
  checkStopping,
  checkMonitor,
  checkFreezing,
];
