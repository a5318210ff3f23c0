/** Cases for convolutions with a max pool behind them: windows of both that do and do not overlap, with and without padding. */
import { floats, ints, matrix, output, roundUp, uniform, type Buffer, type KernelCase } from '../arena.js';
import {
  columnsOf,
  geometries,
  imagesBuffer,
  sizesOf,
  titleOf,
  weightsBuffer,
  windowOf,
  type Geometry,
  type Product,
  type Window,
} from './images.js';

const pools: readonly Geometry[] = [
  { size: [0, 0], kernel: [2, 2], stride: [2, 2] },
  { size: [0, 0], kernel: [3, 2], stride: [2, 1], padding: [1, 1] },
  { size: [0, 0], kernel: [1, 3], stride: [2, 3], padding: [0, 1] },
];

const channelCases = [
  { channels: { channels: 3, groups: 1, filters: 5 }, flat: false },
  { channels: { channels: 16, groups: 1, filters: 16 }, flat: false },
  { channels: { channels: 1, groups: 1, filters: 9 }, flat: true },
];

interface Pooled {
  readonly product: Product;
  readonly pool: Window;
}

/** Every window of a convolution with the pools that fit behind it. */
const pooled: readonly Pooled[] = geometries
  .flatMap((geometry) => pools.flatMap((pool) => channelCases.map((kind) => ({ geometry, pool, kind }))))
  .map(({ geometry, pool, kind }): Pooled => {
    const window = windowOf(geometry);
    const size = [window.outHeight, window.outWidth] as const;
    return {
      product: { ...kind, window, title: `${titleOf(geometry, kind.channels)}, ${titleOf(pool)}` },
      pool: windowOf({ ...pool, images: window.images, size }),
    };
  })
  .filter(({ pool }) => pool.outHeight > 0 && pool.outWidth > 0);

function poolSizes({ pool }: Pooled) {
  return {
    ...{ poolOutHeight: pool.outHeight, poolOutWidth: pool.outWidth },
    ...{ poolHeight: pool.kernelHeight, poolWidth: pool.kernelWidth },
    ...{ poolStrideHeight: pool.strideHeight, poolStrideWidth: pool.strideWidth },
    ...{ poolTop: pool.paddingTop, poolLeft: pool.paddingLeft },
  };
}

function cases(make: (pooled: Pooled, index: number) => KernelCase['args']): KernelCase[] {
  return pooled.map((one, index) => {
    const { groups: _, ...sizes } = sizesOf(one.product);
    return {
      title: one.product.title,
      args: { ...make(one, index), ...one.product.window, ...sizes, ...poolSizes(one) },
    };
  });
}

function outRows({ images, outHeight, outWidth }: Window): number {
  return images * outHeight * outWidth;
}

/** One number for each filter and window of the pool; `draw` is told which taps lie within the image. */
function drawTaps({ product, pool }: Pooled): Buffer {
  const { filters8 } = sizesOf(product);
  const values = Array.from({ length: outRows(pool) * filters8 }, (_, at) => {
    const row = Math.floor(at / filters8);
    const i = Math.floor(row / pool.outWidth) % pool.outHeight;
    const j = row % pool.outWidth;
    const inside = Array.from({ length: pool.kernelHeight * pool.kernelWidth }, (__, tap) => tap).filter(
      (tap) => {
        const y = i * pool.strideHeight - pool.paddingTop + Math.floor(tap / pool.kernelWidth);
        const x = j * pool.strideWidth - pool.paddingLeft + (tap % pool.kernelWidth);
        return y >= 0 && y < pool.height && x >= 0 && x < pool.width;
      },
    );
    return uniform(0, 1) < 0.3 ? -1 : inside[Math.floor(uniform(0, inside.length))]!;
  });
  return ints(values);
}

function gradients({ product, pool }: Pooled): Buffer {
  const { filters8 } = sizesOf(product);
  const { filters } = product.channels;
  return matrix(outRows(pool), filters8, (_, f) => (f < filters ? uniform(-1, 1) : 0), { ld: filters8 });
}

function biasOf(product: Product): Buffer {
  return floats(sizesOf(product).filters8, (f) => (f < product.channels.filters ? uniform(-1, 1) : 0));
}

/** One channel as it is, of which a window may hold several NaN. */
const notFinite: KernelCase = {
  title: 'not finite',
  args: {
    x: floats(64, (i) => [NaN, Infinity, -Infinity, 1, NaN][(i * i) % 7] ?? -1),
    weight: floats(64, (i) => (i === 0 ? 1 : 0)),
    bias: 0,
    y: output(16 * 8),
    taps: ints(new Array<number>(16 * 8).fill(77)),
    ...windowOf({ images: 1, size: [8, 8], kernel: [1, 1] }),
    ...{ pixel: 1, image: 64, channels: 1, filters8: 8 },
    ...{ poolOutHeight: 4, poolOutWidth: 4, poolHeight: 2, poolWidth: 2 },
    ...{ poolStrideHeight: 2, poolStrideWidth: 2, poolTop: 0, poolLeft: 0 },
    relu: 0,
  },
};

export const pooledConvolutionCases = {
  pooledConvolutionForward: [
    ...cases(({ product, pool }, index) => ({
      x: imagesBuffer(product),
      weight: weightsBuffer(product),
      bias: index % 5 === 0 ? 0 : biasOf(product),
      whole: index % 2 === 0 ? 0 : output(outRows(product.window) * sizesOf(product).filters8),
      y: output(roundUp(outRows(pool), 4) * sizesOf(product).filters8),
      taps: ints(new Array<number>(outRows(pool) * sizesOf(product).filters8).fill(77)),
      relu: Math.floor(index / 2) % 2,
    })),
    notFinite,
  ],
  pooledConvolutionBackwardWeight: cases((one, index) => ({
    x: imagesBuffer(one.product),
    dy: gradients(one),
    taps: drawTaps(one),
    dWeight: output(sizesOf(one.product).filters8 * columnsOf(one.product)),
    dBias: index % 5 === 0 ? 0 : output(sizesOf(one.product).filters8),
  })),
  pooledConvolutionBackwardInput: cases((one, index) => {
    const x = imagesBuffer(one.product, true);
    return {
      dy: gradients(one),
      taps: drawTaps(one),
      weight: weightsBuffer(one.product),
      dx: { ...x, values: x.values.map(() => -7.5) },
      reluOutput: index % 2 === 0 ? 0 : x,
      words: x.values.length,
    };
  }),
};
