// Memory beyond the arena, which belongs to the kernels alone.

/** Numbers of the summed dimension taken at once: what a packed panel may hold (256 · 8 floats stay in L1). */
export const blockDepth: i32 = 256;

/** Floats of packed rows: they stay in L2 while the panels pass by. */
const packedRowsFloats: i32 = 131072;

let base: usize = 0;

/** Bytes that the workspace takes. */
export function workspaceBytes(): i32 {
  return 64 + blockDepth * 8 * 4 + packedRowsFloats * 4;
}

/** Where it lies: a multiple of 64, and all zero. Called once, before anything runs. */
export function setWorkspace(address: usize): void {
  base = address;
}

/** Sixteen zeros, never written. */
@inline
export function zeros(): usize {
  return base;
}

/** A panel `[depth][8]`, depth ≤ blockDepth. */
@inline
export function packedPanel(): usize {
  return base + 64;
}

@inline
export function packedRows(): usize {
  return base + 64 + blockDepth * 8 * 4;
}

/** How many rows of this depth are packed at once: a multiple of 12, so that full slivers of 6 and 4 come out. */
@inline
export function blockRows(depth: i32): i32 {
  return (packedRowsFloats / depth / 12) * 12;
}
