// Sums over windows, straight from the image: the gradients of a convolution's weights. Of the numbers in a window some
// stand side by side; their sums with eight filters stay in registers while the windows of some rows pass by.
import { multiplyAdd } from './lanes';

/** How windows and their gradients follow on each other: bytes from one to the next, and from a row to the next. */
let rows: i32 = 0;
let places: i32 = 0;
let step: usize = 0;
let rowGap: usize = 0;
let dyStep: usize = 0;

/** `rows` × `places` windows, `step` bytes from one to the next, `rowStep` from a row to the next; dy all `dyStep` apart. */
export function setWindowsAtOnce(rows_: i32, places_: i32, step_: usize, rowStep: usize, dyStep_: usize): void {
  rows = rows_;
  places = places_;
  step = step_;
  rowGap = rowStep - <usize>places_ * step_;
  dyStep = dyStep_;
}

/** sums `[count][8]` += Σ x·dy, of `count` numbers side by side in each window from `x` on, and eight of each at `dy`. */
export function addWindows(x: usize, count: i32, dy: usize, sums: usize): void {
  for (; count >= 6; count -= 6, x += 24, sums += 192) addSixNumbers(x, dy, sums);
  if (count >= 4) {
    addFourNumbers(x, dy, sums);
    count -= 4;
    x += 16;
    sums += 128;
  }
  for (; count > 0; --count, x += 4, sums += 32) addOneNumber(x, dy, sums);
}

function addSixNumbers(x: usize, dy: usize, sums: usize): void {
  let l0 = v128.load(sums);
  let r0 = v128.load(sums, 16);
  let l1 = v128.load(sums, 32);
  let r1 = v128.load(sums, 48);
  let l2 = v128.load(sums, 64);
  let r2 = v128.load(sums, 80);
  let l3 = v128.load(sums, 96);
  let r3 = v128.load(sums, 112);
  let l4 = v128.load(sums, 128);
  let r4 = v128.load(sums, 144);
  let l5 = v128.load(sums, 160);
  let r5 = v128.load(sums, 176);
  for (let row = rows; row > 0; --row, x += rowGap) {
    for (let place = places; place > 0; --place, x += step, dy += dyStep) {
      const left = v128.load(dy);
      const right = v128.load(dy, 16);
      const a0 = v128.load32_splat(x);
      l0 = multiplyAdd(a0, left, l0);
      r0 = multiplyAdd(a0, right, r0);
      const a1 = v128.load32_splat(x, 4);
      l1 = multiplyAdd(a1, left, l1);
      r1 = multiplyAdd(a1, right, r1);
      const a2 = v128.load32_splat(x, 8);
      l2 = multiplyAdd(a2, left, l2);
      r2 = multiplyAdd(a2, right, r2);
      const a3 = v128.load32_splat(x, 12);
      l3 = multiplyAdd(a3, left, l3);
      r3 = multiplyAdd(a3, right, r3);
      const a4 = v128.load32_splat(x, 16);
      l4 = multiplyAdd(a4, left, l4);
      r4 = multiplyAdd(a4, right, r4);
      const a5 = v128.load32_splat(x, 20);
      l5 = multiplyAdd(a5, left, l5);
      r5 = multiplyAdd(a5, right, r5);
    }
  }
  v128.store(sums, l0);
  v128.store(sums, r0, 16);
  v128.store(sums, l1, 32);
  v128.store(sums, r1, 48);
  v128.store(sums, l2, 64);
  v128.store(sums, r2, 80);
  v128.store(sums, l3, 96);
  v128.store(sums, r3, 112);
  v128.store(sums, l4, 128);
  v128.store(sums, r4, 144);
  v128.store(sums, l5, 160);
  v128.store(sums, r5, 176);
}

function addFourNumbers(x: usize, dy: usize, sums: usize): void {
  let l0 = v128.load(sums);
  let r0 = v128.load(sums, 16);
  let l1 = v128.load(sums, 32);
  let r1 = v128.load(sums, 48);
  let l2 = v128.load(sums, 64);
  let r2 = v128.load(sums, 80);
  let l3 = v128.load(sums, 96);
  let r3 = v128.load(sums, 112);
  for (let row = rows; row > 0; --row, x += rowGap) {
    for (let place = places; place > 0; --place, x += step, dy += dyStep) {
      const left = v128.load(dy);
      const right = v128.load(dy, 16);
      const a0 = v128.load32_splat(x);
      l0 = multiplyAdd(a0, left, l0);
      r0 = multiplyAdd(a0, right, r0);
      const a1 = v128.load32_splat(x, 4);
      l1 = multiplyAdd(a1, left, l1);
      r1 = multiplyAdd(a1, right, r1);
      const a2 = v128.load32_splat(x, 8);
      l2 = multiplyAdd(a2, left, l2);
      r2 = multiplyAdd(a2, right, r2);
      const a3 = v128.load32_splat(x, 12);
      l3 = multiplyAdd(a3, left, l3);
      r3 = multiplyAdd(a3, right, r3);
    }
  }
  v128.store(sums, l0);
  v128.store(sums, r0, 16);
  v128.store(sums, l1, 32);
  v128.store(sums, r1, 48);
  v128.store(sums, l2, 64);
  v128.store(sums, r2, 80);
  v128.store(sums, l3, 96);
  v128.store(sums, r3, 112);
}

function addOneNumber(x: usize, dy: usize, sums: usize): void {
  let l0 = v128.load(sums);
  let r0 = v128.load(sums, 16);
  for (let row = rows; row > 0; --row, x += rowGap) {
    for (let place = places; place > 0; --place, x += step, dy += dyStep) {
      const left = v128.load(dy);
      const right = v128.load(dy, 16);
      const a0 = v128.load32_splat(x);
      l0 = multiplyAdd(a0, left, l0);
      r0 = multiplyAdd(a0, right, r0);
    }
  }
  v128.store(sums, l0);
  v128.store(sums, r0, 16);
}
