import type { RunFacts } from '../../../src/runs/facts.js';
import type { Metrics } from '../../../src/runs/metrics.js';

/** What a run is made of here: a figure an epoch, and samples of scalars, one after every step that is named. */
interface Written {
  readonly losses: readonly number[];
  readonly validationLosses?: readonly number[];
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  readonly scalars?: Readonly<Record<string, readonly number[]>>;
  readonly facts?: Partial<RunFacts>;
  /** More than there are epochs: the run is still under way. */
  readonly plannedEpochs?: number;
}

const stepsPerEpoch = 10;

/** The parameters of a network with one hidden layer, as `specFor` makes a spec of them. */
export const parameters = ['hidden.weight', 'output.weight'];

/** A run of ten steps an epoch, with the figures given and none else. */
export function writeRun({
  losses,
  validationLosses,
  metrics = {},
  scalars = {},
  facts,
  plannedEpochs,
}: Written): Metrics {
  return {
    epochs: losses.map((loss, i) => ({
      epoch: i + 1,
      step: (i + 1) * stepsPerEpoch,
      loss,
      validationLoss: validationLosses?.[i] ?? null,
      metrics: Object.fromEntries(Object.entries(metrics).map(([name, values]) => [name, values[i]!])),
      learningRate: 0.001,
      gradientNorm: {},
      seconds: 1,
      samplesPerSecond: 1,
    })),
    scalars: new Map(
      Object.entries(scalars).map(([tag, values]) => [
        tag,
        {
          steps: Float64Array.from(
            values,
            (_, i) => ((i + 1) * losses.length * stepsPerEpoch) / values.length,
          ),
          values: Float64Array.from(values),
        },
      ]),
    ),
    parameters,
    stepsPerEpoch,
    plannedEpochs: plannedEpochs ?? losses.length,
    facts: {
      learning: 4,
      guessLoss: 1,
      firstPenalty: 0,
      baseline: null,
      classes: null,
      inputs: null,
      weights: {},
      ...facts,
    },
  };
}

/** The same value so many times. */
export function repeat(count: number, value: number): number[] {
  return new Array<number>(count).fill(value);
}
