import type { Emitter } from '../emitter.js';
import type { NetworkLayer } from '../network.js';
import { purposes } from '../../tensor/random.js';
import { numberOption } from '../member.js';
import { defineLayer } from './layer.js';

export const dropout = defineLayer({
  name: 'dropout',
  doc: 'While training, sets each value to 0 with probability rate and multiplies the others by 1/(1 − rate); in evaluation it does nothing. The network cannot lean on single units, which works against overfitting (Srivastava et al. 2014). 0.1 to 0.5 after wide layers is usual.',
  options: {
    rate: {
      kind: 'number',
      minimum: 0,
      below: 1,
      required: true,
      doc: 'Share of values that are dropped, from 0 to below 1.',
    },
  },
  example: { inputShape: [6], options: { rate: 0.3 } },
  isRescalable: true,
  unitAxis: 'kept',
  passesThrough: true,
  describe: (_config, { inputShapes: [inputShape = []] }) => ({
    outputShape: inputShape,
    parameters: [],
    state: [],
  }),
  emit(layer, [x], emitter) {
    const rate = numberOption(layer.config, 'rate');
    if (!drops(layer, rate, emitter)) return x;
    const y = emitter.value(x.shape, { needsGradient: x.buffer.needsGradient, layout: x.layout });
    const count = x.rows4 * x.ld;
    const mask = emitDropout(layer, { x: x.buffer.pointer, y: y.buffer.pointer, count, rate }, emitter);
    emitter.onBackward(y, (dy) => {
      emitter.addGradient(x, (dx) => {
        emitter.call('multiply', { a: dy, b: mask, out: dx, count });
      });
    });
    return y;
  },
});

/** Whether anything is dropped: in training, by a layer that is not frozen. */
export function drops(layer: NetworkLayer, rate: number, emitter: Emitter): boolean {
  return emitter.training && layer.trainable && rate > 0;
}

/** Emits y = x with some of its `count` numbers dropped; returns where the factor of each stands. */
export function emitDropout(
  layer: NetworkLayer,
  numbers: { readonly x: number; readonly y: number; readonly count: number; readonly rate: number },
  emitter: Emitter,
): number {
  const mask = emitter.scratch(numbers.count);
  emitter.call('dropoutForward', {
    ...numbers,
    mask,
    purpose: purposes.dropout + 256 * (layer.config.index + 1),
    step: emitter.step,
  });
  return mask;
}
