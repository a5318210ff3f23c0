// Memory beyond the arena, which belongs to the kernels alone.

/** Numbers of the summed dimension taken at once: what a packed panel may hold. It and a sliver of rows stay in L1. */
export const blockDepth: i32 = 512;

/** Floats of rows that stay in L2 while the panels pass by, packed or where they lie. */
export const packedRowsFloats: i32 = 147456;

/** Floats of one image with its padding, and of weights by filter; they stand where packed rows do, and a gap between. */
export const imageFloats: i32 = 65536;
export const filterFloats: i32 = 65520;

/** Windows that a convolution looks at, and numbers of one, taken at once. */
export const windowDepth: i32 = 256;

/** Floats of windows that a convolution looks at: 132 numbers of `windowDepth` windows. */
export const patchesFloats: i32 = 33792;

let base: usize = 0;
let arena: usize = 0;

/** Bytes that the workspace takes. */
export function workspaceBytes(): i32 {
  return 64 + blockDepth * 8 * 4 + packedRowsFloats * 4 + patchesFloats * 4 + 64;
}

/** Where the arena and the workspace lie: multiples of 64; the workspace is all zero. Called once, before anything runs. */
export function setAddresses(arenaStart: usize, workspace: usize): void {
  arena = arenaStart;
  base = workspace;
}

/** The address of a word of the arena, from its offset as a plan wrote it. */
@inline
export function addressOf(word: i32): usize {
  return arena + (<usize>word << 2);
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

/** Windows of images, with a few floats behind them that may be overwritten. */
@inline
export function patches(): usize {
  return packedRows() + packedRowsFloats * 4;
}

@inline
export function ownImage(): usize {
  return packedRows();
}

@inline
export function ownFilters(): usize {
  return packedRows() + imageFloats * 4 + 64;
}

/** Addresses, up to 1024 of each kind, in the place of a panel. */
@inline
export function ownAddresses(): usize {
  return packedPanel();
}

@inline
export function otherAddresses(): usize {
  return packedPanel() + 4096;
}

/** How much of a depth is taken at once: even shares, multiples of 8. */
@inline
export function shareOfDepth(depth: i32): i32 {
  return evenShare(depth, blockDepth, 8);
}

/** How many rows are gone over at once, by their depth: multiples of 12, so that slivers of 6 and 4 come out. */
@inline
export function blockRows(rows: i32, depth: i32): i32 {
  if (rows * depth <= packedRowsFloats) return rows;
  return evenShare(rows, packedRowsFloats / depth, 12);
}

/** The largest of equal shares of a whole, none above `most` ≥ `multiple`. */
@inline
export function evenShare(whole: i32, most: i32, multiple: i32): i32 {
  if (whole <= most) return whole;
  const limit = (most / multiple) * multiple;
  const shares = (whole + limit - 1) / limit;
  return (((whole + shares - 1) / shares + multiple - 1) / multiple) * multiple;
}
