// Rows from the data set into the batch, and plain moves of whole buffers.
import { cursorOf } from './stepBlock';

/** Copies floats one vector at a time: below some 512 bytes memory.copy is slower. */
@inline
function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(from));
}

@inline
function clearFloats(to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16) v128.store(to, f32x4.splat(0));
  for (; i < count; i++, to += 4) store<f32>(to, 0);
}

export function gatherRows(
  source: usize,
  order: usize,
  step: usize,
  batch: usize,
  rows: i32,
  rows4: i32,
  width: i32,
  ld: i32,
): void {
  const cursor = cursorOf(step);
  for (let r = 0; r < rows; r++) {
    const row = order == 0 ? cursor + r : load<i32>(order + (<usize>(cursor + r) << 2));
    copyFloats(batch, source + <usize>row * <usize>(width * 4), width);
    clearFloats(batch + <usize>(width * 4), ld - width);
    batch += <usize>(ld * 4);
  }
  clearFloats(batch, (rows4 - rows) * ld);
}

export function clearPadding(x: usize, rows: i32, rows4: i32, n: i32, ld: i32): void {
  const stride = <usize>(ld * 4);
  if (n < ld) {
    for (let r = 0; r < rows; r++) clearFloats(x + <usize>r * stride + <usize>(n * 4), ld - n);
  }
  clearFloats(x + <usize>rows * stride, (rows4 - rows) * ld);
}

export function fill(x: usize, count: i32, value: f64): void {
  const v = <f32>value;
  let i = 0;
  for (; i + 4 <= count; i += 4, x += 16) v128.store(x, f32x4.splat(v));
  for (; i < count; i++, x += 4) store<f32>(x, v);
}

export function copy(source: usize, destination: usize, count: i32): void {
  if (count > 128) memory.copy(destination, source, <usize>count * 4);
  else copyFloats(destination, source, count);
}

export function copyBlocks(
  source: usize,
  destination: usize,
  outer: i32,
  inner: i32,
  width: i32,
  sourceOuter: i32,
  sourceInner: i32,
  destinationOuter: i32,
  destinationInner: i32,
): void {
  for (let o = 0; o < outer; o++) {
    let from = source + <usize>o * <usize>(sourceOuter * 4);
    let to = destination + <usize>o * <usize>(destinationOuter * 4);
    for (let i = 0; i < inner; i++) {
      copyFloats(to, from, width);
      from += <usize>(sourceInner * 4);
      to += <usize>(destinationInner * 4);
    }
  }
}

export function add(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + <usize>count * 4; a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(a), v128.load(b)));
  }
}

export function multiply(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + <usize>count * 4; a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  }
}
