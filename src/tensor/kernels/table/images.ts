import type { KernelGroup } from './kernelGroup.js';

/**
 * A window that moves over images of `height` × `width`; the place (i, j) of the output sees rows from
 * i·strideHeight − paddingTop and columns from j·strideWidth − paddingLeft. What lies outside an image is 0 to
 * convolutions and averages, and nothing to maxima.
 */
const window = {
  images: 'int',
  height: 'int',
  width: 'int',
  outHeight: 'int',
  outWidth: 'int',
  kernelHeight: 'int',
  kernelWidth: 'int',
  strideHeight: 'int',
  strideWidth: 'int',
  paddingTop: 'int',
  paddingLeft: 'int',
  dilationHeight: 'int',
  dilationWidth: 'int',
} as const satisfies KernelGroup[string];

/**
 * Products of windows with weights. Images are `[images][height·width][pixel]` with `image` words from one to the
 * next, of which each of `groups` reads `channels` side by side. Outputs are `[images·outHeight·outWidth, padded
 * to 4][groups·filters8]`; weights are panels `[groups][filters8/8][taps·channels, padded to 8][8]`.
 */
const product = {
  ...window,
  pixel: 'int',
  image: 'int',
  channels: 'int',
  groups: 'int',
  filters8: 'int',
} as const satisfies KernelGroup[string];

/** A max pool over the output of a convolution in one group, `filters8` numbers at each place. */
const pooled = {
  ...window,
  pixel: 'int',
  image: 'int',
  channels: 'int',
  filters8: 'int',
  poolOutHeight: 'int',
  poolOutWidth: 'int',
  poolHeight: 'int',
  poolWidth: 'int',
  poolStrideHeight: 'int',
  poolStrideWidth: 'int',
  poolTop: 'int',
  poolLeft: 'int',
} as const satisfies KernelGroup[string];

/** Convolutions and pools of images whose channels stand beside each other. */
export const imageKernels = {
  /** y = windows(x)·Wᵀ + bias (bias 0: none), relu 1: max(0, y); padding rows hold the bias */
  convolutionForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    ...product,
    relu: 'int',
  },
  /** dW = Σ dyᵀ·windows(x) in panel layout, dBias = column sums of dy (0: none); both are overwritten */
  convolutionBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    ...product,
  },
  /** dx (`words` of them, padding included) = windows' shares of dy·W, then zeroed where `reluOutput` ≤ 0 (0: not masked) */
  convolutionBackwardInput: {
    dy: 'pointer',
    weight: 'pointer',
    dx: 'pointer',
    reluOutput: 'pointer',
    words: 'int',
    ...product,
  },

  // --- a convolution and the max pool behind it as one; the plan sees to it that what they keep has room
  /**
   * y `[images·poolOutHeight·poolOutWidth, padded to 4][filters8]` = the largest of each window of the pool, as
   * convolutionForward and maxPoolForward give it; taps = which of its window it was (an integer, by rows; the last NaN), −1 where
   * relu has let nothing through; whole = the rows of convolutionForward's output (0: not wanted)
   */
  pooledConvolutionForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    whole: 'pointer',
    y: 'pointer',
    taps: 'pointer',
    ...pooled,
    relu: 'int',
  },
  /** as convolutionBackwardWeight, for dy of the pool's output */
  pooledConvolutionBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    taps: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    ...pooled,
  },
  /** as convolutionBackwardInput, for dy of the pool's output */
  pooledConvolutionBackwardInput: {
    dy: 'pointer',
    taps: 'pointer',
    weight: 'pointer',
    dx: 'pointer',
    reluOutput: 'pointer',
    words: 'int',
    ...pooled,
  },

  /** Each channel with weights of its own, `[taps][ld]`; x, y as in pools. padding rows of y hold the bias */
  depthwiseForward: {
    x: 'pointer',
    weight: 'pointer',
    bias: 'pointer',
    y: 'pointer',
    ...window,
    ld: 'int',
    relu: 'int',
  },
  depthwiseBackwardWeight: {
    x: 'pointer',
    dy: 'pointer',
    dWeight: 'pointer',
    dBias: 'pointer',
    ...window,
    ld: 'int',
  },
  depthwiseBackwardInput: { dy: 'pointer', weight: 'pointer', dx: 'pointer', ...window, ld: 'int' },

  // --- pools: x and dx are [images·height·width, padded to 4][ld], y and dy [images·outHeight·outWidth, padded to 4][ld]
  /** y = the largest of each window; padding rows 0; a NaN wins */
  maxPoolForward: { x: 'pointer', y: 'pointer', ...window, ld: 'int' },
  /** dx = Σ dy of the windows whose first largest stands there; where relu is 1 only of those above 0 */
  maxPoolBackward: {
    x: 'pointer',
    y: 'pointer',
    dy: 'pointer',
    dx: 'pointer',
    ...window,
    ld: 'int',
    relu: 'int',
  },
  /** y = the sum of each window, divided by the size of the window; padding rows 0 */
  averagePoolForward: { x: 'pointer', y: 'pointer', ...window, ld: 'int' },
  averagePoolBackward: { dy: 'pointer', dx: 'pointer', ...window, ld: 'int' },
} as const satisfies KernelGroup;
