import type { KernelCall } from '../../tensor/kernels/table.js';
import type { Emitter } from '../emitter.js';
import type { NetworkLayer } from '../network.js';
import type { PlacedParameter } from '../placement.js';
import type { Value } from '../value.js';
import { emitImageSums } from './imageSums.js';
import type { Window } from './window.js';

/** Where the kernels find what belongs to a convolution. */
export interface PlacedConvolution {
  readonly layer: NetworkLayer;
  readonly x: Value;
  readonly y: Value;
  readonly window: Window & { readonly images: number };
  readonly weight: PlacedParameter;
  readonly bias: PlacedParameter | undefined;
}

export interface WeightGradient extends Pick<PlacedConvolution, 'weight' | 'bias'> {
  readonly images: number;
  /** Words for each number of a window: its outputs, padded. */
  readonly columns: number;
}

/**
 * Emits the gradients of weight and bias, beside which that of the input may run; returns what completes them then,
 * null where nothing learns.
 */
export function emitWeightGradient(
  { weight, bias, images, columns }: WeightGradient,
  emitter: Emitter,
  callOf: (first: number, images: number, dWeight: number, dBias: number) => KernelCall,
): (() => void) | null {
  if (!weight.gradient && !bias?.gradient) return null;
  // Of words that only round a tensor up nothing is written.
  const rows = Math.floor(weight.words / columns);
  const sums = [{ pointer: emitter.gradientOf(weight), words: rows * columns }];
  if (bias?.gradient) sums.push({ pointer: bias.gradient, words: columns });
  return emitImageSums(emitter, images, sums, (first, count, [dWeight, dBias]) =>
    callOf(first, count, dWeight!, dBias ?? 0),
  );
}
