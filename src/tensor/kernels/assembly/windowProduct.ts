// Products of windows with weights, straight from the image: what stands beside each other in a window is a run, and
// the windows of a row see the same runs, so many bytes further on. Register by register as in `microKernel.ts`.
import { multiplyAdd } from './lanes';
import { sliversOfSix } from './microKernel';

/** A window as runs: where each begins for the first window of a row, and the floats that it has. */
let runs: usize = 0;
let runsEnd: usize = 0;
let runFloats: i32 = 0;

/** Their addresses stand from `addresses` to `end`. */
@inline
export function setRuns(addresses: usize, end: usize, floats: i32): void {
  runs = addresses;
  runsEnd = end;
  runFloats = floats;
}

/**
 * c = max(floor, start + windows·panel) for `count` windows, `step` bytes from one to the next, and one panel of 8
 * filters; `start` is a row of 8 numbers. Windows are taken in sixes and fours, of which the last may begin before
 * the one before has ended: the same numbers are written twice, and nothing behind the last.
 */
@inline
export function multiplyWindows(
  count: i32,
  step: usize,
  panel: usize,
  start: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  if (count < 4) {
    for (let i = 0; i < count; i++) multiply1Window(<usize>i * step, panel, start, c + <usize>i * cStride, floor);
    return;
  }
  const even = (count + 1) & ~1;
  const sixes = count == 5 ? 0 : sliversOfSix(even);
  const fours = count == 5 ? 2 : (even - 6 * sixes) / 4;
  for (let s = 0; s < sixes; s++) {
    const i = <usize>min(6 * s, count - 6);
    multiply6Windows(i * step, step, panel, start, c + i * cStride, cStride, floor);
  }
  for (let f = 0; f < fours; f++) {
    const i = <usize>min(6 * sixes + 4 * f, count - 4);
    multiply4Windows(i * step, step, panel, start, c + i * cStride, cStride, floor);
  }
}

@inline
function storeRow(c: usize, left: v128, right: v128, floor: v128): void {
  v128.store(c, f32x4.pmax(left, floor));
  v128.store(c, f32x4.pmax(right, floor), 16);
}

function multiply6Windows(
  first: usize,
  step: usize,
  panel: usize,
  start: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  let l0 = v128.load(start);
  let r0 = v128.load(start, 16);
  let l1 = l0;
  let r1 = r0;
  let l2 = l0;
  let r2 = r0;
  let l3 = l0;
  let r3 = r0;
  let l4 = l0;
  let r4 = r0;
  let l5 = l0;
  let r5 = r0;
  for (let run = runs; run < runsEnd; run += 4) {
    let p0 = load<usize>(run) + first;
    let p1 = p0 + step;
    let p2 = p1 + step;
    let p3 = p2 + step;
    let p4 = p3 + step;
    let p5 = p4 + step;
    for (let k = runFloats; k > 0; --k) {
      const left = v128.load(panel);
      const right = v128.load(panel, 16);
      const a0 = v128.load32_splat(p0);
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
      const a4 = v128.load32_splat(p4);
      l4 = multiplyAdd(a4, left, l4);
      r4 = multiplyAdd(a4, right, r4);
      const a5 = v128.load32_splat(p5);
      l5 = multiplyAdd(a5, left, l5);
      r5 = multiplyAdd(a5, right, r5);
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      p4 += 4;
      p5 += 4;
      panel += 32;
    }
  }
  storeRow(c, l0, r0, floor);
  c += cStride;
  storeRow(c, l1, r1, floor);
  c += cStride;
  storeRow(c, l2, r2, floor);
  c += cStride;
  storeRow(c, l3, r3, floor);
  c += cStride;
  storeRow(c, l4, r4, floor);
  c += cStride;
  storeRow(c, l5, r5, floor);
}

function multiply4Windows(
  first: usize,
  step: usize,
  panel: usize,
  start: usize,
  c: usize,
  cStride: usize,
  floor: v128,
): void {
  let l0 = v128.load(start);
  let r0 = v128.load(start, 16);
  let l1 = l0;
  let r1 = r0;
  let l2 = l0;
  let r2 = r0;
  let l3 = l0;
  let r3 = r0;
  for (let run = runs; run < runsEnd; run += 4) {
    let p0 = load<usize>(run) + first;
    let p1 = p0 + step;
    let p2 = p1 + step;
    let p3 = p2 + step;
    for (let k = runFloats; k > 0; --k) {
      const left = v128.load(panel);
      const right = v128.load(panel, 16);
      const a0 = v128.load32_splat(p0);
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
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      panel += 32;
    }
  }
  storeRow(c, l0, r0, floor);
  c += cStride;
  storeRow(c, l1, r1, floor);
  c += cStride;
  storeRow(c, l2, r2, floor);
  c += cStride;
  storeRow(c, l3, r3, floor);
}

function multiply1Window(first: usize, panel: usize, start: usize, c: usize, floor: v128): void {
  let left = v128.load(start);
  let right = v128.load(start, 16);
  for (let run = runs; run < runsEnd; run += 4) {
    let p = load<usize>(run) + first;
    for (let k = runFloats; k > 0; --k) {
      const a = v128.load32_splat(p);
      left = multiplyAdd(a, v128.load(panel), left);
      right = multiplyAdd(a, v128.load(panel, 16), right);
      p += 4;
      panel += 32;
    }
  }
  storeRow(c, left, right, floor);
}
