// The largest magnitude of each column; what a key is, `tile.ts` says.

/** A key a column, as u32. */
export const largest: usize = memory.data(32768, 64);

/** Raises the first `count` keys to those of the values; up to three more are touched. */
export function raise(from: usize, count: i32): void {
  const end = <usize>count << 2;
  const one = i32x4.splat(1);
  for (let at: usize = 0; at < end; at += 16) {
    const v = v128.load(from + at);
    const key = v128.xor(v128.or(i32x4.shl(v, 1), i32x4.shr_u(v, 31)), one);
    v128.store(largest + at, i32x4.max_u(v128.load(largest + at), key));
  }
}
