import { roundUp } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import type { Emitter } from '../emitter.js';
import { flagOption, numberOption } from '../member.js';
import type { NetworkLayer } from '../network.js';
import type { Value } from '../value.js';
import { drops, emitDropout } from './dropout.js';
import { defineLayer, type ParameterDescription } from './layer.js';
import { activationOf, weightOptions } from './weightOptions.js';

export const attention = defineLayer({
  name: 'attention',
  synonyms: ['multiheadAttention', 'selfAttention'],
  doc: 'Self-attention with several heads, as PyTorch’s MultiheadAttention: each position of [positions, features] takes a mean over all positions, weighted by how well they fit its query (Vaswani et al. 2017). The part of a transformer that lets positions see each other; give it positions first (positionalEmbedding), and add its input to its output.',
  options: {
    heads: {
      kind: 'number',
      integer: true,
      minimum: 1,
      required: true,
      doc: 'Number of heads; each works on features/heads numbers, so it must divide the features.',
    },
    causal: {
      kind: 'boolean',
      default: false,
      doc: 'true: no position sees those behind it. A network that is to foretell the next character must not see it.',
    },
    dropout: {
      kind: 'number',
      minimum: 0,
      below: 1,
      default: 0,
      doc: 'Share of the attention weights that are dropped while training.',
    },
    ...weightOptions,
  },
  example: { inputShape: [3, 4], options: { heads: 2, causal: true } },
  describe(config, { inputShapes: [inputShape = []] }) {
    const [positions, features = 1] = inputShape;
    const heads = numberOption(config, 'heads');
    const shown = `[${inputShape.join(', ')}]`;
    if (inputShape.length !== 2 || positions === undefined) {
      return {
        path: [],
        message: `attention reads [positions, features], and its input has the shape ${shown}; begin with an embedding or a reshape`,
      };
    }
    if (features % heads !== 0) {
      return {
        path: ['heads'],
        message: `${heads} heads do not divide the ${features} features of ${shown}`,
      };
    }
    const weight = { kind: 'weight', storage: 'panels', fanIn: features } as const;
    const bias = { kind: 'bias', storage: 'rows', fanIn: features, defaultInit: { type: 'zeros' } } as const;
    // As PyTorch draws them: the first as Glorot, the second as any linear layer.
    const bound = 1 / Math.sqrt(features);
    const ofLinear = { type: 'randomUniform', minimum: -bound, maximum: bound };
    const [inner, outer] = [{ groups: 3 * heads, fanOut: 3 * features }, { fanOut: features }];
    const parameters: ParameterDescription[] = [
      {
        suffix: 'in_proj_weight',
        shape: [3 * features, features],
        ...weight,
        ...inner,
        defaultInit: { type: 'glorotUniform' },
      },
      { suffix: 'in_proj_bias', shape: [3 * features], ...bias, ...inner },
      {
        suffix: 'out_proj.weight',
        shape: [features, features],
        ...weight,
        ...outer,
        defaultInit: ofLinear,
      },
      { suffix: 'out_proj.bias', shape: [features], ...bias, ...outer },
    ];
    return {
      outputShape: inputShape,
      parameters: parameters.filter(({ kind }) => kind === 'weight' || flagOption(config, 'bias')),
      state: [],
    };
  },
  operations: ({ outputShape: [positions = 1, features = 1] }) =>
    8 * positions * features * features + 4 * positions * positions * features,
  emit(layer, [input], emitter) {
    const x = emitter.byLastAxis(input);
    const y = emitter.value(x.shape, { needsGradient: emitter.needsGradient(layer, [x]) });
    emitAttention(layer, x, y, emitter);
    return activate(emitter, y, activationOf(layer.config));
  },
});

/**
 * Emits y = attention(x). The kernels want positions and the numbers of a head in multiples of 8: where they are
 * none, rows are spread before and gathered behind.
 */
function emitAttention(layer: NetworkLayer, x: Value, y: Value, emitter: Emitter): void {
  const [positions = 1, features = 1] = x.shape;
  const heads = numberOption(layer.config, 'heads');
  const width = features / heads;
  const [positions8, width8] = [roundUp(positions, 8), roundUp(width, 8)];
  const causal = flagOption(layer.config, 'causal') ? 1 : 0;
  const sizes = { samples: emitter.rows, positions8, heads, width8, causal };
  const scale = 1 / Math.sqrt(width);

  const rows4 = emitter.rows * positions8;
  const mixedLd = heads * width8;
  const inner = { rows4, in8: x.ld, out8: 3 * mixedLd };
  const outer = { rows4: y.rows4, in8: y.ld, out8: y.ld };
  const [inWeight, inBias] = [
    emitter.parameter(layer, 'in_proj_weight')!,
    emitter.parameter(layer, 'in_proj_bias'),
  ];
  const [outWeight, outBias] = [
    emitter.parameter(layer, 'out_proj.weight')!,
    emitter.parameter(layer, 'out_proj.bias'),
  ];

  const areRowsSpread = positions !== positions8;
  const isMixedSpread = areRowsSpread || width !== width8;
  /** Where a position's features, and its heads' numbers, stand: spread out, and side by side. */
  const rowsAt = {
    sizes: [emitter.rows, positions, features],
    spread: [positions8 * x.ld, x.ld, 1],
    dense: [positions * x.ld, x.ld, 1],
  };
  const mixedAt = {
    sizes: [emitter.rows, positions, heads, width],
    spread: [positions8 * mixedLd, mixedLd, width8, 1],
    dense: [positions * y.ld, y.ld, width, 1],
  };
  const spread = (at: typeof rowsAt, from: number, words: number): number => {
    const to = emitter.zeros(words);
    emitter.copyStrided(at.sizes, { pointer: from, strides: at.dense }, { pointer: to, strides: at.spread });
    return to;
  };
  const gather = (at: typeof rowsAt, from: number, value: Value, to: number): void => {
    emitter.clearIfPadded(value, to);
    emitter.copyStrided(at.sizes, { pointer: from, strides: at.spread }, { pointer: to, strides: at.dense });
  };

  const source = areRowsSpread ? spread(rowsAt, x.buffer.pointer, rows4 * x.ld) : x.buffer.pointer;
  const qkv = emitter.scratch(rows4 * inner.out8);
  const weightWords = emitter.rows * heads * positions8 * positions8;
  const weights = emitter.scratch(weightWords);
  const mixed = emitter.scratch(rows4 * mixedLd);
  emitter.call('denseForward', {
    x: source,
    weight: inWeight.pointer,
    bias: inBias?.pointer ?? 0,
    y: qkv,
    ...inner,
    columns8: inner.out8,
    relu: 0,
  });
  emitter.call('attentionWeights', { qkv, weights, ...sizes, positions, scale });
  const dropped = { pointer: weights, mask: 0 };
  const rate = numberOption(layer.config, 'dropout');
  if (drops(layer, rate, emitter)) {
    dropped.pointer = emitter.scratch(weightWords);
    const numbers = { x: weights, y: dropped.pointer, count: weightWords, rate };
    dropped.mask = emitDropout(layer, numbers, emitter);
  }
  emitter.call('attentionMix', { qkv, weights: dropped.pointer, y: mixed, ...sizes });
  let joined = mixed;
  if (isMixedSpread) {
    joined = emitter.scratch(y.rows4 * y.ld);
    gather(mixedAt, mixed, y, joined);
  }
  emitter.call('denseForward', {
    x: joined,
    weight: outWeight.pointer,
    bias: outBias?.pointer ?? 0,
    y: y.buffer.pointer,
    ...outer,
    columns8: outer.out8,
    relu: 0,
  });

  emitter.onBackward(y, (dy) => {
    if (outWeight.gradient || outBias?.gradient) {
      emitter.call('denseBackwardWeight', {
        x: joined,
        dy,
        dWeight: emitter.gradientOf(outWeight),
        dBias: outBias?.gradient ?? 0,
        ...outer,
        columns8: outer.in8,
      });
    }
    const innerLearns = Boolean(inWeight.gradient || inBias?.gradient);
    if (!innerLearns && !x.buffer.needsGradient) return;
    const dJoined = emitter.scratch(y.rows4 * y.ld);
    emitter.call('denseBackwardInput', {
      dy,
      weight: outWeight.pointer,
      dx: dJoined,
      reluOutput: 0,
      ...outer,
      columns8: outer.in8,
    });
    const dMixed = isMixedSpread ? spread(mixedAt, dJoined, rows4 * mixedLd) : dJoined;
    const dWeights = emitter.scratch(weightWords);
    const dQkv = emitter.scratch(rows4 * inner.out8);
    emitter.call('attentionMixBackward', {
      qkv,
      weights: dropped.pointer,
      dy: dMixed,
      dWeights,
      dQkv,
      ...sizes,
    });
    if (dropped.mask !== 0) {
      emitter.call('multiply', { a: dWeights, b: dropped.mask, out: dWeights, count: weightWords });
    }
    emitter.call('attentionWeightsBackward', { qkv, weights, dWeights, dQkv, ...sizes, scale });
    for (const done of new Set([dJoined, dMixed, dWeights])) emitter.release(done);
    if (innerLearns) {
      emitter.call('denseBackwardWeight', {
        x: source,
        dy: dQkv,
        dWeight: emitter.gradientOf(inWeight),
        dBias: inBias?.gradient ?? 0,
        ...inner,
        columns8: inner.in8,
      });
    }
    emitter.addGradient(x, (dx, mask) => {
      const to = areRowsSpread ? emitter.scratch(rows4 * x.ld) : dx;
      const reluOutput = areRowsSpread ? 0 : mask;
      emitter.call('denseBackwardInput', {
        dy: dQkv,
        weight: inWeight.pointer,
        dx: to,
        reluOutput,
        ...inner,
        columns8: inner.in8,
      });
      if (areRowsSpread) {
        gather(rowsAt, to, x, dx);
        emitter.release(to);
      } else if (mask) emitter.setMasked(x);
    });
    emitter.release(dQkv);
  });
}
