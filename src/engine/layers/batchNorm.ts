import { roundUp, sizeOf } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import { numberOption } from '../member.js';
import { defineLayer } from './layer.js';
import { normParameters } from './normParameters.js';
import { activationOf, weightOptions } from './weightOptions.js';

export const batchNorm = defineLayer({
  name: 'batchNorm',
  doc: 'y = (x − mean)/√(variance + ε)·weight + bias, by feature over the batch, or by channel over batch and places; in evaluation with running statistics kept while training. Lets deep networks learn faster and at higher rates (Ioffe & Szegedy 2015), and wants batches of 16 or more. Momentum is PyTorch’s: the weight of the new batch.',
  options: {
    epsilon: {
      kind: 'number',
      above: 0,
      default: 1e-5,
      doc: 'Added to the variance, so that a constant feature does not divide by zero.',
    },
    momentum: {
      kind: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.1,
      doc: 'Share of each new batch in the running statistics: running ← (1 − momentum)·running + momentum·batch.',
    },
    ...weightOptions,
  },
  example: { inputShape: [6], options: {} },
  isRescalable: true,
  unitAxis: 'first',
  passesThrough: true,
  describe(config, { inputShapes: [inputShape = []] }) {
    const [features = 1] = inputShape;
    return {
      outputShape: inputShape,
      parameters: normParameters(config, features),
      state: [
        { suffix: 'running_mean', shape: [features], initial: 0 },
        { suffix: 'running_var', shape: [features], initial: 1 },
      ],
    };
  },
  operations: ({ outputShape }) => 4 * sizeOf(outputShape),
  emit(layer, [input], emitter) {
    const x = emitter.byChannels(input);
    const gamma = emitter.parameter(layer, 'weight')!;
    const beta = emitter.parameter(layer, 'bias');
    const y = emitter.value(x.shape, { needsGradient: emitter.needsGradient(layer, [x]), layout: x.layout });
    const n8 = roundUp(x.width, 8);
    const { rows, rows4 } = x;
    const runningMean = emitter.state(layer, 'running_mean').pointer;
    const runningVar = emitter.state(layer, 'running_var').pointer;
    const epsilon = numberOption(layer.config, 'epsilon');
    const shared = {
      x: x.buffer.pointer,
      y: y.buffer.pointer,
      gamma: gamma.pointer,
      beta: beta?.pointer ?? emitter.zeros(n8),
      runningMean,
      runningVar,
      rows4,
      n8,
      epsilon,
    };
    if (!emitter.training || !layer.trainable) {
      emitter.call('batchNormInference', shared);
      emitter.onBackward(y, (dy) => {
        emitter.addGradient(x, (dx) => {
          emitter.call('batchNormInferenceBackward', {
            dy,
            gamma: gamma.pointer,
            runningVar,
            dx,
            rows4,
            n8,
            epsilon,
          });
        });
      });
    } else {
      const mean = emitter.scratch(n8);
      const inverseStd = emitter.scratch(n8);
      const momentum = numberOption(layer.config, 'momentum');
      const forward = { ...shared, mean, inverseStd, rows, ld: n8, momentum, relu: 0 };
      emitter.call('batchNormForward', forward);
      emitter.offerRectified(y, () => {
        forward.relu = 1;
      });
      emitter.onBackward(y, (dy) => {
        emitter.addGradientOrDiscard(x, (dx) => {
          emitter.call('batchNormBackward', {
            dy,
            x: x.buffer.pointer,
            mean,
            inverseStd,
            gamma: gamma.pointer,
            dx,
            dGamma: emitter.gradientOf(gamma),
            dBeta: beta ? emitter.gradientOf(beta) : emitter.scratch(n8),
            rows,
            rows4,
            n8,
            ld: n8,
          });
        });
      });
    }
    return activate(emitter, y, activationOf(layer.config));
  },
});
