import { roundUp, sizeOf } from '../tensor/shape.js';
import {
  activationKinds,
  type KernelArguments,
  type KernelCall,
  type KernelName,
} from '../tensor/kernels/table.js';
import type { Activation } from './activations/activation.js';
import type { ScratchMemory } from './arena.js';
import type { NetworkLayer } from './network.js';
import type { PlacedParameter, PlacedState, Placement } from './placement.js';

/** The memory behind one or more values, and what is known of its gradient while the backward pass is written. */
interface Buffer {
  readonly pointer: number;
  readonly needsGradient: boolean;
  /** How many read it. */
  uses: number;
  /** 0 until somebody has contributed. */
  gradient: number;
  /** It is max(0, z) of a product: its gradient has to be masked before it is z's. */
  readonly reluFused: boolean;
  masked: boolean;
}

/** What flows between layers in one program: `rows4 × ld` words, of which `rows × width` are real. */
export interface Value {
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly rows: number;
  readonly rows4: number;
  readonly width: number;
  readonly ld: number;
  readonly buffer: Buffer;
}

export interface EmitterInput {
  /** Rows of the batch. */
  readonly rows: number;
  /** With dropout and batch statistics; else evaluation. */
  readonly training: boolean;
  /** With a backward pass down to the network's inputs, as also where it does not train. */
  readonly inputGradient?: boolean;
  /**
   * The second half of the rows are references of the first, and the backward pass gives multipliers: differences
   * between the two in place of derivatives.
   */
  readonly againstReferences?: boolean;
  readonly placement: Placement;
  readonly memory: ScratchMemory;
  /** The step block. */
  readonly step: number;
}

/**
 * Writes one program. A layer emits its forward calls and leaves behind what emits its backward calls; `backward`
 * runs these in reverse, and only where a gradient is needed and has arrived.
 */
export class Emitter {
  readonly calls: KernelCall[] = [];
  readonly rows: number;
  readonly training: boolean;
  /** Whether the backward pass goes down to the network's inputs. */
  readonly inputGradient: boolean;
  readonly step: number;
  private readonly hasBackward: boolean;
  private readonly againstReferences: boolean;
  private readonly placement: Placement;
  private readonly memory: ScratchMemory;
  private readonly tape: { buffer: Buffer; emit: (gradient: number) => void }[] = [];

  constructor(input: EmitterInput) {
    this.rows = input.rows;
    this.training = input.training;
    this.inputGradient = input.inputGradient ?? false;
    this.againstReferences = input.againstReferences ?? false;
    this.hasBackward = input.training || this.inputGradient;
    this.step = input.step;
    this.placement = input.placement;
    this.memory = input.memory;
  }

  call<K extends KernelName>(kernel: K, values: KernelArguments<K>): void {
    this.calls.push({ kernel, arguments: values } as unknown as KernelCall);
  }

  /** A new value of this shape: one row for each index before the last axis. */
  value(
    shape: readonly number[],
    options: { needsGradient: boolean; reluFused?: boolean },
    width = shape.at(-1) ?? 1,
  ): Value {
    const rows = (this.rows * sizeOf(shape)) / width;
    const rows4 = roundUp(rows, 4);
    const ld = roundUp(width, 8);
    const pointer = this.memory.take(rows4 * ld);
    const needsGradient = options.needsGradient && this.hasBackward;
    const reluFused = options.reluFused ?? false;
    const buffer = { pointer, needsGradient, uses: 0, gradient: 0, reluFused, masked: false };
    return { shape, rows, rows4, width, ld, buffer };
  }

  /** The same numbers, each sample as one row. */
  flatten(x: Value): Value {
    const width = sizeOf(x.shape);
    return { ...this.withWidth(x, width), shape: [width] };
  }

  /** The same numbers with one row for each index before the last axis: what works on the last axis reads this. */
  byLastAxis(x: Value): Value {
    return this.withWidth(x, x.shape.at(-1) ?? 1);
  }

  /** The same numbers in rows of another width, copied where padding stands between. */
  private withWidth(x: Value, width: number): Value {
    if (x.width === width) return x;
    x.buffer.uses++;
    const y = this.value(x.shape, { needsGradient: x.buffer.needsGradient }, width);
    this.copyPacked(x, x.buffer.pointer, y, y.buffer.pointer);
    this.onBackward(y, (dy) => {
      this.addGradient(x, (dx) => {
        this.copyPacked(y, dy, x, dx);
      });
    });
    return y;
  }

  /** Copies what lies as `from` to where it lies as `to`; one of the two has a sample's numbers in one row. */
  private copyPacked(from: Value, source: number, to: Value, destination: number): void {
    const width = Math.min(from.width, to.width);
    const inner = Math.max(from.width, to.width) / width;
    const outer = Math.min(from.rows, to.rows);
    // Within a long row the short ones stand side by side, elsewhere each on a row of its own.
    const [sourceInner, sourceOuter] = from.width > width ? [width, from.ld] : [from.ld, inner * from.ld];
    const [destinationInner, destinationOuter] = to.width > width ? [width, to.ld] : [to.ld, inner * to.ld];
    this.call('fill', { x: destination, count: to.rows4 * to.ld, value: 0 });
    this.call('copyBlocks', {
      source,
      destination,
      outer,
      inner,
      width,
      sourceOuter,
      sourceInner,
      destinationOuter,
      destinationInner,
    });
  }

  /** Words for the length of this program. */
  scratch(words: number): number {
    return this.memory.take(words);
  }

  /** Zeros for the length of this program. */
  zeros(words: number): number {
    const pointer = this.memory.take(words);
    this.call('fill', { x: pointer, count: words, value: 0 });
    return pointer;
  }

  parameter(layer: NetworkLayer, suffix: string): PlacedParameter | undefined {
    const name = `${layer.name}.${suffix}`;
    return this.placement.parameters.find((placed) => placed.parameter.name === name);
  }

  state(layer: NetworkLayer, suffix: string): PlacedState {
    const name = `${layer.name}.${suffix}`;
    const found = this.placement.state.find((placed) => placed.tensor.name === name);
    if (!found) throw new Error(`no state ${name}`);
    return found;
  }

  /** Where a kernel that always writes this gradient may write it: scratch for what does not learn. */
  gradientOf(placed: PlacedParameter): number {
    return placed.gradient || this.memory.take(placed.words);
  }

  /** Whether anything at or before this layer learns. */
  needsGradient(layer: NetworkLayer, inputs: readonly Value[]): boolean {
    return (
      inputs.some((input) => input.buffer.needsGradient) ||
      layer.parameters.some((parameter) => parameter.trainable)
    );
  }

  /** Whether a product may apply this activation itself: max(0, z), where z is not asked for again. */
  fuses(activation: Activation): boolean {
    return activation.name === 'relu' && !this.againstReferences;
  }

  /** What to emit once the gradient of y is complete. */
  onBackward(y: Value, emit: (gradient: number) => void): void {
    if (y.buffer.needsGradient) this.tape.push({ buffer: y.buffer, emit });
  }

  /**
   * Adds to the gradient of x what `write` writes. `mask` is x itself where `write` may zero the gradient at
   * x ≤ 0 for the product that x comes from, else 0.
   */
  addGradient(x: Value, write: (gradient: number, mask: number) => void): void {
    const { buffer } = x;
    if (!buffer.needsGradient) return;
    const words = x.rows4 * x.ld;
    const target = this.memory.take(words);
    write(target, buffer.reluFused && buffer.uses === 1 ? buffer.pointer : 0);
    if (buffer.gradient === 0) buffer.gradient = target;
    else {
      this.call('add', { a: buffer.gradient, b: target, out: buffer.gradient, count: words });
      this.memory.release(target);
    }
  }

  /** The same for a kernel that has to run even where nobody wants the gradient of x. */
  addGradientOrDiscard(x: Value, write: (gradient: number) => void): void {
    if (x.buffer.needsGradient) this.addGradient(x, write);
    else {
      const unwanted = this.memory.take(x.rows4 * x.ld);
      write(unwanted);
      this.memory.release(unwanted);
    }
  }

  /** Zeroes the gradient of y = max(0, z) where y is not positive, in place. */
  maskRelu(y: Value, dy: number): void {
    const { pointer } = y.buffer;
    const kind = activationKinds.indexOf('relu');
    this.call('activationBackward', { kind, x: pointer, y: pointer, dy, dx: dy, count: y.rows4 * y.ld });
  }

  /** Says that the gradient of x was written with its mask applied. */
  setMasked(x: Value): void {
    x.buffer.masked = true;
  }

  /** y = f(x) */
  activate(input: Value, activation: Activation): Value {
    if (activation.name === 'linear') return input;
    const x = activation.kind === undefined ? this.byLastAxis(input) : input;
    x.buffer.uses++;
    const y = this.value(x.shape, { needsGradient: x.buffer.needsGradient }, x.width);
    const { pointer } = x.buffer;
    const shape = { rows4: x.rows4, n: x.width, ld: x.ld };
    const count = x.rows4 * x.ld;
    const { kind } = activation;
    if (kind === undefined) this.call('softmaxForward', { x: pointer, y: y.buffer.pointer, ...shape });
    else {
      this.call('activationForward', { kind, x: pointer, y: y.buffer.pointer, count });
      if (!activation.keepsZero && (x.width !== x.ld || x.rows !== x.rows4)) {
        this.call('clearPadding', { x: y.buffer.pointer, rows: x.rows, ...shape });
      }
    }
    this.onBackward(y, (dy) => {
      this.addGradient(x, (dx) => {
        if (kind === undefined) this.call('softmaxBackward', { y: y.buffer.pointer, dy, dx, ...shape });
        else {
          const moved = { x: pointer, y: y.buffer.pointer, dy, dx };
          this.call('activationBackward', { kind, ...moved, count });
          if (this.againstReferences) this.call('rescaleBackward', { ...moved, half: count / 2 });
        }
      });
    });
    return y;
  }

  /** Emits the backward pass from the gradient of the network's output, which stands at `gradient`. */
  backward(output: Value, gradient: number): void {
    output.buffer.gradient = gradient;
    for (const { buffer, emit } of this.tape.reverse()) {
      if (buffer.gradient === 0) continue;
      emit(buffer.gradient);
      this.memory.release(buffer.gradient);
      buffer.gradient = 0;
    }
  }
}
