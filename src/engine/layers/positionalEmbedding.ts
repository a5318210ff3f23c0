import { activate } from '../activate.js';
import { optionalNumber } from '../member.js';
import { defineLayer } from './layer.js';
import { activationOf, tableOptions } from './weightOptions.js';

export const positionalEmbedding = defineLayer({
  name: 'positionalEmbedding',
  doc: 'y = x + weight: adds to each position of [positions, features] a vector of its own, which is learnt. Attention sees its inputs as a heap; this says where each of them stands (Vaswani et al. 2017).',
  options: {
    length: {
      kind: 'number',
      integer: true,
      minimum: 1,
      doc: 'Number of positions that have a vector, at least those of the input. Left out: as many as the input has.',
    },
    dimension: {
      kind: 'number',
      integer: true,
      minimum: 1,
      doc: 'Length of each vector, which is that of the input’s last axis. Left out: taken from there.',
    },
    ...tableOptions,
  },
  example: { inputShape: [3, 4], options: { length: 5 } },
  isRescalable: true,
  describe(config, { inputShapes: [inputShape = []] }) {
    const [positions = 1, features = 1] = inputShape;
    const length = optionalNumber(config, 'length') ?? positions;
    const dimension = optionalNumber(config, 'dimension') ?? features;
    const shown = `[${inputShape.join(', ')}]`;
    if (inputShape.length !== 2) {
      return {
        path: [],
        message: `a positionalEmbedding reads [positions, features], and its input has the shape ${shown}; begin with an embedding or a reshape`,
      };
    }
    if (length < positions) {
      return {
        path: ['length'],
        message: `the input ${shown} has ${positions} positions, more than ${length}; leave out "length" to have it follow the input`,
      };
    }
    if (dimension !== features) {
      return {
        path: ['dimension'],
        message: `the input ${shown} has ${features} features at each position, not ${dimension}; leave out "dimension" to have it follow the input`,
      };
    }
    return {
      outputShape: inputShape,
      parameters: [
        {
          suffix: 'weight',
          shape: [length, dimension],
          kind: 'weight',
          storage: 'rows',
          groups: length,
          fanIn: dimension,
          fanOut: length,
          defaultInit: { type: 'randomNormal', mean: 0, std: 1 },
        },
      ],
      state: [],
    };
  },
  emit(layer, [input], emitter) {
    const x = emitter.byLastAxis(input);
    const weight = emitter.parameter(layer, 'weight')!;
    const y = emitter.value(x.shape, { needsGradient: emitter.needsGradient(layer, [x]) });
    const period = x.shape[0]! * x.ld;
    emitter.call('addRepeated', {
      x: x.buffer.pointer,
      addend: weight.pointer,
      y: y.buffer.pointer,
      count: x.rows4 * x.ld,
      period,
    });
    emitter.onBackward(y, (dy) => {
      const out = weight.gradient;
      if (out !== 0) {
        // Positions that the input does not have learn nothing.
        emitter.call('fill', { x: out, count: weight.words, value: 0 });
        emitter.call('sumRepeated', { x: dy, out, count: y.rows * y.ld, period });
      }
      emitter.addGradient(x, (dx) => {
        emitter.call('copy', { source: dy, destination: dx, count: x.rows4 * x.ld });
      });
    });
    return activate(emitter, y, activationOf(layer.config));
  },
});
