// Sums over the rows of a batch that its metrics are made of.
import { columnOfFourRows } from './fourRows';
import { lanesBelow, sumOfLanes } from './lanes';

/** Four rows at a time, each in a lane; without a branch, as nobody can foresee which class it is. */
export function countCorrect(logits: usize, target: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  const stride = <usize>(ld * 4);
  let correct = i32x4.splat(0);
  for (let r = 0; r < rows; r += 4, logits += 4 * stride, target += 16) {
    let highest = columnOfFourRows(logits, stride);
    let best = f32x4.splat(0);
    for (let j = 1; j < n; j++) {
      const logit = columnOfFourRows(logits + (<usize>j << 2), stride);
      const isHigher = f32x4.gt(logit, highest);
      highest = v128.bitselect(logit, highest, isHigher);
      best = v128.bitselect(f32x4.splat(<f32>j), best, isHigher);
    }
    const isRight = f32x4.eq(best, v128.load(target));
    correct = i32x4.sub(correct, v128.and(isRight, lanesBelow(rows, r)));
  }
  store<f32>(out, sumOfLanes(f32x4.convert_i32x4_s(correct)));
}

export function countCorrectBinary(logits: usize, target: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  let correct = i32x4.splat(0);
  for (let r = 0; r < rows; r++, logits += <usize>(ld * 4), target += <usize>(ld * 4)) {
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const said = f32x4.gt(v128.load(logits + o), f32x4.splat(0));
      const meant = f32x4.gt(v128.load(target + o), f32x4.splat(0.5));
      correct = i32x4.sub(correct, v128.and(i32x4.eq(said, meant), lanesBelow(n, j)));
    }
  }
  store<f32>(out, sumOfLanes(f32x4.convert_i32x4_s(correct)));
}

export function sumErrors(output: usize, target: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  let absolute: f64 = 0;
  let squared: f64 = 0;
  for (let r = 0; r < rows; r++, output += <usize>(ld * 4), target += <usize>(ld * 4)) {
    let absolutes = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const o = <usize>(j * 4);
      const error = v128.and(f32x4.sub(v128.load(output + o), v128.load(target + o)), lanesBelow(n, j));
      absolutes = f32x4.add(absolutes, f32x4.abs(error));
      squares = f32x4.add(squares, f32x4.mul(error, error));
    }
    absolute += sumOfLanes(absolutes);
    squared += sumOfLanes(squares);
  }
  store<f32>(out, <f32>absolute);
  store<f32>(out, <f32>squared, 4);
}
