import { useLeakyRelu } from '../fixes/activation.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit, useZeroBiases } from '../fixes/initialisation.js';
import { lowerLearningRate } from '../fixes/learningRate.js';
import { addNorm } from '../fixes/norm.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSickLayers, reportSickLayers } from '../sickLayers.js';

export const deadUnits = defineRule({
  code: 'dead-units',
  doc: 'Units of relu are negative on nearly every row: they give 0, get no gradient and will not come back. What is left of the layer is as narrow as the units that live.',
  severity: 'warning',
  source:
    'AUTOTRAINER, ICSE 2021, https://doi.org/10.1109/ICSE43902.2021.00043; Lu et al., Dying ReLU and initialization, 2019, https://arxiv.org/abs/1903.06733; CS231n, Neural networks part 1: ReLU, https://cs231n.github.io/neural-networks-1/',
  threshold: {
    // Not the half of SageMaker's DeadRelu: behind some layers of relu all rows point much the same way, and about
    // half of a sound layer's units are negative on every one of them.
    default: 0.7,
    doc: 'Share of a layer’s units that are active on less than 1 % of an epoch’s rows, while the loss is above a tenth of a guess’s.',
  },
  needs: ['dead_share/', 'epochs'],
  speaks: 'After three epochs in a row.',
  remedies:
    'Start biases at 0; initialise by the size of the layer; leakyRelu; batchNorm; a lower learning rate.',
  explains: ['vanishing-gradient', 'learning-rate-too-low', 'update-too-small', 'underfitting', 'plateau'],
  check(context) {
    const { spec, metrics, threshold } = context;
    const sick = findSickLayers(context, 'dead_share/');
    const names = new Set(sick.map(({ config }) => config.name));
    return reportSickLayers(
      sick,
      ({ config, value }) => `${say(value)} of the units of ${config.name} are dead`,
      ({ value }) =>
        `Units are dead in ${sayRange([...names])}: ${say(value)} of them are active on less than 1 % of the rows, above ${say(threshold)}`,
      rankFixes(
        useZeroBiases(spec),
        useDefaultInit(spec),
        useLeakyRelu(spec, ({ name }) => names.has(name)),
        addNorm(spec),
        lowerLearningRate(spec, metrics),
      ),
    );
  },
});
