import type { KernelCall } from '../../tensor/kernels/table.js';
import { roundUp, sizeOf } from '../../tensor/shape.js';
import type { MemberConfig } from '../config.js';
import type { Emitter } from '../emitter.js';
import { flagOption, numberOption } from '../member.js';
import type { NetworkLayer, NetworkProblem } from '../network.js';
import type { Options } from '../option.js';
import type { PlacedParameter } from '../placement.js';
import { rowsOf, type Layout, type Value } from '../value.js';
import type { LayerDescription, ParameterDescription } from './layer.js';
import { emitImageSums } from './imageSums.js';
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

/** Where the kernels find what belongs to a convolution. */
interface Convolution {
  readonly layer: NetworkLayer;
  readonly x: Value;
  readonly y: Value;
  readonly window: Window & { readonly images: number };
  readonly weight: PlacedParameter;
  readonly bias: PlacedParameter | undefined;
  /** Whether the kernel applies relu. */
  readonly relu: boolean;
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
  const relu = emitter.fuses(activation);
  const needsGradient = emitter.needsGradient(layer, [x]);
  const convolution: Convolution = {
    layer,
    x,
    y: emitter.value(layer.outputShape, { needsGradient, reluFused: relu, layout: 'channels' }),
    window: { images: emitter.rows, ...windowOf(layer, places) },
    weight: emitter.parameter(layer, 'weight')!,
    bias: emitter.parameter(layer, 'bias'),
    relu,
  };
  if (convolution.weight.parameter.storage === 'taps') emitDepthwise(convolution, emitter);
  else emitProduct(convolution, emitter);
  return relu ? convolution.y : emitter.activate(convolution.y, activation);
}

function emitProduct({ layer, x, y, window, weight, bias, relu }: Convolution, emitter: Emitter): void {
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
  emitter.call('convolutionForward', {
    x: x.buffer.pointer,
    weight: weight.pointer,
    bias: bias?.pointer ?? 0,
    y: out,
    ...product,
    relu: relu ? 1 : 0,
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
    if (relu && !y.buffer.masked) emitter.maskRelu(y, gradient);
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

function emitDepthwise({ x, y, window, weight, bias, relu }: Convolution, emitter: Emitter): void {
  const sizes = { ...window, ld: x.ld };
  emitter.call('depthwiseForward', {
    x: x.buffer.pointer,
    weight: weight.pointer,
    bias: bias?.pointer ?? 0,
    y: y.buffer.pointer,
    ...sizes,
    relu: relu ? 1 : 0,
  });
  emitter.onBackward(y, (dy) => {
    if (relu && !y.buffer.masked) emitter.maskRelu(y, dy);
    const inputWords = window.height * window.width * x.ld;
    const outputWords = window.outHeight * window.outWidth * x.ld;
    const addUp = emitWeightGradient(
      { weight, bias, images: window.images, columns: x.ld },
      emitter,
      (first, images, dWeight, dBias) => ({
        kernel: 'depthwiseBackwardWeight',
        arguments: {
          ...sizes,
          ...{ x: x.buffer.pointer + first * inputWords, dy: dy + first * outputWords },
          ...{ dWeight, dBias, images },
        },
      }),
    );
    emitter.addGradient(x, (dx) => {
      emitter.push({
        kernel: 'depthwiseBackwardInput',
        arguments: { dy, weight: weight.pointer, dx, ...sizes },
        beside: addUp !== null,
      });
    });
    addUp?.();
  });
}

export interface WeightGradient extends Pick<Convolution, 'weight' | 'bias'> {
  readonly images: number;
  /** Words for each number of a window: its outputs, padded. */
  readonly columns: number;
}

/**
 * Emits the gradients of weight and bias, beside which that of the input may run; returns what completes them then,
 * null where nothing learns.
 */
export function emitWeightGradient(
  { weight, bias, images, columns }: WeightGradient,
  emitter: Emitter,
  callOf: (first: number, images: number, dWeight: number, dBias: number) => KernelCall,
): (() => void) | null {
  if (!weight.gradient && !bias?.gradient) return null;
  // Of words that only round a tensor up nothing is written.
  const rows = Math.floor(weight.words / columns);
  const sums = [{ pointer: emitter.gradientOf(weight), words: rows * columns }];
  if (bias?.gradient) sums.push({ pointer: bias.gradient, words: columns });
  return emitImageSums(emitter, images, sums, (first, count, [dWeight, dBias]) =>
    callOf(first, count, dWeight!, dBias ?? 0),
  );
}
