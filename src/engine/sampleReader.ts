import type { Machine } from '../tensor/kernels/machine.js';
import type { FloatTensor } from '../tensor/tensor.js';
import type { Sample } from './session.js';
import type { TrainingPlan } from './trainingPlan.js';
import type { WatchedLayer } from './watch.js';

/** A unit counts as dead where it was active on less than this share of the rows seen. */
const activeShare = 0.01;

/** Reads what a sampled step left in the arena. */
export class SampleReader {
  /** Rows that went into the unit counts of this epoch. */
  private countedRows = 0;

  constructor(
    private readonly plan: TrainingPlan,
    private readonly machine: Machine,
  ) {}

  /**
   * The look after the step that ended as number `step`. `rows` went into the unit counts: 0 after a step without
   * a look, which leaves weights, updates and activations as they were seen last.
   */
  read(step: number, learningRate: number, rows: number): Sample {
    const { floats } = this.machine;
    const { watch, learning, loss } = this.plan;
    this.countedRows += rows;
    const list = (pointer: number): Float64Array =>
      Float64Array.from(floats.subarray(pointer, pointer + learning.length));
    const layers = (read: (watched: WatchedLayer) => number): Float64Array =>
      Float64Array.from(watch.layers, read);
    const weightNorms = list(watch.weightNorms);
    return {
      step,
      loss: floats[loss]!,
      learningRate,
      gradientNorms: list(watch.gradientNorms),
      weightNorms,
      updateRatios: list(watch.updateNorms).map((norm, index) => norm / weightNorms[index]!),
      activationMeans: layers((watched) => floats[watched.moments]!),
      activationStds: layers((watched) => floats[watched.moments + 1]!),
      deadShares: layers((watched) => this.deadShare(watched)),
      saturatedShares: layers((watched) => this.saturatedShare(watched)),
    };
  }

  private counts({ counts, units }: WatchedLayer): Int32Array {
    return this.machine.ints.subarray(counts, counts + units);
  }

  private deadShare(watched: WatchedLayer): number {
    if (watched.kind !== 'dead') return NaN;
    const enough = activeShare * this.countedRows * watched.rowsPerSample;
    return this.counts(watched).reduce((dead, count) => dead + (count < enough ? 1 : 0), 0) / watched.units;
  }

  private saturatedShare(watched: WatchedLayer): number {
    if (watched.kind === undefined || watched.kind === 'dead') return NaN;
    const outputs = this.countedRows * watched.rowsPerSample * watched.units;
    return this.counts(watched).reduce((sum, count) => sum + count, 0) / outputs;
  }

  forgetCounts(): void {
    this.countedRows = 0;
    for (const watched of this.plan.watch.layers) if (watched.counts) this.counts(watched).fill(0);
  }

  /** What was counted in this epoch so far; f32 holds counts exactly up to 2²⁴. */
  readState(): { tensors: FloatTensor[]; countedRows: number } {
    const counted = this.plan.watch.layers.filter((watched) => watched.counts !== 0);
    const tensors = counted.map((watched) => ({
      name: countsName(watched),
      shape: [watched.units],
      values: Float32Array.from(this.counts(watched)),
    }));
    return { tensors, countedRows: this.countedRows };
  }

  writeState(tensors: readonly FloatTensor[], countedRows: number): void {
    this.countedRows = countedRows;
    for (const watched of this.plan.watch.layers) {
      if (watched.counts === 0) continue;
      const tensor = tensors.find(({ name }) => name === countsName(watched));
      if (!tensor) throw new Error(`the state has no tensor "${countsName(watched)}"`);
      this.counts(watched).set(tensor.values);
    }
  }
}

function countsName({ layer }: WatchedLayer): string {
  return `unitCounts/${layer.name}`;
}
