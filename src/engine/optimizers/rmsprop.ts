import { flagOption, numberOption } from '../member.js';
import { decayRate, defineOptimizer, epsilonOption, normArguments } from './optimizer.js';

/** Running averages of g² (and of g when centred); momentum over the divided gradient, as PyTorch has it. */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  aliases: ['rmsProp'],
  doc:
    'Divides each gradient by the root of its running mean square: s ← α·s + (1−α)·g², w ← w − η·g/(√s + ε). ' +
    'Weights with large gradients take smaller steps; good for recurrent networks and changing targets ' +
    '(Tieleman & Hinton 2012). Centred, it divides by the standard deviation (Graves 2013).',
  defaultLearningRate: 0.01,
  options: {
    alpha: decayRate(0.99, 'Memory of the running mean of squared gradients; nearer to 1 is longer.'),
    epsilon: epsilonOption(1e-8),
    momentum: {
      kind: 'number',
      minimum: 0,
      default: 0,
      doc: 'Share of the last divided step that is kept.',
    },
    centered: {
      kind: 'boolean',
      default: false,
      doc: 'Divide by the standard deviation of the gradient instead of its root mean square.',
    },
  },
  slots: (config) => [
    'squareAverage',
    ...(numberOption(config, 'momentum') > 0 ? ['momentumBuffer'] : []),
    ...(flagOption(config, 'centered') ? ['gradientAverage'] : []),
  ],
  update: (config, buffers) => {
    const [squareAverage = 0, ...optional] = buffers.slots;
    const momentumBuffer = numberOption(config, 'momentum') > 0 ? (optional.shift() ?? 0) : 0;
    const gradientAverage = flagOption(config, 'centered') ? (optional.shift() ?? 0) : 0;
    return {
      kernel: 'rmspropUpdate',
      arguments: {
        parameter: buffers.parameter,
        gradient: buffers.gradient,
        squareAverage,
        momentumBuffer,
        gradientAverage,
        count: buffers.count,
        step: buffers.step,
        alpha: numberOption(config, 'alpha'),
        epsilon: numberOption(config, 'epsilon'),
        momentum: numberOption(config, 'momentum'),
        weightDecay: numberOption(config, 'weightDecay'),
        ...normArguments(buffers),
      },
    };
  },
});
