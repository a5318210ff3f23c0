import { useRelu } from '../fixes/activation.js';
import { rankFixes } from '../fixes/fix.js';
import { useDefaultInit, useZeroBiases } from '../fixes/initialisation.js';
import { lowerLearningRate } from '../fixes/learningRate.js';
import { addNorm } from '../fixes/norm.js';
import { defineRule } from '../rule.js';
import { say, sayRange } from '../say.js';
import { findSickLayers, reportSickLayers } from '../sickLayers.js';

export const saturatedUnits = defineRule({
  code: 'saturated-units',
  doc: 'Units of tanh or sigmoid stand at the ends of their range, where the slope is all but 0. Hardly any gradient passes them, so that they and the layers before them stop learning.',
  severity: 'warning',
  source:
    'Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, https://proceedings.mlr.press/v9/glorot10a.html; SageMaker Debugger, SaturatedActivation',
  threshold: {
    default: 0.5,
    doc: 'Share of a layer’s outputs beyond 0.97 of their range over an epoch’s rows, while the loss is above a tenth of a guess’s.',
  },
  needs: ['saturated_share/', 'epochs'],
  speaks: 'After three epochs in a row.',
  remedies: 'Start biases at 0; initialise by the size of the layer; batchNorm before the activation; relu.',
  explains: ['vanishing-gradient', 'learning-rate-too-low', 'update-too-small', 'underfitting', 'plateau'],
  check(context) {
    const { spec, metrics, threshold } = context;
    const sick = findSickLayers(context, 'saturated_share/');
    return reportSickLayers(
      sick,
      ({ config, value }) => `${say(value)} of the outputs of ${config.name} are saturated`,
      ({ value }) =>
        `Units saturate in ${sayRange(sick.map(({ config }) => config.name))}: ${say(value)} of their outputs are at the limits, above ${say(threshold)}`,
      rankFixes(
        useZeroBiases(spec),
        useDefaultInit(spec),
        addNorm(spec),
        useRelu(spec),
        lowerLearningRate(spec, metrics),
      ),
    );
  },
});
