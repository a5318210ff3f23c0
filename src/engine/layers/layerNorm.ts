import { sizeOf } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import { numberOption } from '../member.js';
import { defineLayer } from './layer.js';
import { normParameters } from './normParameters.js';
import { activationOf, weightOptions } from './weightOptions.js';

export const layerNorm = defineLayer({
  name: 'layerNorm',
  doc: 'y = (x − mean)/√(variance + ε)·weight + bias, by sample over the last axis. Does the same in training and evaluation and does not depend on the size of the batch, so it suits small batches and sequences (Ba et al. 2016).',
  options: {
    epsilon: {
      kind: 'number',
      above: 0,
      default: 1e-5,
      doc: 'Added to the variance, so that a constant row does not divide by zero.',
    },
    ...weightOptions,
  },
  example: { inputShape: [6], options: {} },
  passesThrough: true,
  describe: (config, { inputShapes: [inputShape = []] }) => ({
    outputShape: inputShape,
    parameters: normParameters(config, inputShape.at(-1) ?? 1),
    state: [],
  }),
  operations: ({ outputShape }) => 4 * sizeOf(outputShape),
  emit(layer, [input], emitter) {
    const x = emitter.byLastAxis(input);
    const gamma = emitter.parameter(layer, 'weight')!;
    const beta = emitter.parameter(layer, 'bias');
    const y = emitter.value(x.shape, { needsGradient: emitter.needsGradient(layer, [x]) });
    const normalized = emitter.scratch(x.rows4 * x.ld);
    const inverseStd = emitter.scratch(x.rows4);
    const sizes = { rows4: x.rows4, n: x.width, ld: x.ld };
    emitter.call('layerNormForward', {
      x: x.buffer.pointer,
      y: y.buffer.pointer,
      normalized,
      inverseStd,
      gamma: gamma.pointer,
      beta: beta?.pointer ?? emitter.zeros(x.ld),
      ...sizes,
      epsilon: numberOption(layer.config, 'epsilon'),
    });
    emitter.onBackward(y, (dy) => {
      emitter.addGradientOrDiscard(x, (dx) => {
        emitter.call('layerNormBackward', {
          dy,
          normalized,
          inverseStd,
          gamma: gamma.pointer,
          dx,
          dGamma: emitter.gradientOf(gamma),
          dBeta: beta ? emitter.gradientOf(beta) : emitter.scratch(x.ld),
          ...sizes,
        });
      });
    });
    return activate(emitter, y, activationOf(layer.config));
  },
});
