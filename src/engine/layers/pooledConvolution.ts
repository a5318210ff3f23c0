import type { KernelArguments } from '../../tensor/kernels/table.js';
import { roundUp } from '../../tensor/shape.js';
import type { Emitter } from '../emitter.js';
import type { NetworkLayer } from '../network.js';
import type { Value } from '../value.js';
import { layoutOf, pixelsOf, sizesOf, windowOf } from './convolution.js';
import type { Pair } from './layer.js';
import { emitWeightGradient } from './placedConvolution.js';
import { poolWindowOf } from './pool.js';
import { activationOf } from './weightOptions.js';
import type { Places } from './window.js';

type Sizes = Omit<
  KernelArguments<'pooledConvolutionForward'>,
  'x' | 'weight' | 'bias' | 'whole' | 'y' | 'taps' | 'relu'
>;

/** What the kernels have room for: words, filters, taps of a kernel and of a pool. */
const room = {
  image: 65_536,
  weights: 65_520,
  keptRows: 33_792,
  filters: 2048,
  kernelTaps: 1024,
  poolTaps: 512,
};

/**
 * Emits a convolution and the max pool behind it as one, so that what the convolution gives is never written whole, and
 * its gradients are sums over one place for each window of the pool. Null where that is not possible or not quicker.
 */
export function emitPooledConvolution(
  layer: NetworkLayer,
  pool: NetworkLayer,
  input: Value,
  { emitter, isWatched }: { readonly emitter: Emitter; readonly isWatched: boolean },
  places: Places,
): Pair | null {
  const activation = activationOf(layer.config);
  const relu = emitter.fuses(activation);
  const weight = emitter.parameter(layer, 'weight')!;
  const bias = emitter.parameter(layer, 'bias');
  const { groups } = sizesOf(layer.config);
  if (groups > 1 || !(relu || activation.name === 'linear')) return null;
  const sizes = sizesOfPair(layer, pool, input, emitter, places);
  if (!pays(sizes)) return null;

  const x = emitter.inLayout(input, layoutOf(input));
  const needsGradient = emitter.needsGradient(layer, [x]);
  const first = isWatched
    ? emitter.value(layer.outputShape, { needsGradient: false, layout: 'channels' })
    : null;
  const second = emitter.value(pool.outputShape, { needsGradient, layout: 'channels' });
  const taps = emitter.scratch(second.rows4 * second.ld);
  emitter.call('pooledConvolutionForward', {
    ...{ x: x.buffer.pointer, weight: weight.pointer, bias: bias?.pointer ?? 0 },
    ...{ whole: first?.buffer.pointer ?? 0, y: second.buffer.pointer, taps },
    ...sizes,
    relu: relu ? 1 : 0,
  });
  emitter.onBackward(second, (dy) => {
    const outputWords = sizes.poolOutHeight * sizes.poolOutWidth * sizes.filters8;
    const addUp = emitWeightGradient(
      { weight, bias, images: sizes.images, columns: sizes.filters8 },
      emitter,
      (image, images, dWeight, dBias) => ({
        kernel: 'pooledConvolutionBackwardWeight',
        arguments: {
          ...sizes,
          ...{ x: x.buffer.pointer + image * sizes.image },
          ...{ dy: dy + image * outputWords, taps: taps + image * outputWords },
          ...{ dWeight, dBias, images },
        },
      }),
    );
    emitter.addGradient(x, (dx, mask) => {
      const words = x.rows4 * x.ld;
      emitter.push({
        kernel: 'pooledConvolutionBackwardInput',
        arguments: { dy, taps, weight: weight.pointer, dx, reluOutput: mask, words, ...sizes },
        beside: addUp !== null,
      });
      if (mask) emitter.setMasked(x);
    });
    addUp?.();
  });
  return { first, second };
}

function sizesOfPair(
  layer: NetworkLayer,
  pool: NetworkLayer,
  input: Value,
  emitter: Emitter,
  places: Places,
): Sizes {
  const window = windowOf(layer, places);
  const behind = poolWindowOf(pool, places);
  return {
    images: emitter.rows,
    ...window,
    ...pixelsOf(input, window),
    channels: input.shape[0] ?? 1,
    filters8: roundUp(sizesOf(layer.config).filters, 8),
    ...{ poolOutHeight: behind.outHeight, poolOutWidth: behind.outWidth },
    ...{ poolHeight: behind.kernelHeight, poolWidth: behind.kernelWidth },
    ...{ poolStrideHeight: behind.strideHeight, poolStrideWidth: behind.strideWidth },
    ...{ poolTop: behind.paddingTop, poolLeft: behind.paddingLeft },
  };
}

/** Whether the kernels have room for all that they keep, and the pool passes few places on. */
function pays(a: Sizes): boolean {
  const extent = (taps: number, dilation: number): number => (taps - 1) * dilation + 1;
  const kernelHeight = extent(a.kernelHeight, a.dilationHeight);
  const kernelWidth = extent(a.kernelWidth, a.dilationWidth);
  const rows = Math.max(a.paddingTop + a.height, (a.outHeight - 1) * a.strideHeight + kernelHeight);
  const columns = Math.max(a.paddingLeft + a.width, (a.outWidth - 1) * a.strideWidth + kernelWidth);
  return (
    rows * columns * a.pixel <= room.image &&
    a.filters8 * a.kernelHeight * roundUp(kernelWidth * a.pixel, 4) <= room.weights &&
    a.filters8 <= room.filters &&
    a.poolHeight * a.outWidth * a.filters8 <= room.keptRows &&
    a.kernelHeight * a.kernelWidth <= room.kernelTaps &&
    a.poolHeight * a.poolWidth <= room.poolTaps &&
    2 * a.poolOutHeight * a.poolOutWidth <= a.outHeight * a.outWidth
  );
}
