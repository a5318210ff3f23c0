import type { KernelCall } from '../tensor/kernels/table.js';
import { stepBlock } from '../tensor/kernels/stepBlock.js';
import { purposes } from '../tensor/random.js';
import { roundUp, sizeOf } from '../tensor/shape.js';
import { Arena, ScratchMemory } from './arena.js';
import type { MemberConfig, TrainingConfig } from './config.js';
import { Emitter } from './emitter.js';
import { chooseEvaluationRows } from './evaluationRows.js';
import { emitForward } from './forward.js';
import type { Loss } from './losses/loss.js';
import { findLoss } from './losses/index.js';
import { fillDefaults } from './member.js';
import type { Network, NetworkLayer } from './network.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { findOptimizer } from './optimizers/index.js';
import { placeNetwork, type PlacedParameter, type Placement } from './placement.js';
import { emitMetric } from './metric.js';
import { emitPrediction, type PredictionPlan } from './predictor.js';
import type { Value } from './value.js';
import { planWatch, type Watch } from './watch.js';

/** What a training does in the arena: where everything lies, and the calls of each kind of step. */
export interface TrainingPlan extends PredictionPlan {
  readonly network: Network;
  readonly words: number;
  readonly placement: Placement;
  readonly learning: readonly PlacedParameter[];
  readonly watch: Watch;
  /** The step block of training, and one that stays zero for evaluation. */
  readonly step: number;
  readonly evaluationStep: number;
  /** The training set, row-major without padding, and the order of its rows. */
  readonly inputs: number;
  readonly targets: number;
  readonly order: number;
  /** `evaluationRows` rows of targets that stand ready beside `stagedInputs`. */
  readonly stagedTargets: number;
  /** Numbers of a row's target: one class index for each position, or a value for each output. */
  readonly targetWidth: number;
  /** One word, and two for metrics. */
  readonly loss: number;
  readonly metrics: number;
  readonly classWeights: number;
  readonly lossMember: Loss;
  readonly optimizer: { readonly member: Optimizer; readonly config: MemberConfig };
  readonly slots: readonly { readonly name: string; readonly pointer: number }[];
  readonly batchSize: number;
  /** Draws the order of rows of the epoch that stands in the step block; nothing where they keep theirs. */
  drawOrder(): KernelCall[];
  /** One training step over so many rows; `sampled` also looks at weights, updates and activations. */
  trainStep(rows: number, sampled: boolean): KernelCall[];
  /** Loss, metrics and gradients of so many rows, and no update. */
  gradientStep(rows: number): KernelCall[];
  /** Loss without penalties and metrics of so many staged rows. */
  evaluation(rows: number): KernelCall[];
}

/** Places all buffers of a training of `rowCount` rows, each once. */
export function planTraining(network: Network, training: TrainingConfig, rowCount: number): TrainingPlan {
  const lossMember = findLoss(training.loss.type);
  const optimizerMember = findOptimizer(training.optimizer.type);
  if (!lossMember) throw new Error(`no loss "${training.loss.type}"`);
  if (!optimizerMember) throw new Error(`no optimizer "${training.optimizer.type}"`);
  const lossConfig = fillDefaults(lossMember, training.loss);
  const optimizerConfig = fillDefaults(optimizerMember, training.optimizer);
  const outputs = sizeOf(network.outputShape);
  const { positions } = network;
  const inputWidth = sizeOf(network.inputShape);
  const targetKind = lossMember.target(outputs / positions);
  const targetWidth = targetKind === 'classIndex' ? positions : outputs;
  const batchSize = Math.min(training.batchSize, rowCount);

  const arena = new Arena();
  const step = arena.place(stepBlock.words);
  const evaluationStep = arena.place(stepBlock.words);
  const loss = arena.place(1);
  const metrics = arena.place(2);
  const classWeights = training.classWeights ? arena.place(training.classWeights.length) : 0;
  const placement = placeNetwork(network, arena, true);
  const learning = placement.parameters.filter((placed) => placed.gradient !== 0);
  const slots = optimizerMember
    .slots(optimizerConfig)
    .map((name) => ({ name, pointer: arena.place(placement.learning.words) }));
  const watch = planWatch(network, placement, learning, arena);
  const inputs = arena.place(rowCount * inputWidth);
  const targets = arena.place(rowCount * targetWidth);
  const order = arena.place(rowCount);
  const evaluationRows = chooseEvaluationRows(network, placement);
  const stagedInputs = arena.place(evaluationRows * inputWidth);
  const stagedTargets = arena.place(evaluationRows * targetWidth);
  const scratchBase = arena.words;

  let scratchWords = 0;
  /** Emits one program and remembers how much scratch memory it took. */
  function emitProgram(rows: number, isTraining: boolean, emit: (emitter: Emitter) => void): KernelCall[] {
    const memory = new ScratchMemory(scratchBase);
    const emitter = new Emitter({ rows, training: isTraining, placement, memory, step });
    emit(emitter);
    scratchWords = Math.max(scratchWords, memory.peakWords);
    return emitter.calls;
  }

  /** The output with one row for each target. */
  function byTarget(emitter: Emitter, output: Value): Value {
    return network.positions > 1 ? emitter.byLastAxis(output) : emitter.flatten(output);
  }

  /** Gathers targets and emits loss and metrics; returns where the gradient of the output stands (0: none). */
  function emitLoss(
    emitter: Emitter,
    output: Value,
    from: { source: number; order: number; step: number },
  ): number {
    const { rows, rows4 } = output;
    const batch = { rows: emitter.rows, rows4: roundUp(emitter.rows, 4) };
    const ld = targetKind === 'classIndex' ? positions : output.ld;
    const target = emitter.scratch(batch.rows4 * ld);
    emitter.call('gatherRows', { ...from, batch: target, ...batch, width: targetWidth, ld });
    const dOutput = output.buffer.needsGradient ? emitter.scratch(rows4 * output.ld) : 0;
    const shape = { rows, n: output.width, ld: output.ld };
    emitter.push(
      lossMember!.emit(lossConfig, {
        output: output.buffer.pointer,
        target,
        dOutput,
        loss,
        classWeights,
        rows4,
        ...shape,
      }),
      emitMetric(training.task, { output: output.buffer.pointer, target, out: metrics, ...shape }),
    );
    return dOutput;
  }

  function emitGradients(emitter: Emitter, sampled: boolean): void {
    const batch = { order: training.shuffle ? order : 0, step };
    const look = (layer: NetworkLayer, value: Value): void => {
      watch.emitActivation(emitter, layer, value);
    };
    const last = emitForward(network, emitter, { source: inputs, ...batch }, sampled ? look : undefined);
    const output = byTarget(emitter, last);
    const dOutput = emitLoss(emitter, output, { source: targets, ...batch });
    if (dOutput !== 0) emitter.backward(output, dOutput);
    for (const { parameter, pointer, gradient, words: count } of placement.parameters) {
      const { l1, l2 } = parameter;
      if (l1 !== 0 || l2 !== 0) {
        emitter.call('addPenalty', { weight: pointer, gradient, penalty: loss, count, l1, l2 });
      }
    }
  }

  function emitUpdate(emitter: Emitter, sampled: boolean): void {
    const { parameter, gradient, words: count } = placement.learning;
    if (count === 0) return;
    const clips = training.clipNorm !== undefined || training.clipValue !== undefined;
    const isWatched = training.watch !== false;
    // Clipping needs the norm, whoever watches; what only watches comes with the update.
    const normsFromUpdate = isWatched && !clips;
    const { blocks, combine } = watch.gradient;
    if ((isWatched && !normsFromUpdate) || training.clipNorm !== undefined) {
      for (const [index, { norms }] of blocks.entries()) {
        emitter.push({ kernel: 'segmentNorms', arguments: norms, beside: index > 0 });
      }
      emitter.push(...combine);
    }
    if (sampled) watch.emitBeforeUpdate(emitter);
    if (training.clipNorm !== undefined) {
      const { clipNorm: maxNorm } = training;
      emitter.call('clipByNorm', { gradient, count, norm: watch.totalGradientNorm, maxNorm });
    }
    if (training.clipValue !== undefined) {
      emitter.call('clipByValue', { gradient, count, limit: training.clipValue });
    }
    for (const [index, { offset, words, norms }] of blocks.entries()) {
      const call = optimizerMember!.update(optimizerConfig, {
        ...{ parameter: parameter + offset, gradient: gradient + offset, count: words, step },
        slots: slots.map((slot) => slot.pointer + offset),
        ...(normsFromUpdate ? { norms } : {}),
      });
      emitter.push({ ...call, beside: index > 0 });
    }
    if (normsFromUpdate) emitter.push(...combine);
    if (sampled) watch.emitAfterUpdate(emitter);
  }

  const staged = { order: 0, step: evaluationStep };
  const plan = {
    drawOrder: () =>
      emitProgram(batchSize, true, (emitter) => {
        if (!training.shuffle) return;
        emitter.call('shuffleOrder', { order, count: rowCount, purpose: purposes.order, step });
      }),
    trainStep: (rows: number, sampled: boolean) =>
      emitProgram(rows, true, (emitter) => {
        emitGradients(emitter, sampled);
        emitUpdate(emitter, sampled);
      }),
    gradientStep: (rows: number) =>
      emitProgram(rows, true, (emitter) => {
        emitGradients(emitter, false);
      }),
    evaluation: (rows: number) =>
      emitProgram(rows, false, (emitter) => {
        const output = emitForward(network, emitter, { source: stagedInputs, ...staged });
        emitLoss(emitter, byTarget(emitter, output), { source: stagedTargets, ...staged });
      }),
    prediction: (rows: number) =>
      emitPrediction({ network, placement, step: evaluationStep, stagedInputs, base: scratchBase }, rows),
  };
  // The largest of each kind say how much scratch memory there has to be.
  plan.trainStep(batchSize, true);
  plan.evaluation(evaluationRows);
  return {
    ...plan,
    network,
    words: roundUp(scratchBase + scratchWords, 16),
    placement,
    learning,
    watch,
    step,
    evaluationStep,
    inputs,
    targets,
    order,
    evaluationRows,
    stagedInputs,
    stagedTargets,
    inputWidth,
    targetWidth,
    outputs,
    loss,
    metrics,
    classWeights,
    lossMember,
    optimizer: { member: optimizerMember, config: optimizerConfig },
    slots,
    batchSize,
  };
}
