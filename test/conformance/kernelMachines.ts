import { existsSync, readFileSync } from 'node:fs';
import type { Machine } from '../../src/tensor/kernels/machine.js';
import { createReferenceMachine } from '../../src/tensor/kernels/reference.js';
import { createWasmMachine } from '../../src/tensor/kernels/loader.js';

export interface KernelMachine {
  readonly name: string;
  /** Relative; what its arithmetic may be apart from PyTorch's in double precision. */
  readonly tolerance: number;
  create(words: number): Machine;
}

/** Every machine there is: the reference in both precisions and, once `npm run build` has made them, the builds. */
export function kernelMachines(): KernelMachine[] {
  const bytes = (name: string): Uint8Array =>
    readFileSync(new URL(`../../dist/kernels/${name}`, import.meta.url));
  const built = existsSync(new URL('../../dist/kernels/simd.wasm', import.meta.url));
  const binaries = built && { simd: bytes('simd.wasm'), relaxedSimd: bytes('relaxed-simd.wasm') };
  return [
    { name: 'reference in f64', tolerance: 1e-6, create: (words) => createReferenceMachine(words, 'f64') },
    { name: 'reference in f32', tolerance: 1e-4, create: (words) => createReferenceMachine(words, 'f32') },
    ...(binaries
      ? [
          {
            name: 'WebAssembly',
            tolerance: 1e-4,
            create: (words: number) => createWasmMachine(binaries, words, true),
          },
        ]
      : []),
  ];
}
