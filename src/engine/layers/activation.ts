import { activate } from '../activate.js';
import { defineLayer } from './layer.js';
import { activationOf } from './weightOptions.js';

export const activation = defineLayer({
  name: 'activation',
  doc: 'y = f(x), a layer of its own for an activation that stands apart from the weights before it, as after a norm. The option activation of a layer with weights does the same more shortly.',
  options: {
    function: {
      kind: 'member',
      family: 'activations',
      required: true,
      doc: 'Which function: linear, relu, leakyRelu, elu, selu, gelu, silu, sigmoid, tanh, softplus or softmax.',
    },
  },
  example: { inputShape: [6], options: { function: 'tanh' } },
  isRescalable: true,
  unitAxis: 'kept',
  describe: (_config, { inputShapes: [inputShape = []] }) => ({
    outputShape: inputShape,
    parameters: [],
    state: [],
  }),
  emit: (layer, [x], emitter) => activate(emitter, x, activationOf(layer.config, 'function')),
});
