/** Cases for convolutions and pools: every option alone and together, all paddings, several blocks of everything. */
import { floats, matrix, output, roundUp, uniform, type Buffer, type KernelCase } from '../arena.js';

export interface Geometry {
  readonly images?: number;
  readonly size: readonly [number, number];
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly padding?: readonly [number, number];
  readonly dilation?: readonly [number, number];
}

export function windowOf({
  images = 2,
  size,
  kernel,
  stride = [1, 1],
  padding = [0, 0],
  dilation = [1, 1],
}: Geometry) {
  const [height, width] = size;
  const out = (axis: 0 | 1): number =>
    Math.floor((size[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
  return {
    ...{ images, height, width, outHeight: out(0), outWidth: out(1) },
    ...{ kernelHeight: kernel[0], kernelWidth: kernel[1], strideHeight: stride[0], strideWidth: stride[1] },
    ...{ paddingTop: padding[0], paddingLeft: padding[1] },
    ...{ dilationHeight: dilation[0], dilationWidth: dilation[1] },
  };
}

export type Window = ReturnType<typeof windowOf>;

export const geometries: readonly Geometry[] = [
  { size: [5, 7], kernel: [3, 3] },
  { size: [5, 7], kernel: [1, 1], images: 3 },
  { size: [6, 6], kernel: [2, 3], stride: [2, 1] },
  { size: [7, 8], kernel: [3, 3], padding: [1, 1], images: 1 },
  { size: [7, 8], kernel: [5, 2], padding: [2, 1], stride: [3, 2] },
  { size: [9, 9], kernel: [3, 3], dilation: [2, 3], padding: [2, 2] },
  { size: [6, 8], kernel: [3, 2], dilation: [1, 2], padding: [1, 1] },
  { size: [1, 20], kernel: [1, 4], padding: [0, 2], stride: [1, 3], dilation: [1, 2], images: 3 },
  { size: [4, 4], kernel: [4, 4] },
];

export interface Channels {
  readonly channels: number;
  readonly groups: number;
  readonly filters: number;
}

const channelCases: readonly Channels[] = [
  { channels: 3, groups: 1, filters: 5 },
  { channels: 8, groups: 1, filters: 16 },
  { channels: 12, groups: 1, filters: 8 },
  { channels: 2, groups: 3, filters: 4 },
];

export function titleOf(geometry: Geometry, channels?: Channels): string {
  return JSON.stringify({ ...geometry, ...channels });
}

export interface Product {
  readonly title: string;
  readonly window: Window;
  readonly channels: Channels;
  /** One channel in the order of a flat image, without padding between its pixels. */
  readonly flat: boolean;
}

const products: readonly Product[] = [
  ...geometries.flatMap((geometry) =>
    channelCases.map((channels) => ({
      title: titleOf(geometry, channels),
      window: windowOf(geometry),
      channels,
      flat: false,
    })),
  ),
  ...geometries.map((geometry) => ({
    title: `${titleOf(geometry)}, flat`,
    window: windowOf(geometry),
    channels: { channels: 1, groups: 1, filters: 9 },
    flat: true,
  })),
  // Whatever is taken in blocks: more than 504 rows, 256 columns, 256 filters.
  {
    title: 'several images',
    window: windowOf({ images: 3, size: [15, 15], kernel: [3, 3], padding: [1, 1] }),
    channels: { channels: 40, groups: 1, filters: 20 },
    flat: false,
  },
  {
    title: 'an image too large to be copied with its padding',
    window: windowOf({ images: 1, size: [41, 41], kernel: [2, 4], padding: [1, 1] }),
    channels: { channels: 40, groups: 1, filters: 12 },
    flat: false,
  },
  {
    title: 'too many weights for the cache',
    window: windowOf({ images: 2, size: [5, 6], kernel: [3, 3] }),
    channels: { channels: 80, groups: 2, filters: 48 },
    flat: false,
  },
  {
    title: 'many filters',
    window: windowOf({ images: 1, size: [4, 4], kernel: [2, 2] }),
    channels: { channels: 3, groups: 1, filters: 300 },
    flat: false,
  },
];

export function sizesOf({ window, channels: { channels, groups, filters }, flat }: Product) {
  const pixel = flat ? 1 : roundUp(channels * groups, 8);
  const places = window.height * window.width;
  const image = flat ? roundUp(places, 8) : places * pixel;
  const filters8 = roundUp(filters, 8);
  return { pixel, image, channels, groups, filters8 };
}

export function imagesBuffer(product: Product, staysPadded = false): Buffer {
  const { window, channels, flat } = product;
  const places = window.height * window.width;
  const draw = () => uniform(-2, 2);
  return flat
    ? matrix(window.images, places, draw, { staysPadded })
    : matrix(window.images * places, channels.channels * channels.groups, draw, { staysPadded });
}

function outRowsOf({ images, outHeight, outWidth }: Window): number {
  return images * outHeight * outWidth;
}

/** Outputs of the groups, zero between them and in the rows behind. */
function outputsBuffer(product: Product): Buffer {
  const { groups, filters8 } = sizesOf(product);
  const rows = outRowsOf(product.window);
  const ld = groups * filters8;
  return matrix(
    rows,
    ld,
    (_, column) => (column % filters8 < product.channels.filters ? uniform(-1, 1) : 0),
    { ld },
  );
}

export function columnsOf({ window, channels }: Product): number {
  return roundUp(window.kernelHeight * window.kernelWidth * channels.channels, 8);
}

export function weightsBuffer(product: Product): Buffer {
  const { groups, filters8 } = sizesOf(product);
  const columns = columnsOf(product);
  const { window, channels } = product;
  const real = window.kernelHeight * window.kernelWidth * channels.channels;
  return floats(groups * filters8 * columns, (i) => {
    const column = Math.floor(i / 8) % columns;
    const filter = (Math.floor(i / (columns * 8)) * 8 + (i % 8)) % filters8;
    return column < real && filter < channels.filters ? uniform(-1, 1) : 0;
  });
}

function productCases(make: (product: Product, index: number) => KernelCase['args']): KernelCase[] {
  return products.map((product, index) => ({
    title: product.title,
    args: { ...make(product, index), ...product.window, ...sizesOf(product) },
  }));
}

const pooled: readonly { readonly geometry: Geometry; readonly n: number }[] = geometries.flatMap(
  (geometry) => [3, 8, 17].map((n) => ({ geometry, n })),
);

function poolCases(make: (window: Window, n: number, index: number) => KernelCase['args']): KernelCase[] {
  return pooled.map(({ geometry, n }, index) => {
    const window = windowOf(geometry);
    return {
      title: `${titleOf(geometry)}, ${n} channels`,
      args: { ...make(window, n, index), ...window, ld: roundUp(n, 8) },
    };
  });
}

const inputRows = ({ images, height, width }: Window): number => images * height * width;

function blank(rows: number, n: number, staysPadded = true): Buffer {
  const ld = roundUp(n, 8);
  return output(roundUp(rows, 4) * ld, staysPadded ? { rows, n, ld } : undefined);
}

/** The largest of each window as the backward pass finds it, computed here once more. */
function maxima(window: Window, x: Buffer, n: number): Buffer {
  const ld = roundUp(n, 8);
  return matrix(outRowsOf(window), n, (row, c) => {
    const image = Math.floor(row / (window.outHeight * window.outWidth));
    const i = Math.floor(row / window.outWidth) % window.outHeight;
    const j = row % window.outWidth;
    let largest = -Infinity;
    for (let ky = 0; ky < window.kernelHeight; ky++) {
      for (let kx = 0; kx < window.kernelWidth; kx++) {
        const y = i * window.strideHeight - window.paddingTop + ky * window.dilationHeight;
        const z = j * window.strideWidth - window.paddingLeft + kx * window.dilationWidth;
        if (y < 0 || y >= window.height || z < 0 || z >= window.width) continue;
        const at = (image * window.height + y) * window.width + z;
        largest = Math.max(largest, x.values[at * ld + c]!);
      }
    }
    return largest;
  });
}

/** Whole numbers, so that windows have several largest ones. */
const tied = () => Math.round(uniform(-2, 2));

export const imageCases = {
  convolutionForward: productCases((product, index) => ({
    x: imagesBuffer(product),
    weight: weightsBuffer(product),
    bias:
      index % 3 === 0
        ? 0
        : floats(sizesOf(product).groups * sizesOf(product).filters8, (i) =>
            i % sizesOf(product).filters8 < product.channels.filters ? uniform(-1, 1) : 0,
          ),
    y: output(roundUp(outRowsOf(product.window), 4) * sizesOf(product).groups * sizesOf(product).filters8),
    relu: index % 2,
  })),
  convolutionBackwardWeight: productCases((product, index) => ({
    x: imagesBuffer(product),
    dy: outputsBuffer(product),
    dWeight: output(sizesOf(product).groups * sizesOf(product).filters8 * columnsOf(product)),
    dBias: index % 3 === 0 ? 0 : output(sizesOf(product).groups * sizesOf(product).filters8),
  })),
  convolutionBackwardInput: productCases((product, index) => {
    const x = imagesBuffer(product, true);
    return {
      dy: outputsBuffer(product),
      weight: weightsBuffer(product),
      dx: { ...x, values: x.values.map(() => -7.5) },
      reluOutput: index % 2 === 0 ? 0 : x,
      words: x.values.length,
    };
  }),
  depthwiseForward: poolCases((window, n, index) => ({
    x: matrix(inputRows(window), n),
    weight: matrix(window.kernelHeight * window.kernelWidth, n),
    bias: index % 3 === 0 ? 0 : floats(roundUp(n, 8), (j) => (j < n ? uniform(-1, 1) : 0)),
    y: blank(outRowsOf(window), n, false),
    relu: index % 2,
  })),
  depthwiseBackwardWeight: poolCases((window, n, index) => ({
    x: matrix(inputRows(window), n),
    dy: matrix(outRowsOf(window), n),
    dWeight: output(window.kernelHeight * window.kernelWidth * roundUp(n, 8)),
    dBias: index % 3 === 0 ? 0 : output(roundUp(n, 8)),
  })),
  depthwiseBackwardInput: poolCases((window, n) => ({
    dy: matrix(outRowsOf(window), n),
    weight: matrix(window.kernelHeight * window.kernelWidth, n),
    dx: blank(inputRows(window), n),
  })),
  maxPoolForward: [
    ...poolCases((window, n) => ({ x: matrix(inputRows(window), n), y: blank(outRowsOf(window), n) })),
    {
      title: 'not finite',
      args: {
        x: matrix(16, 8, (row, c) => [NaN, Infinity, -Infinity, 1][(row + c) % 7] ?? 0),
        y: blank(4, 8, false),
        ...windowOf({ images: 1, size: [4, 4], kernel: [2, 2], stride: [2, 2] }),
        ld: 8,
      },
    },
  ],
  maxPoolBackward: poolCases((window, n, index) => {
    const x = matrix(inputRows(window), n, tied);
    return {
      x,
      y: maxima(window, x, n),
      dy: matrix(outRowsOf(window), n),
      dx: blank(inputRows(window), n),
      relu: index % 2,
    };
  }),
  averagePoolForward: poolCases((window, n) => ({
    x: matrix(inputRows(window), n),
    y: blank(outRowsOf(window), n),
  })),
  averagePoolBackward: poolCases((window, n) => ({
    dy: matrix(outRowsOf(window), n),
    dx: blank(inputRows(window), n),
  })),
};
