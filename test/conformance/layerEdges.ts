import type { LayerConfig } from '../../src/engine/config.js';

/** A network that takes layers to the edges of their options and shapes, to end in a dense layer. */
export interface Edge {
  readonly label: string;
  readonly inputShape: readonly number[];
  readonly chain: readonly Omit<LayerConfig, 'index'>[];
}

const conv = (name: string, filters: number, kernel: number | readonly number[], more = {}) => ({
  type: 'conv2d',
  name,
  filters,
  kernel,
  ...more,
});

const relu = { activation: 'relu' };

export const edges: readonly Edge[] = [
  {
    label:
      'a small convolutional network: two convolutions, relu and pools, flattened in the order of PyTorch',
    inputShape: [1, 8, 9],
    chain: [
      conv('first', 4, 3, relu),
      { type: 'maxPool2d', name: 'pool' },
      conv('second', 5, 2, relu),
      { type: 'maxPool2d', name: 'smaller', size: 2, stride: 1 },
    ],
  },
  {
    label: 'conv2d: strides, dilation, paddings and groups that do not fill a vector',
    inputShape: [4, 7, 6],
    chain: [
      conv('grouped', 6, [3, 2], { groups: 2, padding: 2, stride: 2, ...relu }),
      conv('dilated', 9, 2, { groups: 3, dilation: 2, padding: 'same', activation: 'tanh' }),
    ],
  },
  {
    label: 'conv2d: depthwise and pointwise, with groups of a whole vector',
    inputShape: [2, 3, 4],
    chain: [
      conv('wide', 4, 1, { activation: 'tanh' }),
      conv('halves', 16, 1, { groups: 2, ...relu }),
      conv('depthwise', 16, [2, 1], { groups: 16, padding: 1, stride: 2, ...relu }),
      conv('pointwise', 2, 1, { bias: false }),
    ],
  },
  {
    label: 'conv2d: as large as its input, without a bias, frozen before another',
    inputShape: [2, 3, 4],
    chain: [conv('frozen', 3, 1, { trainable: false, ...relu }), conv('whole', 4, [3, 4], { bias: false })],
  },
  {
    label:
      'conv2d with the max pool behind it: padding on both, dilation, windows that overlap, with relu and without',
    inputShape: [2, 7, 8],
    chain: [
      conv('first', 3, [3, 2], { padding: 1, ...relu }),
      { type: 'maxPool2d', name: 'overlapping', size: 3, stride: 2, padding: 1 },
      conv('second', 4, 2, { padding: 'same', dilation: [1, 2] }),
      { type: 'maxPool2d', name: 'halved', size: [2, 1] },
    ],
  },
  {
    label: 'conv1d with the max pool behind it, on one channel',
    inputShape: [1, 12],
    chain: [
      {
        type: 'conv1d',
        name: 'first',
        filters: 3,
        kernel: 3,
        stride: 1,
        padding: 'same',
        bias: false,
        ...relu,
      },
      { type: 'maxPool1d', name: 'largest', size: 3 },
    ],
  },
  {
    label: 'conv1d and pools on a series',
    inputShape: [1, 12],
    chain: [
      { type: 'conv1d', name: 'first', filters: 3, kernel: 3, padding: 'same', dilation: 2, ...relu },
      { type: 'avgPool1d', name: 'mean', size: 3, stride: 2, padding: 1 },
      { type: 'conv1d', name: 'second', filters: 2, kernel: 2, groups: 1, activation: 'tanh' },
      { type: 'maxPool1d', name: 'largest', size: 2, stride: 1 },
    ],
  },
  {
    label: 'batchNorm over channels, layerNorm, dense and softmax on the last axis of an image',
    inputShape: [3, 4, 5],
    chain: [
      conv('first', 6, 2),
      { type: 'batchNorm', name: 'norm', activation: 'relu' },
      { type: 'layerNorm', name: 'layerNorm' },
      { type: 'dense', name: 'rows', units: 3, activation: 'softmax' },
      conv('second', 2, 2),
    ],
  },
  {
    label: 'an image that splits, is added and joined along channels, and averaged',
    inputShape: [2, 4, 4],
    chain: [
      conv('left', 3, 3, { padding: 'same', ...relu }),
      conv('right', 3, 1, { from: 'input' }),
      { type: 'add', name: 'sum', from: ['left', 'right', 'left'] },
      { type: 'concat', name: 'joined', from: ['input', 'sum', 'right'] },
      { type: 'concat', name: 'taller', from: ['joined', 'joined'], axis: 2 },
      { type: 'avgPool2d', name: 'mean', size: [2, 1] },
      { type: 'globalAvgPool', name: 'global' },
    ],
  },
  {
    label: 'reshape to and from images',
    inputShape: [12],
    chain: [
      { type: 'reshape', name: 'image', shape: [3, 2, 2] },
      conv('first', 5, 2, { padding: 1, ...relu }),
      { type: 'reshape', name: 'rows', shape: [9, 5] },
      { type: 'dense', name: 'dense', units: 2, activation: 'tanh' },
      { type: 'concat', name: 'wide', from: ['dense', 'rows'], axis: 2 },
    ],
  },
];
