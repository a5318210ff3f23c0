import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainPasses, type Passes } from '../passes.js';
import { createWasmPasses } from './wasmPasses.js';

/** The fastest passes that this host has; their binary stands in `kernelDirectory`. */
export function readPasses(kernelDirectory: string): Passes {
  return createWasmPasses(readFileSync(join(kernelDirectory, 'passes.wasm'))) ?? plainPasses;
}
