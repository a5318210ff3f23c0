import { sizeOf } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import { numberOption, optionalNumber } from '../member.js';
import { defineLayer } from './layer.js';
import { activationOf, tableOptions } from './weightOptions.js';

export const embedding = defineLayer({
  name: 'embedding',
  doc: 'Gives each token, a whole number from 0, a vector of its own, which is learnt; as PyTorch’s Embedding. The first layer of a network on text: [positions] becomes [positions, dimension].',
  options: {
    vocabulary: {
      kind: 'number',
      integer: true,
      minimum: 1,
      doc: 'Number of different tokens, 0 to vocabulary − 1. Left out for the task `language`: as many as the text has characters.',
    },
    dimension: {
      kind: 'number',
      integer: true,
      minimum: 1,
      required: true,
      doc: 'Length of each token’s vector. 16 to 128 is usual for characters.',
    },
    ...tableOptions,
  },
  example: { inputShape: [3, 4], options: { vocabulary: 3, dimension: 5 } },
  readsTokens: true,
  describe(config, { inputShapes: [inputShape = []], vocabulary }) {
    const tokens = optionalNumber(config, 'vocabulary') ?? vocabulary;
    const dimension = numberOption(config, 'dimension');
    if (tokens === undefined) {
      return {
        path: [],
        message:
          'an embedding needs "vocabulary", the number of different tokens; only a language gets it from its text',
      };
    }
    if (vocabulary !== undefined && tokens < vocabulary) {
      return {
        path: ['vocabulary'],
        message: `the text has ${vocabulary} different characters, more than ${tokens}; leave out "vocabulary" to have it follow the text`,
      };
    }
    return {
      outputShape: [...inputShape, dimension],
      parameters: [
        {
          suffix: 'weight',
          shape: [tokens, dimension],
          kind: 'weight',
          storage: 'rows',
          groups: tokens,
          fanIn: dimension,
          fanOut: tokens,
          defaultInit: { type: 'randomNormal', mean: 0, std: 1 },
        },
      ],
      state: [],
    };
  },
  operations: () => 0,
  emit(layer, [input], emitter) {
    const x = emitter.inLayout(input, 'sample');
    const weight = emitter.parameter(layer, 'weight')!;
    const y = emitter.value(layer.outputShape, { needsGradient: weight.gradient !== 0 });
    const tokens = {
      tokens: x.buffer.pointer,
      rows: y.rows,
      positions: sizeOf(x.shape),
      tokenLd: x.ld,
      vocabulary: weight.parameter.shape[0]!,
      ld: y.ld,
    };
    emitter.call('embeddingForward', {
      ...tokens,
      weight: weight.pointer,
      y: y.buffer.pointer,
      rows4: y.rows4,
    });
    emitter.onBackward(y, (dy) => {
      emitter.call('embeddingBackward', { ...tokens, dy, dWeight: weight.gradient });
    });
    return activate(emitter, y, activationOf(layer.config));
  },
});
