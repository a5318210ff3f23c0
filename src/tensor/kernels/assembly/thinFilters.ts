// Gradients of filters of three rows of up to four numbers, as over an image of one channel: four filters at a time,
// whose twelve sums stay in registers while all windows of an image pass by.
import { multiplyAdd } from './lanes';

/**
 * sums += Σ dy·(three rows of an image) over `rows` × `columns` windows, `rowStep` and `columnStep` bytes from one to the
 * next. Of each window, `offsets` says by its tap where the rows begin, `stride` bytes from one to the next; dy and taps
 * stand `step` bytes from window to window. A tap below 0 has no part in it.
 */
export function addToThinFilters(
  sums: usize,
  first: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  rowStep: usize,
  columnStep: usize,
  offsets: usize,
  dy: usize,
  taps: usize,
  step: usize,
): void {
  let a0 = v128.load(sums);
  let a1 = v128.load(sums, 16);
  let a2 = v128.load(sums, 32);
  let b0 = v128.load(sums, 48);
  let b1 = v128.load(sums, 64);
  let b2 = v128.load(sums, 80);
  let c0 = v128.load(sums, 96);
  let c1 = v128.load(sums, 112);
  let c2 = v128.load(sums, 128);
  let d0 = v128.load(sums, 144);
  let d1 = v128.load(sums, 160);
  let d2 = v128.load(sums, 176);
  for (let row = 0; row < rows; row++, first += rowStep) {
    let window = first;
    for (let column = 0; column < columns; column++, window += columnStep) {
      const scales = v128.andnot(v128.load(dy), i32x4.lt_s(v128.load(taps), i32x4.splat(0)));
      let p = window + load<usize>(offsets + (load<i32>(taps) << 2));
      let scale = v128.shuffle<i32>(scales, scales, 0, 0, 0, 0);
      a0 = multiplyAdd(scale, v128.load(p), a0);
      p += stride;
      a1 = multiplyAdd(scale, v128.load(p), a1);
      a2 = multiplyAdd(scale, v128.load(p + stride), a2);
      p = window + load<usize>(offsets + (load<i32>(taps, 4) << 2));
      scale = v128.shuffle<i32>(scales, scales, 1, 1, 1, 1);
      b0 = multiplyAdd(scale, v128.load(p), b0);
      p += stride;
      b1 = multiplyAdd(scale, v128.load(p), b1);
      b2 = multiplyAdd(scale, v128.load(p + stride), b2);
      p = window + load<usize>(offsets + (load<i32>(taps, 8) << 2));
      scale = v128.shuffle<i32>(scales, scales, 2, 2, 2, 2);
      c0 = multiplyAdd(scale, v128.load(p), c0);
      p += stride;
      c1 = multiplyAdd(scale, v128.load(p), c1);
      c2 = multiplyAdd(scale, v128.load(p + stride), c2);
      p = window + load<usize>(offsets + (load<i32>(taps, 12) << 2));
      scale = v128.shuffle<i32>(scales, scales, 3, 3, 3, 3);
      d0 = multiplyAdd(scale, v128.load(p), d0);
      p += stride;
      d1 = multiplyAdd(scale, v128.load(p), d1);
      d2 = multiplyAdd(scale, v128.load(p + stride), d2);
      dy += step;
      taps += step;
    }
  }
  v128.store(sums, a0);
  v128.store(sums, a1, 16);
  v128.store(sums, a2, 32);
  v128.store(sums, b0, 48);
  v128.store(sums, b1, 64);
  v128.store(sums, b2, 80);
  v128.store(sums, c0, 96);
  v128.store(sums, c1, 112);
  v128.store(sums, c2, 128);
  v128.store(sums, d0, 144);
  v128.store(sums, d1, 160);
  v128.store(sums, d2, 176);
}
