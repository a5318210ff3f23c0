import type { MemberConfig } from '../config.js';
import type { NetworkProblem } from '../network.js';
import type { Option, OptionKind } from '../option.js';

/** How a window moves over images, in the words of the kernels; `images` comes with the batch. */
export interface Window {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly paddingTop: number;
  readonly paddingLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** A series has one axis of places, an image two. */
export type Places = 1 | 2;

/** A whole number for every axis, or, on images, one for each. */
export function sizeOption(
  places: Places,
  minimum: number,
  rest: Pick<Option, 'doc' | 'default' | 'required'>,
): Option {
  const one: OptionKind = { kind: 'number', integer: true, minimum };
  return {
    ...(places === 1 ? one : { kind: 'any', of: [one, { kind: 'list', of: one, length: 2 }] }),
    ...rest,
  };
}

/** The names of options that say how a window moves; those that a layer does not have are 1, padding 0. */
interface WindowOptions {
  readonly kernel: 'kernel' | 'size';
  /** Pools move by their size where nothing else is said. */
  readonly strideIsKernel?: boolean;
}

/** The window that a layer's options give on an input `[channels, …places]`, or why there is none. */
export function describeWindow(
  config: MemberConfig,
  inputShape: readonly number[],
  places: Places,
  { kernel: kernelName, strideIsKernel = false }: WindowOptions,
): Window | NetworkProblem {
  if (inputShape.length !== places + 1) {
    const wanted = places === 1 ? '[channels, length]' : '[channels, height, width]';
    return {
      path: [],
      message: `${config.type} reads ${wanted}, and its input has the shape [${inputShape.join(', ')}]; give the data a "shape", or put a reshape layer before it`,
    };
  }
  const size = inputShape.slice(1);
  const kernel = perAxis(config[kernelName], places, 1);
  const stride = perAxis(config['stride'], places, strideIsKernel ? kernel : 1);
  const dilation = perAxis(config['dilation'], places, 1);
  const extent = kernel.map((taps, axis) => dilation[axis]! * (taps - 1) + 1);
  const { padding } = config;
  if (padding === 'same' && stride.some((step) => step !== 1)) {
    return {
      path: ['padding'],
      message: 'padding "same" needs a stride of 1; give the padding as a number',
    };
  }
  const before =
    padding === 'same'
      ? extent.map((length) => Math.floor((length - 1) / 2))
      : perAxis(padding === 'valid' ? 0 : padding, places, 0);
  const both = padding === 'same' ? extent.map((length) => length - 1) : before.map((length) => 2 * length);
  for (const [axis, length] of size.entries()) {
    if (extent[axis]! <= length + both[axis]!) continue;
    const axisName = places === 1 ? 'length' : ['height', 'width'][axis]!;
    const padded = both[axis] === 0 ? '' : ` with its padding of ${both[axis]}`;
    return {
      path: [kernelName],
      message: `a ${kernelName} that covers ${extent[axis]} does not fit into the ${axisName} of ${length}${padded}`,
    };
  }
  const out = size.map(
    (length, axis) => Math.floor((length + both[axis]! - extent[axis]!) / stride[axis]!) + 1,
  );
  const two = (values: readonly number[], single: number): readonly [number, number] =>
    places === 1 ? [single, values[0]!] : [values[0]!, values[1]!];
  const [height, width] = two(size, 1);
  const [outHeight, outWidth] = two(out, 1);
  const [kernelHeight, kernelWidth] = two(kernel, 1);
  const [strideHeight, strideWidth] = two(stride, 1);
  const [paddingTop, paddingLeft] = two(before, 0);
  const [dilationHeight, dilationWidth] = two(dilation, 1);
  return {
    ...{ height, width, outHeight, outWidth, kernelHeight, kernelWidth },
    ...{ strideHeight, strideWidth, paddingTop, paddingLeft, dilationHeight, dilationWidth },
  };
}

/** The window of a layer that was described without a problem. */
export function knownWindow(described: Window | NetworkProblem): Window {
  if ('message' in described) throw new Error(described.message);
  return described;
}

/** The places of a window's output, in as many axes as the input has. */
export function outPlaces({ outHeight, outWidth }: Window, places: Places): number[] {
  return places === 1 ? [outWidth] : [outHeight, outWidth];
}

/** An option as one number for each axis. */
export function perAxis(value: unknown, places: Places, fallback: number | readonly number[]): number[] {
  const given = (value ?? fallback) as number | readonly number[];
  return typeof given === 'number' ? new Array<number>(places).fill(given) : [...given];
}
