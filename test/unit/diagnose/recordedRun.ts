import { readFileSync } from 'node:fs';
import type { MemberConfig } from '../../../src/engine/config.js';
import type { Metrics } from '../../../src/runs/metrics.js';
import type { Spec } from '../../../src/spec/spec.js';

type Recorded = number | 'NaN' | 'Infinity' | '-Infinity';

interface Recording {
  /** Weights, input first. */
  readonly layers: readonly string[];
  readonly steps: readonly number[];
  readonly loss: readonly Recorded[];
  readonly gradientNorm: Readonly<Record<string, readonly Recorded[]>>;
  readonly stepsPerEpoch: number;
  readonly epochs: readonly { readonly epoch: number; readonly loss: Recorded }[];
}

/** A run that was really trained (test/reference/sickRuns.py), as a run folder would give it back. */
export function readRecordedRun(name: string, samples = Infinity): Metrics {
  const run = JSON.parse(readFileSync(`test/fixtures/diagnose/${name}.json`, 'utf8')) as Recording;
  const count = Math.min(samples, run.steps.length);
  const steps = Float64Array.from(run.steps.slice(0, count));
  const series = (values: readonly Recorded[]) => ({
    steps,
    values: Float64Array.from(values.slice(0, count), Number),
  });
  return {
    epochs: run.epochs
      .filter(({ epoch }) => epoch * run.stepsPerEpoch <= steps.at(-1)!)
      .map(({ epoch, loss }) => ({
        epoch,
        step: epoch * run.stepsPerEpoch,
        loss: typeof loss === 'number' ? loss : null,
        validationLoss: null,
        metrics: { accuracy: 0.5 },
        learningRate: 0.001,
        gradientNorm: {},
        seconds: 1,
        samplesPerSecond: 1,
      })),
    scalars: new Map([
      ['loss/train', series(run.loss)],
      ...run.layers.map((layer) => [`gradient_norm/${layer}`, series(run.gradientNorm[layer]!)] as const),
    ]),
    parameters: run.layers,
    stepsPerEpoch: run.stepsPerEpoch,
    plannedEpochs: run.epochs.length,
    facts: null,
  };
}

/** A spec of dense layers with the names of a recorded run. */
export function specFor(
  metrics: Metrics,
  layer: { readonly activation?: string; readonly init?: string | MemberConfig } = { activation: 'sigmoid' },
  changes: Partial<Spec> = {},
): Spec {
  return {
    data: {
      train: 'digits.csv',
      target: ['label'],
      ignore: [],
      missing: 'error',
      missingValues: [],
      scale: 'minmax',
      scaleTarget: 'none',
      header: true,
      validation: 0.2,
    },
    layers: metrics.parameters.map((parameter, index) => ({
      type: 'dense',
      name: parameter.split('.')[0]!,
      index,
      ...(parameter.startsWith('output') ? { ...layer, activation: 'linear' } : { units: 32, ...layer }),
    })),
    optimizer: { type: 'adam', learningRate: 0.001 },
    schedule: { type: 'constant' },
    training: {
      epochs: 12,
      batchSize: 32,
      seed: 42,
      shuffle: true,
      keepCheckpoints: 50,
      deterministic: false,
    },
    health: {},
    ...changes,
  };
}
