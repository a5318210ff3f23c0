// Sums over the rows of a batch that its metrics are made of.
import { lanesBelow, sumOfLanes } from './lanes';

export function countCorrect(logits: usize, target: usize, out: usize, rows: i32, n: i32, ld: i32): void {
  let correct = 0;
  for (let r = 0; r < rows; r++, logits += <usize>(ld * 4)) {
    let best = 0;
    let highest = load<f32>(logits);
    for (let j = 1; j < n; j++) {
      const logit = load<f32>(logits + (<usize>j << 2));
      // No branch: nobody can foresee which class it is.
      const isHigher = logit > highest;
      highest = select<f32>(logit, highest, isHigher);
      best = select<i32>(j, best, isHigher);
    }
    correct += <i32>(<f32>best == load<f32>(target + (<usize>r << 2)));
  }
  store<f32>(out, <f32>correct);
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
