import { sizeOf } from '../tensor/shape.js';
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
import { copyLoops, rowsOf, stridesOf, type Layout, type Value } from './value.js';

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
  /** Whether the backward pass gives multipliers; see `EmitterInput`. */
  readonly againstReferences: boolean;
  private readonly placement: Placement;
  private readonly memory: ScratchMemory;
  private readonly tape: { value: Value; emit: (gradient: number) => void }[] = [];

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

  push(...calls: readonly KernelCall[]): void {
    this.calls.push(...calls);
  }

  /** A new value of this shape, by its last axis unless another layout is asked for. */
  value(shape: readonly number[], options: { needsGradient: boolean; layout?: Layout }): Value {
    const rows = rowsOf(this.rows, shape, options.layout ?? 'lastAxis');
    const buffer = {
      pointer: this.memory.take(rows.rows4 * rows.ld),
      needsGradient: options.needsGradient && this.hasBackward,
      uses: 0,
      gradient: 0,
      reluFused: false,
      masked: false,
    };
    return { shape, ...rows, buffer };
  }

  /** The same numbers, each sample as one row. */
  flatten(x: Value): Value {
    return this.reshape(x, [sizeOf(x.shape)]);
  }

  /** The same numbers in row-major order under another shape of the same size. */
  reshape(x: Value, shape: readonly number[]): Value {
    return { ...this.inLayout(x, 'sample'), shape };
  }

  /** The same numbers with one row for each index before the last axis: what works on the last axis reads this. */
  byLastAxis(x: Value): Value {
    return this.inLayout(x, 'lastAxis');
  }

  /** The same numbers with one row for each place and its channels beside each other. */
  byChannels(x: Value): Value {
    return this.inLayout(x, 'channels');
  }

  /** The same numbers in a layout, copied where they lie in another. */
  inLayout(x: Value, layout: Layout): Value {
    if (rowsOf(this.rows, x.shape, layout).layout === x.layout) return x;
    x.buffer.uses++;
    const y = this.value(x.shape, { needsGradient: x.buffer.needsGradient, layout });
    this.copyRows(x, x.buffer.pointer, y, y.buffer.pointer);
    this.onBackward(y, (dy) => {
      this.addGradient(x, (dx) => {
        this.copyRows(y, dy, x, dx);
      });
    });
    return y;
  }

  /** The same numbers in a layout, to be looked at: nothing flows back. */
  lookAt(x: Value, layout: Layout): Value {
    this.keep(x);
    if (rowsOf(this.rows, x.shape, layout).layout === x.layout) return x;
    const y = this.value(x.shape, { needsGradient: false, layout });
    this.copyRows(x, x.buffer.pointer, y, y.buffer.pointer);
    return y;
  }

  /** Copies numbers that lie as `from` to where they lie as `to`. */
  private copyRows(from: Value, source: number, to: Value, destination: number): void {
    this.clearIfPadded(to, destination);
    const sizes = [this.rows, ...to.shape];
    this.copyStrided(
      sizes,
      { pointer: source, strides: stridesOf(from) },
      { pointer: destination, strides: stridesOf(to) },
    );
  }

  /** Zeroes rows that have padding, before something is copied between it. */
  clearIfPadded({ rows, rows4, width, ld }: Value, pointer: number): void {
    if (rows !== rows4 || width !== ld) this.call('fill', { x: pointer, count: rows4 * ld, value: 0 });
  }

  /** Copies a block of these sizes; strides are words between neighbours along each axis. */
  copyStrided(
    sizes: readonly number[],
    from: { readonly pointer: number; readonly strides: readonly number[] },
    to: { readonly pointer: number; readonly strides: readonly number[] },
  ): void {
    const [a, b, c, d] = copyLoops(sizes, from.strides, to.strides);
    this.call('permute', {
      source: from.pointer,
      destination: to.pointer,
      ...{ count0: a.count, count1: b.count, count2: c.count, count3: d.count },
      ...{ from0: a.from, from1: b.from, from2: c.from, from3: d.from },
      ...{ to0: a.to, to1: b.to, to2: c.to, to3: d.to },
    });
  }

  /** Words for the length of this program. */
  scratch(words: number): number {
    return this.memory.take(words);
  }

  /** Gives back words that no later call of this program reads. */
  release(pointer: number): void {
    this.memory.release(pointer);
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

  /** Says how the call that writes y may write max(0, y), should that be all that is read of it. */
  offerRectified(y: Value, rectify: () => void): void {
    if (!this.againstReferences) y.buffer.rectify = rectify;
  }

  /** Says that x itself is read, and not only what an activation makes of it. */
  keep(x: Value): void {
    x.buffer.rectify = undefined;
  }

  /** What to emit once the gradient of y is complete; of a rectified y it is that of what was rectified. */
  onBackward(y: Value, emit: (gradient: number) => void): void {
    if (y.buffer.needsGradient) this.tape.push({ value: y, emit });
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
  private maskRelu(y: Value, dy: number): void {
    const { pointer } = y.buffer;
    const kind = activationKinds.indexOf('relu');
    this.call('activationBackward', { kind, x: pointer, y: pointer, dy, dx: dy, count: y.rows4 * y.ld });
  }

  /** Says that the gradient of x was written with its mask applied. */
  setMasked(x: Value): void {
    x.buffer.masked = true;
  }

  /** Emits the backward pass from the gradient of the network's output, which stands at `gradient`. */
  backward(output: Value, gradient: number): void {
    output.buffer.gradient = gradient;
    for (const { value, emit } of this.tape.reverse()) {
      const { buffer } = value;
      if (buffer.gradient === 0) continue;
      if (buffer.reluFused && !buffer.masked) this.maskRelu(value, buffer.gradient);
      emit(buffer.gradient);
      this.memory.release(buffer.gradient);
      buffer.gradient = 0;
    }
  }
}
