import { sizeOf } from '../../tensor/shape.js';
import type { MemberConfig } from '../config.js';
import type { Emitter } from '../emitter.js';
import type { NetworkLayer, NetworkProblem } from '../network.js';
import type { Options } from '../option.js';
import type { Value } from '../value.js';
import type { LayerDescription, LayerMember } from './layer.js';
import {
  describeWindow,
  knownWindow,
  outPlaces,
  perAxis,
  sizeOption,
  type Places,
  type Window,
} from './window.js';

/** What makes of a window one number for each channel, and takes the gradient back. */
export interface Pooling {
  readonly forward: (emitter: Emitter, x: Value, y: Value, window: Window & { images: number }) => void;
  readonly backward: (
    emitter: Emitter,
    x: Value,
    y: Value,
    dy: number,
    window: Window & { images: number },
  ) => void;
}

export const maxPooling: Pooling = {
  forward(emitter, x, y, window) {
    emitter.call('maxPoolForward', { x: x.buffer.pointer, y: y.buffer.pointer, ...window, ld: x.ld });
  },
  backward(emitter, x, y, dy, window) {
    emitter.addGradient(x, (dx, mask) => {
      const buffers = { x: x.buffer.pointer, y: y.buffer.pointer, dy, dx };
      // The largest is above 0 exactly where x is at the place that it came from.
      emitter.call('maxPoolBackward', { ...buffers, ...window, ld: x.ld, relu: mask ? 1 : 0 });
      if (mask) emitter.setMasked(x);
    });
  },
};

export const averagePooling: Pooling = {
  forward(emitter, x, y, window) {
    emitter.call('averagePoolForward', { x: x.buffer.pointer, y: y.buffer.pointer, ...window, ld: x.ld });
  },
  backward(emitter, x, _y, dy, window) {
    emitter.addGradient(x, (dx) => {
      emitter.call('averagePoolBackward', { dy, dx, ...window, ld: x.ld });
    });
  },
};

/** What each kind of pool with a window takes. */
function poolOptions(places: Places): Options {
  const both = places === 1 ? '' : ': one number for both axes, or [height, width]';
  return {
    size: sizeOption(places, 1, { default: 2, doc: `Places that a window covers${both}.` }),
    stride: sizeOption(places, 1, {
      doc: 'Places from one window to the next. Left out: the size, so that windows stand side by side.',
    }),
    padding: sizeOption(places, 0, {
      default: 0,
      doc: 'Places added on each side, at most half the size.',
    }),
  };
}

const windowOptions = { kernel: 'size', strideIsKernel: true } as const;

function describePool(
  config: MemberConfig,
  inputShape: readonly number[],
  places: Places,
): LayerDescription | NetworkProblem {
  const size = perAxis(config['size'], places, 2);
  const padding = perAxis(config['padding'], places, 0);
  for (const [axis, length] of padding.entries()) {
    if (2 * length <= size[axis]!) continue;
    return {
      path: ['padding'],
      message: `a padding of ${length} is more than half of the size ${size[axis]}; some windows would see nothing`,
    };
  }
  const window = describeWindow(config, inputShape, places, windowOptions);
  if ('message' in window) return window;
  return { outputShape: [inputShape[0]!, ...outPlaces(window, places)], parameters: [], state: [] };
}

/** A pool with a window, over series or images. */
export function windowedPool(
  places: Places,
  pooling: Pooling,
): Pick<
  LayerMember,
  'options' | 'example' | 'unitAxis' | 'passesThrough' | 'describe' | 'operations' | 'emit'
> {
  return {
    options: poolOptions(places),
    example: {
      inputShape: places === 1 ? [2, 7] : [2, 5, 6],
      options: { size: 3, stride: 2, padding: 1 },
    },
    unitAxis: 'first',
    passesThrough: true,
    describe: (config, { inputShapes: [inputShape = []] }) => describePool(config, inputShape, places),
    operations: ({ config, outputShape }) => sizeOf(outputShape) * sizeOf(perAxis(config['size'], places, 2)),
    emit: (layer, [input], emitter) =>
      emitPool(layer, emitter.byChannels(input), emitter, poolWindowOf(layer, places), pooling),
  };
}

/** The window of a pool that was described without a problem. */
export function poolWindowOf(layer: NetworkLayer, places: Places): Window {
  const [inputShape = []] = layer.inputShapes;
  return knownWindow(describeWindow(layer.config, inputShape, places, windowOptions));
}

/** Emits a pool of x, whose channels stand side by side. */
export function emitPool(
  layer: NetworkLayer,
  x: Value,
  emitter: Emitter,
  window: Window,
  pooling: Pooling,
): Value {
  const moved = { images: emitter.rows, ...window };
  const y = emitter.value(layer.outputShape, { needsGradient: x.buffer.needsGradient, layout: 'channels' });
  pooling.forward(emitter, x, y, moved);
  emitter.onBackward(y, (dy) => {
    pooling.backward(emitter, x, y, dy, moved);
  });
  return y;
}
