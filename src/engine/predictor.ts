import type { KernelCall } from '../tensor/kernels/table.js';
import type { Machine, Program } from '../tensor/kernels/machine.js';
import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { ScratchMemory } from './arena.js';
import type { NetworkConfig } from './config.js';
import { Emitter } from './emitter.js';
import { emitForward } from './forward.js';
import { placeTrained, writeTrained, type TrainedPlace } from './trained.js';

/** Where rows stand to be predicted, and the calls that do it. */
export interface PredictionPlan {
  /** Rows of a batch: as many as there is room for. */
  readonly evaluationRows: number;
  readonly stagedInputs: number;
  readonly inputWidth: number;
  readonly outputs: number;
  /** The calls for so many staged rows, and where they leave the outputs: rows of `ld` words. */
  prediction(rows: number): { calls: KernelCall[]; output: number; ld: number };
}

/** Predicts any number of rows in batches; each size of a batch is compiled once. */
export class Predictor {
  private readonly compiled = new Map<number, { program: Program; output: number; ld: number }>();

  constructor(
    private readonly plan: PredictionPlan,
    private readonly machine: Machine,
    private readonly threads = 1,
  ) {}

  /** The network's outputs (logits or values) of `count` rows: `count · outputs`. */
  predict(inputs: Float32Array, count: number): Float32Array {
    const { inputWidth, outputs, stagedInputs, evaluationRows } = this.plan;
    if (inputs.length !== count * inputWidth) {
      throw new RangeError(`${inputs.length} values for ${count} rows of ${inputWidth} inputs`);
    }
    const { floats } = this.machine;
    const predicted = new Float32Array(count * outputs);
    for (let start = 0; start < count; start += evaluationRows) {
      const rows = Math.min(evaluationRows, count - start);
      const { program, output, ld } = this.programFor(rows);
      floats.set(inputs.subarray(start * inputWidth, (start + rows) * inputWidth), stagedInputs);
      program.run();
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < outputs; column++) {
          predicted[(start + row) * outputs + column] = floats[output + row * ld + column]!;
        }
      }
    }
    return predicted;
  }

  private programFor(rows: number): { program: Program; output: number; ld: number } {
    let found = this.compiled.get(rows);
    if (!found) {
      const { calls, output, ld } = this.plan.prediction(rows);
      found = { program: this.machine.compile(calls, this.threads), output, ld };
      this.compiled.set(rows, found);
    }
    return found;
  }
}

/**
 * A trained network ready to predict: no gradients, no training set. `weights` are all of its parameters and
 * state in PyTorch's names and layouts; throws where one is missing or has another shape.
 */
export function createPredictor(
  config: NetworkConfig,
  weights: readonly FloatTensor[],
  createMachine: (words: number) => Machine,
): Predictor {
  const place = placeTrained(config);
  const { network, stagedInputs, rows: evaluationRows } = place;
  const prediction = (rows: number): ReturnType<PredictionPlan['prediction']> & { words: number } =>
    emitPrediction(place, rows);
  const machine = createMachine(place.base + prediction(evaluationRows).words);
  writeTrained(place, weights, machine.floats);
  const inputWidth = sizeOf(network.inputShape);
  return new Predictor(
    { evaluationRows, stagedInputs, inputWidth, outputs: sizeOf(network.outputShape), prediction },
    machine,
  );
}

/** Emits the way of staged rows through a network in evaluation mode, with scratch memory from `base` on. */
export function emitPrediction(
  { network, placement, step, stagedInputs, base }: Omit<TrainedPlace, 'rows'>,
  rows: number,
): { calls: KernelCall[]; output: number; ld: number; words: number } {
  const memory = new ScratchMemory(base);
  const emitter = new Emitter({ rows, training: false, placement, memory, step });
  const value = emitter.flatten(emitForward(network, emitter, { source: stagedInputs, order: 0, step }));
  return {
    calls: emitter.calls,
    output: value.buffer.pointer,
    ld: value.ld,
    words: memory.peakWords,
  };
}
