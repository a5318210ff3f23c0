/**
 * The jobs that every peer trains, on random data: `sizes` are the numbers of a row and the widths of the dense layers
 * behind it, relu between them, cross-entropy over the last. `norm` puts batchNorm between a dense layer and its relu;
 * `filters` are those of convolutions 3 × 3 with relu, each with a pool 2 × 2 behind it, that stand before the dense
 * layers and see an `image`. An `lstm` reads a row as so many steps, and the dense layers see its last state. A
 * `transformer` reads a row as tokens and foretells one at each of them: each block adds causal attention and two dense
 * layers, gelu between them and the first four times as wide, each behind a layerNorm.
 */
export const jobs = {
  J1: { sizes: [4, 16, 16, 3], rows: 150, batchSize: 16, optimizer: { type: 'adam' } },
  J2: { sizes: [784, 256, 128, 10], rows: 10_000, batchSize: 64, optimizer: { type: 'adam' } },
  J3: {
    sizes: [1024, 1024, 1024, 10],
    rows: 4096,
    batchSize: 256,
    optimizer: { type: 'sgd', momentum: 0.9 },
  },
  J4: {
    image: [1, 28, 28],
    filters: [16, 32],
    sizes: [784, 64, 10],
    rows: 4096,
    batchSize: 64,
    optimizer: { type: 'adam' },
  },
  J5: {
    sizes: [64, ...Array.from({ length: 20 }, () => 64), 10],
    norm: true,
    rows: 4096,
    batchSize: 64,
    optimizer: { type: 'adam' },
  },
  J6: {
    transformer: { width: 128, heads: 4, blocks: 4 },
    sizes: [128, 64],
    rows: 512,
    batchSize: 16,
    optimizer: { type: 'adamW' },
  },
  J7: {
    lstm: { steps: 100, units: 128 },
    sizes: [1600, 10],
    rows: 1024,
    batchSize: 32,
    optimizer: { type: 'adam' },
  },
};

export const descriptions = {
  J1: '4-16-16-3, batch 16, Adam',
  J2: '784-256-128-10, batch 64, Adam',
  J3: '1024-1024-1024-10, batch 256, SGD with momentum',
  J4: '28×28, conv 16, pool, conv 32, pool, dense 64, dense 10, batch 64, Adam',
  J5: '20 × (dense 64, batchNorm, relu), batch 64, Adam',
  J6: 'a transformer of 4 blocks, width 128, 4 heads, on 128 tokens of 64 kinds, batch 16, AdamW',
  J7: 'an LSTM of 128 over 100 steps of 16 numbers, dense 10, batch 32, Adam',
};
