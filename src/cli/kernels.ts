import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the compiled kernels stand: beside the built command, or in `dist` when it runs from its sources. */
export function kernelDirectory(): string {
  const beside = join(__dirname, 'kernels');
  return existsSync(beside) ? beside : join(__dirname, '../../dist/kernels');
}
