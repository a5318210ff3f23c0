import { readFileSync } from 'node:fs';
import { createWasmMachine } from '../src/tensor/kernels/loader.js';
import type { KernelCall } from '../src/tensor/kernels/table.js';

const binaries = {
  simd: new Uint8Array(readFileSync('dist/kernels/simd.wasm')),
  relaxedSimd: new Uint8Array(readFileSync('dist/kernels/relaxed-simd.wasm')),
};

/** GFLOP/s of x·Wᵀ for square matrices of so many rows: the best of some runs, on the relaxed-SIMD build. */
export function measureProduct(size: number, runs: number): number {
  const words = size * size + 64;
  const [x, weight, y] = [64, 64 + words, 64 + 2 * words];
  const machine = createWasmMachine(binaries, 64 + 3 * words, false);
  for (let i = x; i < y; i++) machine.floats[i] = Math.random() - 0.5;
  const repeat = Math.max(1, Math.round((128 / size) ** 3));
  const call: KernelCall = {
    kernel: 'denseForward',
    arguments: { x, weight, bias: 0, y, rows4: size, columns8: size, in8: size, out8: size, relu: 0 },
  };
  const program = machine.compile(Array.from({ length: repeat }, () => call));
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    program.run();
    best = Math.min(best, performance.now() - start);
  }
  return (2 * size ** 3 * repeat) / best / 1e6;
}
