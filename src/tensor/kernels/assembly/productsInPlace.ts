// Products whose first operand is read where it lies: six rows of it beside each other, each a stream that caches
// foresee, so that packing would cost more than it saves. Sums have the same order as those of packed operands, and so
// the same bits. Strides in bytes; rows are a multiple of 4, a panel of the second operand is `[depth][8]`.
import { flushSmall, multiplyAdd } from './lanes';
import { sliversOfSix } from './microKernel';

/** How the sums of a product become numbers of its result; constants at every call. */
export const plainly = 0;
/** max(0, sum); NaN stays. */
export const rectified = 1;
/** Small ones flushed to 0. */
export const flushed = 2;
/** The same, and 0 where the number at the same place of `mask` is not above 0. */
export const masked = 3;

@inline
function finish(finishing: i32, sum: v128, mask: usize): v128 {
  if (finishing == rectified) return f32x4.pmax(sum, f32x4.splat(0));
  if (finishing == flushed) return flushSmall(sum);
  if (finishing == masked) return v128.andnot(flushSmall(sum), f32x4.le(v128.load(mask), f32x4.splat(0)));
  return sum;
}

@inline
function storeRow(finishing: i32, c: usize, left: v128, right: v128, mask: usize): void {
  v128.store(c, finish(finishing, left, mask));
  v128.store(c, finish(finishing, right, mask + 16), 16);
}

/**
 * c = start + a·b of one panel, where number k of row r of a stands at a + r·rowStride + k·step, and row k of the
 * panel at b + k·bStep. `start` is a row of 8 numbers, a bias or zeros; where `adding`, a constant too, the sums go on
 * from what stands in c. `mask` lies as c does.
 */
@inline
export function multiplyInPlace(
  adding: bool,
  finishing: i32,
  rows: i32,
  depth: i32,
  a: usize,
  rowStride: usize,
  step: usize,
  b: usize,
  bStep: usize,
  start: usize,
  c: usize,
  cStride: usize,
  mask: usize,
): void {
  const sixes = sliversOfSix(rows);
  for (let s = 0; s < sixes; s++) {
    severalRows(true, adding, finishing, depth, a, rowStride, step, b, bStep, start, c, cStride, mask);
    a += 6 * rowStride;
    c += 6 * cStride;
    mask += 6 * cStride;
  }
  for (let r = sixes * 6; r < rows; r += 4) {
    severalRows(false, adding, finishing, depth, a, rowStride, step, b, bStep, start, c, cStride, mask);
    a += 4 * rowStride;
    c += 4 * cStride;
    mask += 4 * cStride;
  }
}

/** Six rows or, where `six` is not so, four: a constant at every call, of which only one way is left. */
@inline
function severalRows(
  six: bool,
  adding: bool,
  finishing: i32,
  depth: i32,
  a: usize,
  rowStride: usize,
  step: usize,
  b: usize,
  bStep: usize,
  start: usize,
  c: usize,
  cStride: usize,
  mask: usize,
): void {
  let from = adding ? c : start;
  let l0 = v128.load(from);
  let r0 = v128.load(from, 16);
  if (adding) from += cStride;
  let l1 = adding ? v128.load(from) : l0;
  let r1 = adding ? v128.load(from, 16) : r0;
  if (adding) from += cStride;
  let l2 = adding ? v128.load(from) : l0;
  let r2 = adding ? v128.load(from, 16) : r0;
  if (adding) from += cStride;
  let l3 = adding ? v128.load(from) : l0;
  let r3 = adding ? v128.load(from, 16) : r0;
  if (six && adding) from += cStride;
  let l4 = six && adding ? v128.load(from) : l0;
  let r4 = six && adding ? v128.load(from, 16) : r0;
  if (six && adding) from += cStride;
  let l5 = six && adding ? v128.load(from) : l0;
  let r5 = six && adding ? v128.load(from, 16) : r0;
  let p1 = a + rowStride;
  let p2 = p1 + rowStride;
  let p3 = p2 + rowStride;
  let p4 = p3 + rowStride;
  let p5 = p4 + rowStride;
  for (; depth > 0; --depth) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    l0 = multiplyAdd(a0, left, l0);
    r0 = multiplyAdd(a0, right, r0);
    const a1 = v128.load32_splat(p1);
    l1 = multiplyAdd(a1, left, l1);
    r1 = multiplyAdd(a1, right, r1);
    const a2 = v128.load32_splat(p2);
    l2 = multiplyAdd(a2, left, l2);
    r2 = multiplyAdd(a2, right, r2);
    const a3 = v128.load32_splat(p3);
    l3 = multiplyAdd(a3, left, l3);
    r3 = multiplyAdd(a3, right, r3);
    if (six) {
      const a4 = v128.load32_splat(p4);
      l4 = multiplyAdd(a4, left, l4);
      r4 = multiplyAdd(a4, right, r4);
      const a5 = v128.load32_splat(p5);
      l5 = multiplyAdd(a5, left, l5);
      r5 = multiplyAdd(a5, right, r5);
    }
    a += step;
    p1 += step;
    p2 += step;
    p3 += step;
    if (six) {
      p4 += step;
      p5 += step;
    }
    b += bStep;
  }
  storeRow(finishing, c, l0, r0, mask);
  c += cStride;
  mask += cStride;
  storeRow(finishing, c, l1, r1, mask);
  c += cStride;
  mask += cStride;
  storeRow(finishing, c, l2, r2, mask);
  c += cStride;
  mask += cStride;
  storeRow(finishing, c, l3, r3, mask);
  if (!six) return;
  c += cStride;
  mask += cStride;
  storeRow(finishing, c, l4, r4, mask);
  c += cStride;
  mask += cStride;
  storeRow(finishing, c, l5, r5, mask);
}
