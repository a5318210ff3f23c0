import { roundUp, sizeOf } from '../../tensor/shape.js';
import { activate } from '../activate.js';
import type { MemberConfig } from '../config.js';
import type { Emitter } from '../emitter.js';
import { flagOption, numberOption } from '../member.js';
import type { NetworkLayer, NetworkProblem } from '../network.js';
import type { Options } from '../option.js';
import { rowsOf, type Layout, type Value } from '../value.js';
import { emitDepthwise } from './depthwise.js';
import type { LayerDescription, ParameterDescription } from './layer.js';
import { emitWeightGradient, type PlacedConvolution } from './placedConvolution.js';
import { activationOf, weightOptions } from './weightOptions.js';
import { describeWindow, knownWindow, outPlaces, sizeOption, type Places, type Window } from './window.js';

/** What conv1d and conv2d take. */
export function convolutionOptions(places: Places): Options {
  return {
    filters: {
      kind: 'number',
      integer: true,
      minimum: 1,
      required: true,
      doc: 'Number of outputs at each place, each with a kernel of its own: the channels of the output.',
    },
    kernel: sizeOption(places, 1, {
      required: true,
      doc: `Taps of the kernel${places === 1 ? '' : ': one number for both axes, or [height, width]'}. 3 is usual.`,
    }),
    stride: sizeOption(places, 1, {
      default: 1,
      doc: 'Places from one window to the next; 2 halves each axis.',
    }),
    padding: {
      kind: 'any',
      of: [{ kind: 'choice', values: ['valid', 'same'] }, sizeOption(places, 0, { doc: '' })],
      default: 'valid',
      doc: 'Zeros around the input: "valid" for none, "same" for as many as keep its size, or their number on each side.',
    },
    dilation: sizeOption(places, 1, {
      default: 1,
      doc: 'Places from one tap of the kernel to the next; above 1 the kernel covers more with holes in it.',
    }),
    groups: {
      kind: 'number',
      integer: true,
      minimum: 1,
      default: 1,
      doc: 'Parts into which channels and filters are divided, each seeing its own part alone; as many as there are channels: depthwise.',
    },
    ...weightOptions,
  };
}

const windowOptions = { kernel: 'kernel' } as const;

/** Shapes and parameters of a convolution: PyTorch's Conv1d and Conv2d. */
export function describeConvolution(
  config: MemberConfig,
  inputShape: readonly number[],
  places: Places,
): LayerDescription | NetworkProblem {
  const window = describeWindow(config, inputShape, places, windowOptions);
  if ('message' in window) return window;
  const [channels = 1] = inputShape;
  const { filters, groups } = sizesOf(config);
  for (const [name, count] of [
    ['channels', channels],
    ['filters', filters],
  ] as const) {
    if (count % groups !== 0) {
      return {
        path: ['groups'],
        message: `${groups} groups do not divide ${count} ${name}; it must be a divisor of both channels (${channels}) and filters (${filters})`,
      };
    }
  }
  const taps = places === 1 ? [window.kernelWidth] : [window.kernelHeight, window.kernelWidth];
  const fans = { fanIn: (channels / groups) * sizeOf(taps), fanOut: filters * sizeOf(taps) };
  const depthwise = isDepthwise(channels, filters, groups);
  const weight: ParameterDescription = {
    suffix: 'weight',
    shape: [filters, channels / groups, ...taps],
    kind: 'weight',
    storage: depthwise ? 'taps' : 'panels',
    groups: depthwise ? 1 : groups,
    ...fans,
    defaultInit: 'byActivation',
  };
  const bias: ParameterDescription = {
    suffix: 'bias',
    shape: [filters],
    kind: 'bias',
    storage: 'rows',
    groups: depthwise ? 1 : groups,
    ...fans,
    defaultInit: { type: 'zeros' },
  };
  return {
    outputShape: [filters, ...outPlaces(window, places)],
    parameters: flagOption(config, 'bias') ? [weight, bias] : [weight],
    state: [],
  };
}

export function sizesOf(config: MemberConfig): { filters: number; groups: number } {
  return { filters: numberOption(config, 'filters'), groups: numberOption(config, 'groups') };
}

/** Each channel by itself, for which there are kernels that are no products. */
function isDepthwise(channels: number, filters: number, groups: number): boolean {
  return groups > 1 && groups === channels && filters === channels;
}

/** Multiplications and additions of one sample. */
export function convolutionOperations({
  config,
  inputShapes,
  outputShape,
  parameters,
}: NetworkLayer): number {
  const taps = sizeOf(parameters[0]!.shape.slice(2));
  const channels = inputShapes[0]![0]! / sizesOf(config).groups;
  return 2 * sizeOf(outputShape) * channels * taps;
}

/** How convolutions read their input. One channel is an image as it lies: padded to 8 it would be eight times as long. */
export function layoutOf(input: Value): Layout {
  return input.shape[0] === 1 && input.layout !== 'channels' ? 'sample' : 'channels';
}

/** Words from a pixel of the input to the next, and from an image to the next. */
export function pixelsOf(input: Value, window: Window): { readonly pixel: number; readonly image: number } {
  const layout = layoutOf(input);
  const { ld } = rowsOf(1, input.shape, layout);
  return layout === 'sample'
    ? { pixel: 1, image: ld }
    : { pixel: ld, image: window.height * window.width * ld };
}

/** The window of a convolution that was described without a problem. */
export function windowOf(layer: NetworkLayer, places: Places): Window {
  const [inputShape = []] = layer.inputShapes;
  return knownWindow(describeWindow(layer.config, inputShape, places, windowOptions));
}

export function emitConvolution(layer: NetworkLayer, input: Value, emitter: Emitter, places: Places): Value {
  const x = emitter.inLayout(input, layoutOf(input));
  const activation = activationOf(layer.config);
  const needsGradient = emitter.needsGradient(layer, [x]);
  const convolution: PlacedConvolution = {
    layer,
    x,
    y: emitter.value(layer.outputShape, { needsGradient, layout: 'channels' }),
    window: { images: emitter.rows, ...windowOf(layer, places) },
    weight: emitter.parameter(layer, 'weight')!,
    bias: emitter.parameter(layer, 'bias'),
  };
  if (convolution.weight.parameter.storage === 'taps') emitDepthwise(convolution, emitter);
  else emitProduct(convolution, emitter);
  return activate(emitter, convolution.y, activation);
}

function emitProduct({ layer, x, y, window, weight, bias }: PlacedConvolution, emitter: Emitter): void {
  const { filters, groups } = sizesOf(layer.config);
  const [channels = 1] = x.shape;
  const filtersOfGroup = filters / groups;
  const filters8 = roundUp(filtersOfGroup, 8);
  const product = {
    ...window,
    ...pixelsOf(x, window),
    channels: channels / groups,
    groups,
    filters8,
  };
  // The kernels write the filters of each group from a multiple of 8 on; elsewhere they stand side by side.
  const isSpread = groups * filters8 !== y.ld;
  const spreadWords = y.rows4 * groups * filters8;
  const sizes = [y.rows, groups, filtersOfGroup];
  const spread = [groups * filters8, filters8, 1];
  const together = [y.ld, filtersOfGroup, 1];
  const out = isSpread ? emitter.scratch(spreadWords) : y.buffer.pointer;
  const forward = {
    x: x.buffer.pointer,
    weight: weight.pointer,
    bias: bias?.pointer ?? 0,
    y: out,
    ...product,
    relu: 0,
  };
  emitter.call('convolutionForward', forward);
  emitter.offerRectified(y, () => {
    forward.relu = 1;
  });
  if (isSpread) {
    emitter.clearIfPadded(y, y.buffer.pointer);
    emitter.copyStrided(
      sizes,
      { pointer: out, strides: spread },
      { pointer: y.buffer.pointer, strides: together },
    );
  }
  emitter.onBackward(y, (gradient) => {
    const dy = isSpread ? emitter.zeros(spreadWords) : gradient;
    if (isSpread) {
      emitter.copyStrided(sizes, { pointer: gradient, strides: together }, { pointer: dy, strides: spread });
    }
    const outputWords = window.outHeight * window.outWidth * groups * filters8;
    const addUp = emitWeightGradient(
      { weight, bias, images: window.images, columns: groups * filters8 },
      emitter,
      (first, images, dWeight, dBias) => ({
        kernel: 'convolutionBackwardWeight',
        arguments: {
          ...product,
          ...{ x: x.buffer.pointer + first * product.image, dy: dy + first * outputWords },
          ...{ dWeight, dBias, images },
        },
      }),
    );
    emitter.addGradient(x, (dx, mask) => {
      const words = x.rows4 * x.ld;
      emitter.push({
        kernel: 'convolutionBackwardInput',
        arguments: { dy, weight: weight.pointer, dx, reluOutput: mask, words, ...product },
        beside: addUp !== null,
      });
      if (mask) emitter.setMasked(x);
    });
    addUp?.();
  });
}
