import type { Sample } from '../engine/session.js';
import type { SampleColumns } from './events.js';

/** Gathers samples, a number at a time, until somebody takes them as columns. */
export interface SampleCollector {
  readonly count: number;
  add(sample: Sample): void;
  /** What was gathered since the last time, in buffers of its own. */
  take(): SampleColumns;
}

export function collectSamples(watched: readonly string[]): SampleCollector {
  let steps: number[] = [];
  let loss: number[] = [];
  let learningRate: number[] = [];
  let gradientNorm = watched.map((): number[] => []);
  let updateRatio = watched.map((): number[] => []);
  const byName = (columns: readonly (readonly number[])[]): Record<string, Float64Array> =>
    Object.fromEntries(watched.map((name, i) => [name, Float64Array.from(columns[i]!)]));
  return {
    get count() {
      return steps.length;
    },
    add: (sample) => {
      steps.push(sample.step);
      loss.push(sample.loss);
      learningRate.push(sample.learningRate);
      for (let i = 0; i < watched.length; i++) {
        gradientNorm[i]!.push(sample.gradientNorms[i]!);
        updateRatio[i]!.push(sample.updateRatios[i]!);
      }
    },
    take: () => {
      const columns = {
        steps: Float64Array.from(steps),
        loss: Float64Array.from(loss),
        learningRate: Float64Array.from(learningRate),
        gradientNorm: byName(gradientNorm),
        updateRatio: byName(updateRatio),
      };
      steps = [];
      loss = [];
      learningRate = [];
      gradientNorm = watched.map(() => []);
      updateRatio = watched.map(() => []);
      return columns;
    },
  };
}

/** All buffers of the columns, for a message that gives them away. */
export function buffersOf(columns: SampleColumns): ArrayBuffer[] {
  const arrays = [
    columns.steps,
    columns.loss,
    columns.learningRate,
    ...Object.values(columns.gradientNorm),
    ...Object.values(columns.updateRatio),
  ];
  return arrays.map((array) => array.buffer as ArrayBuffer);
}
