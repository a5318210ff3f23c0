// Rows from the data set into the batch, and plain moves of whole buffers.
import { transpose4x4 } from './packing';
import { firstKey, mix, secondKey } from './random';
import { cursorOf, epochOf, seedOf } from './stepBlock';

/** Copies floats one vector at a time: below some 512 bytes memory.copy is slower. */
@inline
function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** The same for four rows beside each other: where they lie far apart, none waits for another's way from memory. */
@inline
function copyFourRows(to: usize, stride: usize, from0: usize, from1: usize, from2: usize, from3: usize, count: i32): void {
  const bytes = <usize>count * 4;
  const whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) {
    v128.store(to + o, v128.load(from0 + o));
    v128.store(to + stride + o, v128.load(from1 + o));
    v128.store(to + 2 * stride + o, v128.load(from2 + o));
    v128.store(to + 3 * stride + o, v128.load(from3 + o));
  }
  for (; o < bytes; o += 4) {
    store<f32>(to + o, load<f32>(from0 + o));
    store<f32>(to + stride + o, load<f32>(from1 + o));
    store<f32>(to + 2 * stride + o, load<f32>(from2 + o));
    store<f32>(to + 3 * stride + o, load<f32>(from3 + o));
  }
}

@inline
function clearFloats(to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16) v128.store(to, f32x4.splat(0));
  for (; i < count; i++, to += 4) store<f32>(to, 0);
}

/** Which row of the data is next in order, or at that place where there is no order. */
@inline
function rowOf(order: usize, place: i32): usize {
  return order == 0 ? <usize>place : <usize>load<i32>(order + (<usize>place << 2));
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
  const sourceStride = <usize>(width * 4);
  const stride = <usize>(ld * 4);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const from0 = source + rowOf(order, cursor + r) * sourceStride;
    const from1 = source + rowOf(order, cursor + r + 1) * sourceStride;
    const from2 = source + rowOf(order, cursor + r + 2) * sourceStride;
    const from3 = source + rowOf(order, cursor + r + 3) * sourceStride;
    copyFourRows(batch, stride, from0, from1, from2, from3, width);
    for (const end = batch + 4 * stride; batch < end; batch += stride) clearFloats(batch + sourceStride, ld - width);
  }
  for (; r < rows; r++, batch += stride) {
    copyFloats(batch, source + rowOf(order, cursor + r) * sourceStride, width);
    clearFloats(batch + sourceStride, ld - width);
  }
  clearFloats(batch, (rows4 - rows) * ld);
}

export function shuffleOrder(order: usize, count: i32, purpose: i32, step: usize): void {
  const key0 = firstKey(seedOf(step), purpose, epochOf(step));
  const key1 = secondKey(key0);
  for (let i = 0; i < count; i++) store<i32>(order + (<usize>i << 2), i);
  for (let i = count - 1; i > 0; i--) {
    // A share of i + 1, whose 32 bits stand behind the point.
    const share = <u64>mix(mix(<u32>i + key0) ^ key1) * <u64>(i + 1);
    const own = order + (<usize>i << 2);
    const other = order + (<usize>(share >> 32) << 2);
    const swapped = load<i32>(own);
    store<i32>(own, load<i32>(other));
    store<i32>(other, swapped);
  }
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

/** The inner two loops of `permute`; strides in bytes. */
function copyBlock(
  from: usize,
  to: usize,
  outer: i32,
  inner: i32,
  fromOuter: usize,
  fromInner: usize,
  toOuter: usize,
  toInner: usize,
): void {
  if (fromInner == 4 && toInner == 4) {
    for (let i = 0; i < outer; i++, from += fromOuter, to += toOuter) copyFloats(to, from, inner);
    return;
  }
  let i = 0;
  if (fromInner == 4 && toOuter == 4) {
    for (; i + 4 <= outer; i += 4, from += 4 * fromOuter, to += 16) {
      let j = 0;
      let p = from;
      let q = to;
      for (; j + 4 <= inner; j += 4, p += 16, q += 4 * toInner) transpose4x4(p, fromOuter, q, toInner);
      for (; j < inner; j++, p += 4, q += toInner) gatherFour(p, fromOuter, q);
    }
  } else if (fromOuter == 4 && toInner == 4) {
    for (; i + 4 <= outer; i += 4, from += 16, to += 4 * toOuter) {
      let j = 0;
      let p = from;
      let q = to;
      for (; j + 4 <= inner; j += 4, p += 4 * fromInner, q += 16) transpose4x4(p, fromInner, q, toOuter);
      for (; j < inner; j++, p += fromInner, q += 4) scatterFour(p, q, toOuter);
    }
  }
  for (; i < outer; i++, from += fromOuter, to += toOuter) {
    let p = from;
    let q = to;
    for (let j = 0; j < inner; j++, p += fromInner, q += toInner) store<f32>(q, load<f32>(p));
  }
}

@inline
function gatherFour(from: usize, stride: usize, to: usize): void {
  store<f32>(to, load<f32>(from));
  store<f32>(to, load<f32>(from + stride), 4);
  store<f32>(to, load<f32>(from + 2 * stride), 8);
  store<f32>(to, load<f32>(from + 3 * stride), 12);
}

@inline
function scatterFour(from: usize, to: usize, stride: usize): void {
  store<f32>(to, load<f32>(from));
  store<f32>(to + stride, load<f32>(from, 4));
  store<f32>(to + 2 * stride, load<f32>(from, 8));
  store<f32>(to + 3 * stride, load<f32>(from, 12));
}

export function permute(
  source: usize,
  destination: usize,
  count0: i32,
  count1: i32,
  count2: i32,
  count3: i32,
  from0: i32,
  from1: i32,
  from2: i32,
  from3: i32,
  to0: i32,
  to1: i32,
  to2: i32,
  to3: i32,
): void {
  const fromOuter = <usize>(from2 * 4);
  const fromInner = <usize>(from3 * 4);
  const toOuter = <usize>(to2 * 4);
  const toInner = <usize>(to3 * 4);
  for (let i = 0; i < count0; i++) {
    let from = source + <usize>i * <usize>(from0 * 4);
    let to = destination + <usize>i * <usize>(to0 * 4);
    for (let j = 0; j < count1; j++) {
      copyBlock(from, to, count2, count3, fromOuter, fromInner, toOuter, toInner);
      from += <usize>(from1 * 4);
      to += <usize>(to1 * 4);
    }
  }
}

export function add(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + <usize>count * 4; a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(a), v128.load(b)));
  }
}

export function addUp(terms: usize, stride: i32, termCount: i32, out: usize, count: i32): void {
  const step = <usize>stride << 2;
  for (const end = out + <usize>count * 4; out < end; out += 16, terms += 16) {
    let sum = v128.load(terms);
    let term = terms;
    for (let t = 1; t < termCount; t++) {
      term += step;
      sum = f32x4.add(sum, v128.load(term));
    }
    v128.store(out, sum);
  }
}

export function multiply(a: usize, b: usize, out: usize, count: i32): void {
  for (const end = a + <usize>count * 4; a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  }
}
