/** What a helper needs to take its part: the kernels, the memory that all share, and addresses in it. */
export interface HelperTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly arena: number;
  /** The helper's own. */
  readonly workspace: number;
  readonly gate: number;
}

/** Threads that a host can start; `thread.mjs` is what each of them runs. */
export interface Threads {
  /** That may run at once without taking turns. */
  readonly cores: number;
  /** Starts a helper that ends by itself when the gate is closed. It must not keep the process alive. */
  start(task: HelperTask): void;
}

/** Memory of so many bytes that threads can share; null where the host refuses. */
export function allocateShared(pages: number, maximum: number): WebAssembly.Memory | null {
  if (typeof SharedArrayBuffer === 'undefined') return null;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum, shared: true });
  } catch {
    return null;
  }
}

/** What stands before the flags of the memory that a module imports: "env", "memory", and that it is one. */
const memoryImport = [3, ...bytesOf('env'), 6, ...bytesOf('memory'), 2];
const sharedFlag = 2;

function bytesOf(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

/** The same module, for memory that is not shared: that is one bit of what it says it imports. */
export function withoutSharing(binary: Uint8Array): Uint8Array {
  const at = binary.findIndex((_, start) => memoryImport.every((byte, i) => binary[start + i] === byte));
  const copy = Uint8Array.from(binary);
  copy[at + memoryImport.length]! &= ~sharedFlag;
  return copy;
}
