import type { WrittenSpec } from './tables.js';

/** What a sound recurrent network may differ in. */
export interface SoundSequence {
  readonly depth?: number;
  readonly units?: number;
  readonly type?: 'lstm' | 'gru';
  readonly dropout?: number;
  readonly optimizer?: Record<string, unknown>;
  readonly epochs?: number;
}

/** Tomorrow's temperature from three weeks of them, read day by day by `hidden1` …, and `output`. */
export function soundSequence(sound: SoundSequence, seed: number): WrittenSpec {
  const { depth = 1, units = 24, type = 'lstm', dropout } = sound;
  return {
    data: {
      train: 'examples/weather/weather.csv',
      target: 'temp_max',
      order: 'date',
      validation: 0.25,
      scaleTarget: 'standard',
    },
    layers: [
      { type: 'reshape', shape: [21, 1] },
      ...Array.from({ length: depth }, (_, i) => ({
        type,
        name: `hidden${i + 1}`,
        units,
        ...(i < depth - 1 ? { returnSequences: true } : {}),
      })),
      ...(dropout === undefined ? [] : [{ type: 'dropout', rate: dropout }]),
      { type: 'dense', name: 'output' },
    ],
    optimizer: sound.optimizer ?? { type: 'adam', learningRate: 0.005 },
    training: { epochs: sound.epochs ?? 25, batchSize: 32, seed },
  };
}

/** A small transformer that foretells the characters of a play: `hidden1` … are its attention and dense layers. */
export function soundText(
  seed: number,
  optimizer: Record<string, unknown> = { type: 'adamW', learningRate: 0.003 },
): WrittenSpec {
  return {
    data: { train: 'examples/shakespeare/shakespeare.txt', context: 32, validation: 0.1 },
    task: 'language',
    layers: [
      { type: 'embedding', name: 'tokens', dimension: 24 },
      { type: 'positionalEmbedding', name: 'embedded', init: { type: 'randomNormal', std: 0.1 } },
      { type: 'layerNorm', name: 'norm1' },
      { type: 'attention', name: 'hidden1', heads: 2, causal: true },
      { type: 'add', name: 'seen', from: ['embedded', 'hidden1'] },
      { type: 'layerNorm', name: 'norm2' },
      { type: 'dense', name: 'hidden2', units: 48, activation: 'gelu' },
      { type: 'dense', name: 'hidden3', units: 24 },
      { type: 'add', name: 'block', from: ['seen', 'hidden3'] },
      { type: 'layerNorm', name: 'norm' },
      { type: 'dense', name: 'output' },
    ],
    optimizer,
    training: { epochs: 10, batchSize: 64, seed, clipNorm: 1 },
  };
}
