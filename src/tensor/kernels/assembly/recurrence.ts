// Recurrent layers: for each step a product with the hidden state, then one pass over the gates.
import { addDense, denseForward } from './dense';
import { sigmoid, tanh } from './elementary';
import { flushSmall, multiplyAdd } from './lanes';
import { packTransposedPanel } from './packing';

/** s·(1 − s): the derivative of the logistic function. */
@inline
function slopeOfSigmoid(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}

/** 1 − y². */
@inline
function slopeOfTanh(y: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
}

// A function at a time over the gates of a row: all of them in one loop would not find room in the registers.

@inline
function bendBySigmoid(x: usize, bytes: usize): void {
  for (const end = x + bytes; x < end; x += 16) v128.store(x, sigmoid(v128.load(x)));
}

@inline
function bendByTanh(x: usize, bytes: usize): void {
  for (const end = x + bytes; x < end; x += 16) v128.store(x, tanh(v128.load(x)));
}

/** x = x + y */
@inline
function addTo(x: usize, y: usize, bytes: usize): void {
  for (const end = x + bytes; x < end; x += 16, y += 16) v128.store(x, f32x4.add(v128.load(x), v128.load(y)));
}

export function transposePanels(weight: usize, transposed: usize, in8: i32, out8: i32): void {
  for (let i = 0; i < in8; i += 8, transposed += <usize>(out8 * 32)) {
    packTransposedPanel(weight + <usize>(i * 32), <usize>(in8 * 32), out8, transposed);
  }
}

/** What a step's outputs are told from above and from the step behind. */
@inline
function gradientOfHidden(dHidden: usize, dOutputs: usize, o: usize): v128 {
  const later = v128.load(dHidden + o);
  return dOutputs == 0 ? later : f32x4.add(later, v128.load(dOutputs + o));
}

export function lstmForward(
  gates: usize,
  weight: usize,
  hidden: usize,
  cell: usize,
  steps: i32,
  batch4: i32,
  rows4: i32,
  n8: i32,
): void {
  const width = <usize>(n8 * 4);
  const own = <usize>rows4 * width;
  const block = <usize>batch4 * width;
  for (let t = 0; t < steps; t++) {
    addDense(hidden, weight, gates, rows4, n8, 4 * n8);
    hidden += block;
    for (let row: usize = 0; row < own; row += width, gates += 4 * width) {
      const g = gates + 2 * width;
      const o = g + width;
      bendBySigmoid(gates, 2 * width);
      bendByTanh(g, width);
      bendBySigmoid(o, width);
      for (let j: usize = 0; j < width; j += 16) {
        const added = f32x4.mul(v128.load(gates + j), v128.load(g + j));
        const c = flushSmall(multiplyAdd(v128.load(gates + width + j), v128.load(cell + row + j), added));
        v128.store(cell + block + row + j, c);
        v128.store(hidden + row + j, flushSmall(f32x4.mul(v128.load(o + j), tanh(c))));
      }
    }
    gates += 4 * (block - own);
    cell += block;
  }
}

export function lstmBackward(
  gates: usize,
  transposed: usize,
  cell: usize,
  dOutputs: usize,
  dHidden: usize,
  dCell: usize,
  dGates: usize,
  steps: i32,
  batch4: i32,
  rows4: i32,
  n8: i32,
): void {
  const width = <usize>(n8 * 4);
  const own = <usize>rows4 * width;
  const block = <usize>batch4 * width;
  for (let o: usize = 0; o < own; o += 16) v128.store(dCell + o, f32x4.splat(0));
  for (let t = steps - 1; t >= 0; t--) {
    const before = cell + <usize>t * block;
    const dStep = dGates + <usize>t * 4 * block;
    const dAbove = dOutputs == 0 ? 0 : dOutputs + <usize>t * block;
    let from = gates + <usize>t * 4 * block;
    let to = dStep;
    for (let row: usize = 0; row < own; row += width, from += 4 * width, to += 4 * width) {
      for (let j: usize = 0; j < width; j += 16) {
        const i = v128.load(from + j);
        const f = v128.load(from + width + j);
        const g = v128.load(from + 2 * width + j);
        const o = v128.load(from + 3 * width + j);
        const bent = tanh(v128.load(before + block + row + j));
        const dh = gradientOfHidden(dHidden, dAbove, row + j);
        const dc = multiplyAdd(f32x4.mul(dh, o), slopeOfTanh(bent), v128.load(dCell + row + j));
        const p = to + j;
        v128.store(p, flushSmall(f32x4.mul(f32x4.mul(dc, g), slopeOfSigmoid(i))));
        const dForget = f32x4.mul(f32x4.mul(dc, v128.load(before + row + j)), slopeOfSigmoid(f));
        v128.store(p + width, flushSmall(dForget));
        v128.store(p + 2 * width, flushSmall(f32x4.mul(f32x4.mul(dc, i), slopeOfTanh(g))));
        v128.store(p + 3 * width, flushSmall(f32x4.mul(f32x4.mul(dh, bent), slopeOfSigmoid(o))));
        v128.store(dCell + row + j, flushSmall(f32x4.mul(dc, f)));
      }
    }
    denseForward(dStep, transposed, 0, dHidden, rows4, n8, 4 * n8, n8, 0);
  }
}

export function gruForward(
  gates: usize,
  weight: usize,
  bias: usize,
  hidden: usize,
  candidates: usize,
  products: usize,
  steps: i32,
  batch4: i32,
  rows4: i32,
  n8: i32,
): void {
  const width = <usize>(n8 * 4);
  const own = <usize>rows4 * width;
  const block = <usize>batch4 * width;
  for (let t = 0; t < steps; t++) {
    denseForward(hidden, weight, bias, products, rows4, 3 * n8, n8, 3 * n8, 0);
    for (let row: usize = 0, p = products; row < own; row += width, p += 3 * width, gates += 3 * width) {
      const z = gates + width;
      const n = z + width;
      addTo(gates, p, 2 * width);
      bendBySigmoid(gates, 2 * width);
      for (let j: usize = 0; j < width; j += 16) {
        const candidate = v128.load(p + 2 * width + j);
        v128.store(candidates + row + j, candidate);
        v128.store(n + j, multiplyAdd(v128.load(gates + j), candidate, v128.load(n + j)));
      }
      bendByTanh(n, width);
      for (let j: usize = 0; j < width; j += 16) {
        const fresh = v128.load(n + j);
        const h = multiplyAdd(v128.load(z + j), f32x4.sub(v128.load(hidden + row + j), fresh), fresh);
        v128.store(hidden + block + row + j, flushSmall(h));
      }
    }
    gates += 3 * (block - own);
    hidden += block;
    candidates += block;
  }
}

export function gruBackward(
  gates: usize,
  transposed: usize,
  hidden: usize,
  candidates: usize,
  dOutputs: usize,
  dHidden: usize,
  dGates: usize,
  dProducts: usize,
  steps: i32,
  batch4: i32,
  rows4: i32,
  n8: i32,
): void {
  const width = <usize>(n8 * 4);
  const own = <usize>rows4 * width;
  const block = <usize>batch4 * width;
  const one = f32x4.splat(1);
  for (let t = steps - 1; t >= 0; t--) {
    const step = <usize>t * block;
    const dAbove = dOutputs == 0 ? 0 : dOutputs + step;
    for (let row: usize = 0; row < own; row += width) {
      const from = gates + 3 * (step + row);
      const to = dGates + 3 * (step + row);
      const toProducts = dProducts + 3 * (step + row);
      for (let j: usize = 0; j < width; j += 16) {
        const o = step + row + j;
        const r = v128.load(from + j);
        const z = v128.load(from + width + j);
        const n = v128.load(from + 2 * width + j);
        const dh = gradientOfHidden(dHidden, dAbove, row + j);
        const dn = flushSmall(f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), slopeOfTanh(n)));
        const dr = flushSmall(f32x4.mul(f32x4.mul(dn, v128.load(candidates + o)), slopeOfSigmoid(r)));
        const across = f32x4.sub(v128.load(hidden + o), n);
        const dz = flushSmall(f32x4.mul(f32x4.mul(dh, across), slopeOfSigmoid(z)));
        v128.store(to + j, dr);
        v128.store(to + width + j, dz);
        v128.store(to + 2 * width + j, dn);
        v128.store(toProducts + j, dr);
        v128.store(toProducts + width + j, dz);
        v128.store(toProducts + 2 * width + j, flushSmall(f32x4.mul(dn, r)));
        v128.store(dHidden + row + j, flushSmall(f32x4.mul(dh, z)));
      }
    }
    addDense(dProducts + 3 * step, transposed, dHidden, rows4, 3 * n8, n8);
  }
}
