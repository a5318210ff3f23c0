import type { Machine, Program } from '../tensor/kernels/machine.js';
import type { KernelCall } from '../tensor/kernels/table.js';
import { stepBlock } from '../tensor/kernels/stepBlock.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { checkRows } from './checkRows.js';
import type { TrainingConfig } from './config.js';
import { initialValues } from './initialValues.js';
import type { WriteStep } from './optimizers/optimizer.js';
import { Predictor } from './predictor.js';
import { SampleReader } from './sampleReader.js';
import { chooseStride, isSampled } from './sampling.js';
import type { Rows, Sample, StepTotals, TensorHistogram, TrainingSession } from './session.js';
import { addMetrics, emptyTotals, totalKeys } from './stepTotals.js';
import { createTensorStore, type TensorStore } from './tensorStore.js';
import type { TrainingPlan } from './trainingPlan.js';

/** A training whose plan stands in a machine: steps through it and reads it out. */
export class PlannedSession implements TrainingSession {
  readonly build: Machine['build'];
  readonly refusedThreads: string | null;
  readonly arenaBytes: number;
  readonly watched: readonly string[];
  readonly activationLayers: readonly string[];
  readonly sampleStride: number;
  readonly stepsPerEpoch: number;

  private readonly floats: Float32Array | Float64Array;
  private readonly ints: Int32Array;
  private readonly tensors: TensorStore;
  private readonly samples: SampleReader;
  private readonly order: Program;
  private readonly full: Program;
  private readonly fullSampled: Program;
  private readonly last: Program;
  private readonly lastSampled: Program;
  private readonly evaluations = new Map<number, Program>();
  private readonly predictor: Predictor;
  private readonly writeStep: WriteStep;

  private epoch = 0;
  private globalStep = 0;
  /** Rows of the epoch that are done. */
  private position: number;
  private readonly epochTotals = emptyTotals();
  private readonly gradientNormSums: Float64Array;

  constructor(
    private readonly plan: TrainingPlan,
    private readonly machine: Machine,
    private readonly training: TrainingConfig,
    private readonly rowCount: number,
    /** That share a step. */
    readonly threads: number,
  ) {
    const { batchSize, watch } = plan;
    this.build = machine.build;
    this.refusedThreads = machine.refusedThreads;
    this.floats = machine.floats;
    this.ints = machine.ints;
    this.arenaBytes = machine.floats.byteLength;
    this.tensors = createTensorStore(plan.placement, machine.floats);
    this.predictor = new Predictor(plan, machine, threads);
    this.samples = new SampleReader(plan, machine);
    this.watched = plan.learning.map((placed) => placed.parameter.name);
    this.activationLayers = watch.layers.map((watched) => watched.layer.name);
    this.stepsPerEpoch = Math.ceil(rowCount / batchSize);
    this.position = rowCount;
    this.gradientNormSums = new Float64Array(plan.learning.length);

    for (const { pointer, values } of watch.segments) this.ints.set(values, pointer);
    this.ints[plan.step + stepBlock.seed] = training.seed;
    const stepCalls = plan.trainStep(batchSize, false);
    const sampledStepCalls = plan.trainStep(batchSize, true);
    const stride = chooseStride({
      stepCalls,
      sampledStepCalls,
      words: plan.placement.learning.words,
      scalars: 2 + 3 * this.watched.length + 4 * watch.layers.length,
      totalSteps: this.stepsPerEpoch * training.epochs,
    });
    this.sampleStride = training.watch === false ? Infinity : stride;
    this.order = this.compile(plan.drawOrder());
    this.full = this.compile(stepCalls);
    this.fullSampled = this.compile(sampledStepCalls);
    const lastRows = rowCount % batchSize;
    this.last = lastRows === 0 ? this.full : this.compile(plan.trainStep(lastRows, false));
    this.lastSampled = lastRows === 0 ? this.fullSampled : this.compile(plan.trainStep(lastRows, true));
    const { floats } = machine;
    this.writeStep = (field, value) => {
      floats[plan.step + stepBlock[field]] = value;
    };
  }

  get network(): TrainingPlan['network'] {
    return this.plan.network;
  }

  initialize(): void {
    this.tensors.write(initialValues(this.network, this.training.seed));
    this.resetSlots();
    this.globalStep = 0;
    this.position = this.rowCount;
    this.forgetTotals();
  }

  beginEpoch(epoch: number): void {
    this.epoch = epoch;
    this.position = 0;
    this.drawOrder();
    this.forgetTotals();
  }

  run(
    steps: number,
    learningRate: (globalStep: number) => number,
    onSample: (sample: Sample) => void,
  ): number {
    const { plan, floats, ints, rowCount, sampleStride } = this;
    const { member, config } = plan.optimizer;
    let done = 0;
    while (done < steps && this.position < rowCount) {
      const rows = Math.min(plan.batchSize, rowCount - this.position);
      const isFull = rows === plan.batchSize;
      const t = this.globalStep + 1;
      const rate = learningRate(this.globalStep);
      ints[plan.step + stepBlock.cursor] = this.position;
      ints[plan.step + stepBlock.stepIndex] = this.globalStep;
      floats[plan.step + stepBlock.learningRate] = rate;
      member.prepareStep?.(config, t, this.writeStep);
      const isDue = isSampled(t, sampleStride);
      const program = isDue ? (isFull ? this.fullSampled : this.lastSampled) : isFull ? this.full : this.last;
      program.run();
      const isLost = !Number.isFinite(floats[plan.loss]!);
      if (isDue || isLost) onSample(this.samples.read(t, rate, isDue ? rows : 0));
      this.addStep(rows);
      this.position += rows;
      this.globalStep = t;
      done++;
      if (isLost) break;
    }
    return done;
  }

  /** Takes a step's loss, metrics and norms into the epoch's totals. */
  private addStep(rows: number): void {
    const { plan, floats, epochTotals: totals, gradientNormSums: sums } = this;
    totals.rows += rows;
    totals.loss += floats[plan.loss]! * rows;
    addMetrics(totals, this.training.task, floats, plan.metrics);
    const norms = plan.watch.gradientNorms;
    for (let i = 0; i < sums.length; i++) sums[i]! += floats[norms + i]!;
  }

  totals(): StepTotals {
    return { ...this.epochTotals };
  }

  meanGradientNorms(): Float64Array {
    const steps = Math.ceil(this.position / this.plan.batchSize);
    return this.gradientNormSums.map((sum) => sum / steps);
  }

  evaluate(rows: Rows): StepTotals {
    const { plan, floats } = this;
    const { inputWidth, targetWidth, evaluationRows } = plan;
    checkRows(plan, rows);
    const totals = emptyTotals();
    let weights = 0;
    for (let start = 0; start < rows.count; start += evaluationRows) {
      const count = Math.min(evaluationRows, rows.count - start);
      const targets = rows.targets.subarray(start * targetWidth, (start + count) * targetWidth);
      floats.set(rows.inputs.subarray(start * inputWidth, (start + count) * inputWidth), plan.stagedInputs);
      floats.set(targets, plan.stagedTargets);
      this.evaluationOf(count).run();
      const weight = this.batchWeight(targets, count);
      weights += weight;
      totals.rows += count;
      // A batch of weight 0 has no mean; it counts for nothing.
      if (weight > 0) totals.loss += floats[plan.loss]! * weight;
      addMetrics(totals, this.training.task, floats, plan.metrics);
    }
    // The mean over all rows, as if they had been one batch.
    totals.loss *= rows.count / weights;
    return totals;
  }

  /** What a batch's mean loss counts: its rows, or the weights of their classes where the mean divides by these. */
  private batchWeight(targets: Float32Array, count: number): number {
    const { classWeights } = this.training;
    if (!classWeights || !this.plan.lossMember.dividesByWeights) return count;
    return targets.reduce((sum, target) => sum + (classWeights[target] ?? 0), 0);
  }

  private evaluationOf(rows: number): Program {
    let program = this.evaluations.get(rows);
    if (!program) {
      program = this.compile(this.plan.evaluation(rows));
      this.evaluations.set(rows, program);
    }
    return program;
  }

  predict(inputs: Float32Array, count: number): Float32Array {
    return this.predictor.predict(inputs, count);
  }

  weightHistograms(bins: number): TensorHistogram[] {
    return this.tensors.countLearning('pointer', bins);
  }

  gradientHistograms(bins: number): TensorHistogram[] {
    return this.tensors.countLearning('gradient', bins);
  }

  readWeights(): FloatTensor[] {
    return this.tensors.read();
  }

  writeWeights(tensors: readonly FloatTensor[]): void {
    this.tensors.write(tensors);
  }

  readState(): { tensors: FloatTensor[]; numbers: Record<string, number> } {
    const { plan, epoch, globalStep, position, epochTotals } = this;
    const sums = this.watched.map((name, index) => [`gradientNorm/${name}`, this.gradientNormSums[index]!]);
    const { tensors: counts, countedRows } = this.samples.readState();
    const slots = plan.slots.flatMap(({ name, pointer }) => this.tensors.readSlot(name, pointer));
    return {
      tensors: [...slots, ...counts],
      numbers: {
        epoch,
        globalStep,
        position,
        ...epochTotals,
        countedRows,
        ...(Object.fromEntries(sums) as Record<string, number>),
      },
    };
  }

  writeState(state: { tensors: readonly FloatTensor[]; numbers: Readonly<Record<string, number>> }): void {
    const number = (name: string): number => {
      const value = state.numbers[name];
      if (value === undefined) throw new Error(`the state has no number "${name}"`);
      return value;
    };
    for (const { name, pointer } of this.plan.slots) this.tensors.writeSlot(name, pointer, state.tensors);
    this.epoch = number('epoch');
    this.globalStep = number('globalStep');
    this.drawOrder();
    this.position = number('position');
    for (const key of totalKeys) this.epochTotals[key] = number(key);
    this.samples.writeState(state.tensors, number('countedRows'));
    for (const [index, name] of this.watched.entries()) {
      this.gradientNormSums[index] = number(`gradientNorm/${name}`);
    }
  }

  dispose(): void {
    this.evaluations.clear();
    this.machine.dispose();
  }

  private compile(calls: readonly KernelCall[]): Program {
    return this.machine.compile(calls, this.threads);
  }

  private drawOrder(): void {
    this.ints[this.plan.step + stepBlock.epoch] = this.epoch;
    this.order.run();
  }

  private forgetTotals(): void {
    for (const key of totalKeys) this.epochTotals[key] = 0;
    this.gradientNormSums.fill(0);
    this.samples.forgetCounts();
  }

  private resetSlots(): void {
    const { optimizer, placement, slots } = this.plan;
    const initial = optimizer.member.initialSlotValue?.(optimizer.config) ?? 0;
    for (const { pointer } of slots) this.floats.fill(initial, pointer, pointer + placement.learning.words);
  }
}
