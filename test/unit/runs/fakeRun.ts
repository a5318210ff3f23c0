import type { CheckpointContext } from '../../../src/runs/checkpoint.js';
import type { EpochMetrics } from '../../../src/runs/metrics.js';
import type { RunRecord } from '../../../src/runs/run.js';
import type { SampleLayout, StepSample } from '../../../src/runs/sample.js';
import type { ResumeState } from '../../../src/runs/state.js';

export const stepsPerEpoch = 4;

export const layout: SampleLayout = {
  watched: ['hidden.weight', 'hidden.bias', 'output.weight', 'output.bias'],
  activationLayers: ['hidden', 'output'],
};

export const context: CheckpointContext = {
  spec: '{ // a spec\n}',
  preprocessing: { version: 1 },
  network: { inputShape: [2] },
  version: '0.1.0',
};

export const record: RunRecord = {
  version: 1,
  name: 'penguins',
  status: 'running',
  spec: 'penguins.nn.json',
  specSha256: 'aa',
  dataSha256: 'bb',
  seed: 42,
  threads: 1,
  kernelBuild: 'simd',
  versions: { netweight: '0.1.0' },
  startedAt: '2026-07-31T14:25:01.000Z',
  finishedAt: null,
  pid: 77,
  host: 'here',
  heartbeatAt: '2026-07-31T14:25:01.000Z',
  parameters: 12,
  layers: [
    {
      name: 'hidden',
      type: 'dense',
      parameters: [
        { name: 'hidden.weight', shape: [2, 2] },
        { name: 'hidden.bias', shape: [2] },
      ],
    },
    {
      name: 'output',
      type: 'dense',
      parameters: [
        { name: 'output.weight', shape: [2, 2] },
        { name: 'output.bias', shape: [2] },
      ],
    },
  ],
  task: 'classification',
  trainRows: 64,
  validationRows: 16,
  stepsPerEpoch,
  plannedEpochs: 6,
  epochs: 0,
  facts: null,
  best: null,
  final: null,
  error: null,
};

/** A sample of numbers that depend on the step alone. */
export function sampleAt(step: number): StepSample {
  const numbers = (count: number, offset: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (i + 1 + offset) / (step + 1));
  return {
    step,
    loss: 3 / step,
    learningRate: 0.001,
    gradientNorms: numbers(4, 0),
    weightNorms: numbers(4, 0.25),
    updateRatios: numbers(4, 0.5),
    activationMeans: numbers(2, 0.1),
    activationStds: numbers(2, 0.2),
    deadShares: Float64Array.of(0.125, NaN),
    saturatedShares: Float64Array.of(NaN, NaN),
  };
}

/** An epoch (from 1) of numbers that no f32 holds. */
export function epochAt(epoch: number): EpochMetrics {
  return {
    epoch,
    step: epoch * stepsPerEpoch,
    loss: 1 / (epoch + 2.1),
    validationLoss: Math.abs(epoch - 3.1) / 7,
    metrics: { accuracy: 1 - 1 / (epoch + 1.3), validationAccuracy: epoch === 2 ? null : 0.1 * epoch },
    learningRate: 0.001 / epoch,
    gradientNorm: Object.fromEntries(layout.watched.map((name, i) => [name, (i + 0.1) / epoch])),
    seconds: 0.01 * epoch,
    samplesPerSecond: 12345.6 / epoch,
  };
}

/** The weights after this epoch. */
export function weightsAt(epoch: number): ResumeState['weights'] {
  return record.layers.flatMap((layer) =>
    layer.parameters.map(({ name, shape }) => ({
      name,
      shape,
      values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => epoch + i / 8),
    })),
  );
}

/** Where training stands after this epoch; the third is the best. */
export function stateAt(epoch: number): ResumeState {
  const best = epoch === 0 ? null : Math.min(epoch, 3);
  return {
    epoch,
    step: epoch * stepsPerEpoch,
    weights: weightsAt(epoch),
    best:
      best === null ? null : { epoch: best, value: epochAt(best).validationLoss!, weights: weightsAt(best) },
    engine: {
      tensors: [{ name: 'adam.m', shape: [3], values: Float32Array.of(epoch, 0.5, -0) }],
      numbers: { t: epoch * stepsPerEpoch, scale: 0.1 + epoch },
    },
    numbers: { waited: 0, reference: epoch === 0 ? null : 0.3, worst: Infinity },
  };
}
