import { readFile } from 'node:fs/promises';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../src/tensor/kernels/loader.js';
import type { Machine } from '../../src/tensor/kernels/machine.js';
import { createReferenceMachine } from '../../src/tensor/kernels/reference.js';

export interface KernelMachine {
  readonly name: string;
  /** Relative; what its arithmetic may be apart from PyTorch's in double precision. */
  readonly tolerance: number;
  readonly create: (words: number) => Machine;
}

let binaries: Binaries | undefined;

/** Builds what is older than its sources. A `before` hook of every suite that uses `kernelMachines`. */
export async function prepareKernels(this: Mocha.Context): Promise<void> {
  this.timeout(120_000);
  const { simd, relaxedSimd } = await buildKernels();
  binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
}

/** The plain WebAssembly build, the same on every machine. */
export function createSimdMachine(words: number): Machine {
  if (!binaries) throw new Error('prepareKernels has not run');
  return createWasmMachine(binaries, words, true);
}

export const kernelMachines: readonly KernelMachine[] = [
  { name: 'reference in f64', tolerance: 1e-6, create: (words) => createReferenceMachine(words, 'f64') },
  { name: 'reference in f32', tolerance: 1e-4, create: (words) => createReferenceMachine(words, 'f32') },
  { name: 'WebAssembly', tolerance: 1e-4, create: createSimdMachine },
];
