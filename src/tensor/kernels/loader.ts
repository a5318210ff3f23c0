import type { Machine } from './machine.js';
import { ProgramWriter } from './program.js';
import { cutIntoSections } from './sections.js';
import { allocateShared, withoutSharing, type Threads } from './threads.js';

/** The bytes of the two builds that `build.mjs` makes. */
export interface Binaries {
  readonly simd: Uint8Array;
  readonly relaxedSimd: Uint8Array;
}

/** How many threads a machine is to have, and who starts them. */
export interface ThreadsWanted {
  readonly threads: Threads;
  /** The one that asks counted. */
  readonly count: number;
  /** What a section must cost, in nanoseconds by the estimate, to be shared; left out: what pays. */
  readonly leastSectionNanoseconds?: number;
}

/** What the compiled kernels export; addresses in bytes. */
interface Exports {
  workspaceBytes(): number;
  setAddresses(arena: number, workspace: number): void;
  gateBytes(): number;
  setGate(gate: number): void;
  waitForHelpers(count: number, nanoseconds: bigint): number;
  hasFailed(): number;
  closeGate(): void;
  run(program: number): void;
}

const wordBytes = 4;
const pageBytes = 65536;
const maximumPages = 65536;
/** The kernels' own constants stand below the arena. */
const arenaStart = pageBytes;
/** Room for programs, beyond the arena and the workspace. Memory must not grow later: that would detach views. */
const programBytes = 4 * 1024 * 1024;

const compiled = new WeakMap<Uint8Array, { shared?: WebAssembly.Module; alone?: WebAssembly.Module }>();

/** Whether this host can run the plain build at all. */
export function isSupported(binaries: Binaries): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytesOf(binaries.simd));
}

/**
 * A machine of `words` words that runs the WebAssembly kernels; floats and ints are the same memory. It takes the
 * relaxed-SIMD build (fused multiply-add, so other bits) where the host has it and `deterministic` is false, and
 * several threads where they are wanted and the host lets them share memory.
 * @throws RangeError when the memory cannot be had
 */
export function createWasmMachine(
  binaries: Binaries,
  words: number,
  deterministic: boolean,
  wanted?: ThreadsWanted,
): Machine {
  const relaxed = !deterministic && WebAssembly.validate(bytesOf(binaries.relaxedSimd));
  const binary = relaxed ? binaries.relaxedSimd : binaries.simd;
  const workspace = arenaStart + roundUp(words * wordBytes, 64);
  const pages = Math.ceil(workspace / pageBytes);
  if (pages > maximumPages) throw outOfMemory(workspace);
  const isShared = wanted !== undefined && wanted.count > 1;
  const shared = isShared ? allocateShared(pages, maximumPages) : null;
  let threads = shared ? wanted!.count : 1;
  const memory = shared ?? allocate(workspace);
  const module = moduleOf(binary, shared !== null);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;

  const workspaceBytes = roundUp(exports.workspaceBytes(), 64);
  const gate = workspace + threads * workspaceBytes;
  const programs = gate + roundUp(exports.gateBytes(), 64);
  const end = programs + programBytes;
  growTo(memory, end);
  exports.setAddresses(arenaStart, workspace);
  exports.setGate(gate);
  for (let helper = 1; helper < threads; helper++) {
    const own = workspace + helper * workspaceBytes;
    wanted!.threads.start({ module, memory, arena: arenaStart, workspace: own, gate });
  }
  if (threads > 1 && exports.waitForHelpers(threads - 1, helperPatienceNanoseconds) === 0) {
    exports.closeGate();
    threads = 1;
  }

  const writer = new ProgramWriter(memory.buffer, arenaStart, words, programs, end);
  return {
    build: relaxed ? 'relaxed-simd' : 'simd',
    threads,
    refusedThreads: isShared && threads === 1 ? (shared ? notStarted : notShared) : null,
    floats: new Float32Array(memory.buffer, arenaStart, words),
    ints: new Int32Array(memory.buffer, arenaStart, words),
    compile: (calls, most = threads) => {
      const sections = cutIntoSections(calls, Math.min(most, threads), wanted?.leastSectionNanoseconds);
      const start = writer.write(sections);
      return {
        run: () => {
          exports.run(start);
          if (threads > 1 && exports.hasFailed() !== 0) throw new Error(helperFailure);
        },
      };
    },
    dispose: () => exports.closeGate(),
  };
}

/** For a thread to start in, on a machine that has much else to do. */
const helperPatienceNanoseconds = 10_000_000_000n;
const notShared = 'This host lets no threads share memory.';
const notStarted = 'This host did not start the threads.';
const helperFailure = 'A thread that shares the training has failed. Train with "threads": 1.';

function allocate(bytes: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes), maximum: maximumPages });
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

function moduleOf(binary: Uint8Array, shared: boolean): WebAssembly.Module {
  const known = compiled.get(binary) ?? {};
  compiled.set(binary, known);
  if (shared) return (known.shared ??= new WebAssembly.Module(bytesOf(binary)));
  return (known.alone ??= new WebAssembly.Module(bytesOf(withoutSharing(binary))));
}

/** WebAssembly's types want bytes that are not shared; ours come from files or messages and never are. */
function bytesOf(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  return binary as Uint8Array<ArrayBuffer>;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
