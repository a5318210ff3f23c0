/** Builds both WebAssembly binaries unless they are newer than all their sources; returns their paths. */
export function buildKernels(options?: { force?: boolean }): Promise<{ simd: string; relaxedSimd: string }>;
