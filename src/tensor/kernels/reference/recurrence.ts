import { exp, tanh } from '../../math.js';
import { panelIndex } from './dense.js';
import type { Memory, ReferenceKernel } from './memory.js';

function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** out = bias + hidden·Wᵀ of one row. */
function multiplyRow(
  { floats }: Memory,
  hidden: number,
  weight: number,
  bias: number,
  n8: number,
  gates: number,
): number[] {
  return Array.from({ length: gates * n8 }, (_, o) => {
    let sum = bias === 0 ? 0 : floats[bias + o]!;
    for (let i = 0; i < n8; i++) sum += floats[hidden + i]! * floats[weight + panelIndex(o, i, n8)]!;
    return sum;
  });
}

/** Adds dProducts·W to dHidden, of one row. */
function addTransposed(
  { floats }: Memory,
  dHidden: number,
  dProducts: number,
  transposed: number,
  n8: number,
  gates: number,
): void {
  for (let i = 0; i < n8; i++) {
    let sum = 0;
    for (let o = 0; o < gates * n8; o++) {
      sum += floats[dProducts + o]! * floats[transposed + panelIndex(i, o, gates * n8)]!;
    }
    floats[dHidden + i]! += sum;
  }
}

export const transposePanels: ReferenceKernel<'transposePanels'> = ({ floats }, a) => {
  for (let i = 0; i < a.in8; i++) {
    for (let o = 0; o < a.out8; o++) {
      floats[a.transposed + panelIndex(i, o, a.out8)] = floats[a.weight + panelIndex(o, i, a.in8)]!;
    }
  }
};

export const lstmForward: ReferenceKernel<'lstmForward'> = (memory, a) => {
  const { floats } = memory;
  const block = a.batch4 * a.n8;
  for (let t = 0; t < a.steps; t++) {
    for (let r = 0; r < a.rows4; r++) {
      const at = t * block + r * a.n8;
      const gates = a.gates + 4 * at;
      const products = multiplyRow(memory, a.hidden + at, a.weight, 0, a.n8, 4);
      for (let j = 0; j < a.n8; j++) {
        const sum = (gate: number): number => floats[gates + gate * a.n8 + j]! + products[gate * a.n8 + j]!;
        const [i, f, g, o] = [sigmoid(sum(0)), sigmoid(sum(1)), tanh(sum(2)), sigmoid(sum(3))] as const;
        const cell = f * floats[a.cell + at + j]! + i * g;
        [i, f, g, o].forEach((gate, k) => (floats[gates + k * a.n8 + j] = gate));
        floats[a.cell + at + block + j] = cell;
        floats[a.hidden + at + block + j] = o * tanh(cell);
      }
    }
  }
};

export const lstmBackward: ReferenceKernel<'lstmBackward'> = (memory, a) => {
  const { floats } = memory;
  const block = a.batch4 * a.n8;
  floats.fill(0, a.dCell, a.dCell + a.rows4 * a.n8);
  for (let t = a.steps - 1; t >= 0; t--) {
    for (let r = 0; r < a.rows4; r++) {
      const row = r * a.n8;
      const at = t * block + row;
      for (let j = 0; j < a.n8; j++) {
        const [i, f, g, o] = [0, 1, 2, 3].map((k) => floats[a.gates + 4 * at + k * a.n8 + j]!) as [
          number,
          number,
          number,
          number,
        ];
        const bent = tanh(floats[a.cell + at + block + j]!);
        const dHidden = floats[a.dHidden + row + j]! + (a.dOutputs === 0 ? 0 : floats[a.dOutputs + at + j]!);
        const dCell = floats[a.dCell + row + j]! + dHidden * o * (1 - bent * bent);
        const slopes = [
          dCell * g * i * (1 - i),
          dCell * floats[a.cell + at + j]! * f * (1 - f),
          dCell * i * (1 - g * g),
          dHidden * bent * o * (1 - o),
        ];
        slopes.forEach((slope, k) => (floats[a.dGates + 4 * at + k * a.n8 + j] = slope));
        floats[a.dCell + row + j] = dCell * f;
        floats[a.dHidden + row + j] = 0;
      }
      addTransposed(memory, a.dHidden + row, a.dGates + 4 * at, a.transposed, a.n8, 4);
    }
  }
};

export const gruForward: ReferenceKernel<'gruForward'> = (memory, a) => {
  const { floats } = memory;
  const block = a.batch4 * a.n8;
  for (let t = 0; t < a.steps; t++) {
    for (let row = 0; row < a.rows4; row++) {
      const at = t * block + row * a.n8;
      const gates = a.gates + 3 * at;
      const products = multiplyRow(memory, a.hidden + at, a.weight, a.bias, a.n8, 3);
      products.forEach((product, o) => (floats[a.products + 3 * row * a.n8 + o] = product));
      for (let j = 0; j < a.n8; j++) {
        const input = (gate: number): number => floats[gates + gate * a.n8 + j]!;
        const product = (gate: number): number => products[gate * a.n8 + j]!;
        const r = sigmoid(input(0) + product(0));
        const z = sigmoid(input(1) + product(1));
        const n = tanh(input(2) + r * product(2));
        floats[a.candidates + at + j] = product(2);
        [r, z, n].forEach((gate, k) => (floats[gates + k * a.n8 + j] = gate));
        floats[a.hidden + at + block + j] = n + z * (floats[a.hidden + at + j]! - n);
      }
    }
  }
};

export const gruBackward: ReferenceKernel<'gruBackward'> = (memory, a) => {
  const { floats } = memory;
  const block = a.batch4 * a.n8;
  for (let t = a.steps - 1; t >= 0; t--) {
    for (let row = 0; row < a.rows4; row++) {
      const start = row * a.n8;
      const at = t * block + start;
      for (let j = 0; j < a.n8; j++) {
        const [r, z, n] = [0, 1, 2].map((k) => floats[a.gates + 3 * at + k * a.n8 + j]!) as [
          number,
          number,
          number,
        ];
        const dHidden =
          floats[a.dHidden + start + j]! + (a.dOutputs === 0 ? 0 : floats[a.dOutputs + at + j]!);
        const dBent = dHidden * (1 - z) * (1 - n * n);
        const slopes = [
          dBent * floats[a.candidates + at + j]! * r * (1 - r),
          dHidden * (floats[a.hidden + at + j]! - n) * z * (1 - z),
        ];
        [...slopes, dBent].forEach((slope, k) => (floats[a.dGates + 3 * at + k * a.n8 + j] = slope));
        [...slopes, dBent * r].forEach((slope, k) => (floats[a.dProducts + 3 * at + k * a.n8 + j] = slope));
        floats[a.dHidden + start + j] = dHidden * z;
      }
      addTransposed(memory, a.dHidden + start, a.dProducts + 3 * at, a.transposed, a.n8, 3);
    }
  }
};
