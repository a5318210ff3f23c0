import type { Emitter } from '../emitter.js';
import { emitWeightGradient, type PlacedConvolution } from './placedConvolution.js';

/** Emits a convolution in which each filter sees one channel. */
export function emitDepthwise({ x, y, window, weight, bias }: PlacedConvolution, emitter: Emitter): void {
  const sizes = { ...window, ld: x.ld };
  const forward = {
    x: x.buffer.pointer,
    weight: weight.pointer,
    bias: bias?.pointer ?? 0,
    y: y.buffer.pointer,
    ...sizes,
    relu: 0,
  };
  emitter.call('depthwiseForward', forward);
  emitter.offerRectified(y, () => {
    forward.relu = 1;
  });
  emitter.onBackward(y, (dy) => {
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
