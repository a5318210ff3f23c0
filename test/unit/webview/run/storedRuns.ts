import { readFileSync } from 'node:fs';
import type { RunSnapshot } from '../../../../src/protocol/runPanel.js';
import type { SampleColumns } from '../../../../src/protocol/training.js';

type Plain = Record<keyof SampleColumns, unknown>;

/** A stored run with its columns as typed arrays. */
function load(name: string): RunSnapshot {
  const stored = JSON.parse(
    readFileSync(new URL(`../../../fixtures/runs/${name}.json`, import.meta.url), 'utf8'),
  ) as Omit<RunSnapshot, 'samples'> & { samples: Plain };
  const column = (values: unknown): Float64Array => Float64Array.from(values as number[]);
  const table = (values: unknown): Record<string, Float64Array> =>
    Object.fromEntries(
      Object.entries(values as Record<string, unknown>).map(([key, value]) => [key, column(value)]),
    );
  const { steps, loss, learningRate, gradientNorm, updateRatio } = stored.samples;
  return {
    ...stored,
    samples: {
      steps: column(steps),
      loss: column(loss),
      learningRate: column(learningRate),
      gradientNorm: table(gradientNorm),
      updateRatio: table(updateRatio),
    },
  };
}

/** Thirteen layers whose gradients vanish. */
export const sick = load('deep-sigmoid');
/** A convolutional network that learns. */
export const healthy = load('digits-conv');
