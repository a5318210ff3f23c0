import { roundUp, sizeOf } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import { flagOption, optionalNumber } from '../member.js';
import { defineLayer } from './layer.js';
import { activationOf, weightOptions } from './weightOptions.js';

export const dense = defineLayer({
  name: 'dense',
  synonyms: ['linear', 'fullyConnected'],
  doc: 'y = f(x·Wᵀ + b): every output sees every input of the last axis, and f is the activation. The building block of networks on tables; weight is [units, inputs] as in PyTorch’s Linear. Start with one or two of 16 to 128 units.',
  options: {
    units: {
      kind: 'number',
      integer: true,
      minimum: 1,
      doc: 'Number of outputs. The last layer’s comes from the target: one per class, label or target column, 1 for two classes.',
    },
    ...weightOptions,
  },
  example: { inputShape: [6], options: { units: 5 } },
  isRescalable: true,
  describe(config, { inputShapes, outputs }) {
    const [inputShape = []] = inputShapes;
    const inputs = inputShape.at(-1) ?? 1;
    const units = optionalNumber(config, 'units') ?? outputs;
    if (units === undefined) {
      return {
        path: [],
        message:
          'a dense layer needs "units", the number of its outputs; only the last one gets them from the target',
      };
    }
    const fans = { fanIn: inputs, fanOut: units };
    return {
      outputShape: [...inputShape.slice(0, -1), units],
      parameters: [
        {
          suffix: 'weight',
          shape: [units, inputs],
          kind: 'weight',
          storage: 'panels',
          ...fans,
          defaultInit: 'byActivation',
        },
        ...(flagOption(config, 'bias')
          ? [
              {
                suffix: 'bias',
                shape: [units],
                kind: 'bias' as const,
                storage: 'rows' as const,
                ...fans,
                defaultInit: { type: 'zeros' },
              },
            ]
          : []),
      ],
      state: [],
    };
  },
  operations: ({ inputShapes: [inputShape = []], outputShape }) =>
    2 * (inputShape.at(-1) ?? 1) * sizeOf(outputShape),
  emit(layer, [input], emitter) {
    const x = emitter.byLastAxis(input);
    const weight = emitter.parameter(layer, 'weight')!;
    const bias = emitter.parameter(layer, 'bias');
    const needsGradient = emitter.needsGradient(layer, [x]);
    const y = emitter.value(layer.outputShape, { needsGradient });
    const sizes = { rows4: y.rows4, in8: roundUp(x.width, 8), out8: roundUp(y.width, 8) };
    const forward = {
      x: x.buffer.pointer,
      weight: weight.pointer,
      bias: bias?.pointer ?? 0,
      y: y.buffer.pointer,
      ...sizes,
      columns8: sizes.out8,
      relu: 0,
    };
    emitter.call('denseForward', forward);
    emitter.offerRectified(y, () => {
      forward.relu = 1;
    });
    emitter.onBackward(y, (dy) => {
      const learns = weight.gradient !== 0 || (bias?.gradient ?? 0) !== 0;
      if (learns) {
        emitter.call('denseBackwardWeight', {
          x: x.buffer.pointer,
          dy,
          dWeight: emitter.gradientOf(weight),
          dBias: bias?.gradient ?? 0,
          ...sizes,
          columns8: sizes.in8,
        });
      }
      emitter.addGradient(x, (dx, mask) => {
        emitter.push({
          kernel: 'denseBackwardInput',
          arguments: { dy, weight: weight.pointer, dx, reluOutput: mask, ...sizes, columns8: sizes.in8 },
          beside: learns,
        });
        if (mask) emitter.setMasked(x);
      });
    });
    return activate(emitter, y, activationOf(layer.config));
  },
});
