import type { WrittenSpec } from './tables.js';

/** What a sound convolutional network may differ in. */
export interface SoundPicture {
  readonly depth?: number;
  readonly filters?: number;
  readonly activation?: string;
  readonly optimizer?: Record<string, unknown>;
  readonly norm?: 'batchNorm' | 'layerNorm';
  readonly dropout?: number;
  /** What is between the last convolution and the output; by default all of its places are read. */
  readonly end?: 'flatten' | 'globalAvgPool';
  readonly epochs?: number;
}

/** Digits as pictures of 8 × 8, read by convolutions `hidden1` … with a pool behind the second, and `output`. */
export function soundPicture(sound: SoundPicture, seed: number): WrittenSpec {
  const { depth = 2, filters = 12, activation = 'relu', norm, dropout } = sound;
  const layers = Array.from({ length: depth }, (_, i) => [
    {
      type: 'conv2d',
      name: `hidden${i + 1}`,
      filters,
      kernel: 3,
      padding: 'same',
      ...(norm ? {} : { activation }),
    },
    ...(norm ? [{ type: norm, activation }] : []),
    ...(i === 1 ? [{ type: 'maxPool2d' }] : []),
  ]).flat();
  return {
    data: {
      train: 'test/fixtures/data/digits.csv',
      target: 'digit',
      scale: 'minmax',
      shape: [1, 8, 8],
    },
    layers: [
      ...layers,
      { type: sound.end ?? 'flatten' },
      ...(dropout === undefined ? [] : [{ type: 'dropout', rate: dropout }]),
      { type: 'dense', name: 'output' },
    ],
    optimizer: sound.optimizer ?? { type: 'adam', learningRate: 0.003 },
    training: { epochs: sound.epochs ?? 15, batchSize: 32, seed },
  };
}
