import { orderedArguments } from './checkCall.js';
import type { Machine } from './machine.js';
import { kernels, type KernelCall } from './table.js';

/** The bytes of the two builds that `build.mjs` makes. */
export interface Binaries {
  readonly simd: Uint8Array;
  readonly relaxedSimd: Uint8Array;
}

/** What the compiled kernels export; addresses in bytes. */
interface Exports {
  workspaceBytes(): number;
  setAddresses(arena: number, workspace: number): void;
  run(program: number): void;
}

const wordBytes = 4;
const pageBytes = 65536;
const maximumPages = 65536;
/** The kernels' own constants stand below the arena. */
const arenaStart = pageBytes;
/** Room for programs, beyond the arena and the workspace. Memory must not grow later: that would detach views. */
const programBytes = 4 * 1024 * 1024;

const kernelNumbers = new Map(Object.keys(kernels).map((name, index) => [name, index + 1]));
const compiled = new WeakMap<Uint8Array, WebAssembly.Module>();

/** Whether this host can run the plain build at all. */
export function isSupported(binaries: Binaries): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytesOf(binaries.simd));
}

/**
 * A machine of `words` words that runs the WebAssembly kernels; floats and ints are the same memory. It takes the
 * relaxed-SIMD build (fused multiply-add, so other bits) where the host has it and `deterministic` is false.
 * @throws RangeError when the memory cannot be had
 */
export function createWasmMachine(binaries: Binaries, words: number, deterministic: boolean): Machine {
  const relaxed = !deterministic && WebAssembly.validate(bytesOf(binaries.relaxedSimd));
  const module = moduleOf(relaxed ? binaries.relaxedSimd : binaries.simd);

  const workspace = arenaStart + roundUp(words * wordBytes, 64);
  const memory = allocate(workspace);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  const programs = roundUp(workspace + exports.workspaceBytes(), 64);
  const end = programs + programBytes;
  growTo(memory, end);
  exports.setAddresses(arenaStart, workspace);

  let free = programs;
  return {
    build: relaxed ? 'relaxed-simd' : 'simd',
    floats: new Float32Array(memory.buffer, arenaStart, words),
    ints: new Int32Array(memory.buffer, arenaStart, words),
    compile: (calls) => {
      const start = free;
      free = writeProgram(new DataView(memory.buffer, 0, end), start, calls, words);
      return {
        run: () => {
          exports.run(start);
        },
      };
    },
  };
}

/** Writes the calls as records of 8-byte words (see `writeDispatch` in build.mjs); returns where they end. */
function writeProgram(view: DataView, start: number, calls: readonly KernelCall[], words: number): number {
  const records = calls.map((call) => ({ call, args: orderedArguments(call, words) }));
  const bytes = 8 * records.reduce((sum, { args }) => sum + 1 + args.length, 1);
  if (start + bytes > view.byteLength) {
    throw new RangeError(`Programs take more than ${programBytes} bytes: too many calls in one session.`);
  }
  let at = start;
  for (const { call, args } of records) {
    view.setInt32(at, kernelNumbers.get(call.kernel)!, true);
    at += 8;
    for (const { kind, value } of args) {
      if (kind === 'float') view.setFloat64(at, value, true);
      else if (kind === 'int') view.setInt32(at, value, true);
      else view.setUint32(at, value === 0 ? 0 : arenaStart + value * wordBytes, true);
      at += 8;
    }
  }
  view.setInt32(at, 0, true);
  return at + 8;
}

function allocate(bytes: number): WebAssembly.Memory {
  const initial = Math.ceil(bytes / pageBytes);
  if (initial > maximumPages) throw outOfMemory(bytes);
  try {
    return new WebAssembly.Memory({ initial, maximum: maximumPages });
  } catch (error) {
    throw outOfMemory(bytes, error);
  }
}

function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil(bytes / pageBytes) - memory.buffer.byteLength / pageBytes;
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (error) {
    throw outOfMemory(bytes, error);
  }
}

function outOfMemory(bytes: number, cause?: unknown): RangeError {
  const limit = bytes > maximumPages * pageBytes ? ' (WebAssembly ends at 4 GiB)' : '';
  return new RangeError(
    `The network and its buffers need ${bytes} bytes, which could not be had${limit}. Make the batch or the layers smaller.`,
    { cause },
  );
}

function moduleOf(binary: Uint8Array): WebAssembly.Module {
  let module = compiled.get(binary);
  if (module === undefined) {
    module = new WebAssembly.Module(bytesOf(binary));
    compiled.set(binary, module);
  }
  return module;
}

/** WebAssembly's types want bytes that are not shared; ours come from files or messages and never are. */
function bytesOf(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  return binary as Uint8Array<ArrayBuffer>;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
