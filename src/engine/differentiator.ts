import type { KernelCall } from '../tensor/kernels/table.js';
import type { Machine, Program } from '../tensor/kernels/machine.js';
import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { ScratchMemory } from './arena.js';
import type { NetworkConfig } from './config.js';
import { Emitter } from './emitter.js';
import { emitInput, emitLayers } from './forward.js';
import { placeTrained, writeTrained, type TrainedPlace } from './trained.js';

/** Derivatives by the inputs at a point, or multipliers between a point and a reference. */
export type DifferenceKind = 'gradient' | 'multipliers';

/** The way forward and back again, and where gradients go in and come out. */
interface RoundTrip {
  readonly forward: readonly KernelCall[];
  readonly backward: readonly KernelCall[];
  readonly words: number;
  /** Of the outputs: as many rows as a batch has, of `outputLd` words. */
  readonly outputGradient: number;
  readonly outputLd: number;
  /** Of the inputs, rows of `inputLd` words; 0 where they have no part in the outputs. */
  readonly inputGradient: number;
  readonly inputLd: number;
}

/** How a trained network's outputs depend on its inputs. */
export class Differentiator {
  readonly inputs: number;
  readonly outputs: number;
  private readonly forward: Program;
  private readonly backward: Program;

  constructor(
    private readonly place: TrainedPlace,
    private readonly trip: RoundTrip,
    private readonly machine: Machine,
  ) {
    this.inputs = sizeOf(place.network.inputShape);
    this.outputs = sizeOf(place.network.outputShape);
    this.forward = machine.compile(trip.forward);
    this.backward = machine.compile(trip.backward);
  }

  /** ∂output/∂input of `count` rows in evaluation mode: for each wanted output `count · inputs` numbers. */
  gradient(inputs: Float32Array, count: number, outputs: readonly number[]): Float32Array[] {
    return this.differentiate(count, this.place.rows, outputs, (start, rows) => {
      this.stage(inputs, start, rows, 0);
    });
  }

  /**
   * DeepLIFT's multipliers m by the rescale rule (Shrikumar et al. 2017, §3.5.1), between each of `count` rows x
   * and the reference r beside it, so that Σ m·(x − r) = output(x) − output(r): for each wanted output
   * `count · inputs` numbers.
   */
  multipliers(
    inputs: Float32Array,
    references: Float32Array,
    count: number,
    outputs: readonly number[],
  ): Float32Array[] {
    const half = this.place.rows / 2;
    return this.differentiate(count, half, outputs, (start, rows) => {
      this.stage(inputs, start, rows, 0);
      this.stage(references, start, rows, half);
    });
  }

  private differentiate(
    count: number,
    atOnce: number,
    outputs: readonly number[],
    stage: (start: number, rows: number) => void,
  ): Float32Array[] {
    const gradients = outputs.map(() => new Float32Array(count * this.inputs));
    for (let start = 0; start < count; start += atOnce) {
      const rows = Math.min(atOnce, count - start);
      stage(start, rows);
      this.forward.run();
      outputs.forEach((output, i) => {
        this.runBackward(output);
        this.read(gradients[i]!, start, rows);
      });
    }
    return gradients;
  }

  private stage(inputs: Float32Array, start: number, rows: number, at: number): void {
    const width = this.inputs;
    const from = inputs.subarray(start * width, (start + rows) * width);
    this.machine.floats.set(from, this.place.stagedInputs + at * width);
  }

  private runBackward(output: number): void {
    const { outputGradient, outputLd } = this.trip;
    const { floats } = this.machine;
    const { rows } = this.place;
    floats.fill(0, outputGradient, outputGradient + rows * outputLd);
    for (let row = 0; row < rows; row++) floats[outputGradient + row * outputLd + output] = 1;
    this.backward.run();
  }

  private read(into: Float32Array, start: number, rows: number): void {
    const { inputGradient, inputLd } = this.trip;
    if (inputGradient === 0) return;
    const { floats } = this.machine;
    for (let row = 0; row < rows; row++) {
      const from = inputGradient + row * inputLd;
      into.set(floats.subarray(from, from + this.inputs), (start + row) * this.inputs);
    }
  }
}

/**
 * Gradients, or multipliers, of a trained network; one of the two, since they are different programs. `weights`
 * as `createPredictor` takes them.
 */
export function createDifferentiator(
  kind: DifferenceKind,
  config: NetworkConfig,
  weights: readonly FloatTensor[],
  createMachine: (words: number) => Machine,
): Differentiator {
  const place = placeTrained(config);
  const trip = emitRoundTrip(place, kind);
  const machine = createMachine(place.base + trip.words);
  writeTrained(place, weights, machine.floats);
  return new Differentiator(place, trip, machine);
}

function emitRoundTrip(
  { network, placement, step, rows, stagedInputs, base }: TrainedPlace,
  kind: DifferenceKind,
): RoundTrip {
  const memory = new ScratchMemory(base);
  const emitter = new Emitter({
    rows,
    training: false,
    inputGradient: true,
    againstReferences: kind === 'multipliers',
    placement,
    memory,
    step,
  });
  const data = emitInput(network, emitter, { source: stagedInputs, order: 0, step });
  const flat = emitter.flatten(emitLayers(network, emitter, data));
  const forward = [...emitter.calls];
  const outputGradient = emitter.scratch(flat.rows4 * flat.ld);
  emitter.backward(flat, outputGradient);
  return {
    forward,
    backward: emitter.calls.slice(forward.length),
    words: memory.peakWords,
    outputGradient,
    outputLd: flat.ld,
    inputGradient: data.buffer.gradient,
    inputLd: data.ld,
  };
}
