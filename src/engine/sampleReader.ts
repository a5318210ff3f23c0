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
    const sample: Sample = {
      step,
      loss: floats[loss]!,
      learningRate,
      gradientNorms: new Float64Array(learning.length),
      weightNorms: new Float64Array(learning.length),
      updateRatios: new Float64Array(learning.length),
      activationMeans: new Float64Array(watch.layers.length),
      activationStds: new Float64Array(watch.layers.length),
      deadShares: new Float64Array(watch.layers.length),
      saturatedShares: new Float64Array(watch.layers.length),
    };
    // Plain loops: of a small network a sample costs more than a step, and views and closures most of it.
    for (let i = 0; i < learning.length; i++) {
      sample.gradientNorms[i] = floats[watch.gradientNorms + i]!;
      sample.weightNorms[i] = floats[watch.weightNorms + i]!;
      sample.updateRatios[i] = floats[watch.updateNorms + i]! / floats[watch.weightNorms + i]!;
    }
    for (const [i, watched] of watch.layers.entries()) {
      sample.activationMeans[i] = floats[watched.moments]!;
      sample.activationStds[i] = floats[watched.moments + 1]!;
      sample.deadShares[i] = this.deadShare(watched);
      sample.saturatedShares[i] = this.saturatedShare(watched);
    }
    return sample;
  }

  private counts({ counts, units }: WatchedLayer): Int32Array {
    return this.machine.ints.subarray(counts, counts + units);
  }

  private deadShare({ kind, counts, units, rowsPerSample }: WatchedLayer): number {
    if (kind !== 'dead') return NaN;
    const { ints } = this.machine;
    const enough = activeShare * this.countedRows * rowsPerSample;
    let dead = 0;
    for (let unit = 0; unit < units; unit++) if (ints[counts + unit]! < enough) dead++;
    return dead / units;
  }

  private saturatedShare({ kind, counts, units, rowsPerSample }: WatchedLayer): number {
    if (kind === undefined || kind === 'dead') return NaN;
    const { ints } = this.machine;
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += ints[counts + unit]!;
    return sum / (this.countedRows * rowsPerSample * units);
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
