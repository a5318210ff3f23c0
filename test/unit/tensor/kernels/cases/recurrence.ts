/** Cases for recurrent layers: one step and several, widths that fill no vector, with and without what comes from above. */
import { floats, output, roundUp, uniform, type Buffer, type KernelCase } from '../arena.js';

/** steps, rows, width */
const shapes = [
  [1, 1, 1],
  [3, 5, 5],
  [2, 4, 17],
  [5, 9, 40],
] as const;

/** Numbers for each step, row and gate, zero in the padding of the width. */
function byStep(steps: number, rows: number, gates: number, n: number, reach = 1): Buffer {
  const n8 = roundUp(n, 8);
  return floats(steps * roundUp(rows, 4) * gates * n8, (i) => (i % n8 < n ? uniform(-reach, reach) : 0));
}

/** Gates as they are after their functions: shares, and one that may be negative. */
function openGates(steps: number, rows: number, gates: number, n: number, bent: number): Buffer {
  const n8 = roundUp(n, 8);
  return floats(steps * roundUp(rows, 4) * gates * n8, (i) => {
    if (i % n8 >= n) return 0;
    return Math.floor(i / n8) % gates === bent ? uniform(-1, 1) : uniform(0, 1);
  });
}

/** The weight of the hidden state, in panels of padded gates. */
function hiddenPanels(gates: number, n: number): Buffer {
  const n8 = roundUp(n, 8);
  return floats(gates * n8 * n8, (i) => {
    const gateColumn = (Math.floor(i / (n8 * 8)) * 8 + (i % 8)) % n8;
    const input = Math.floor(i / 8) % n8;
    return gateColumn < n && input < n ? uniform(-1, 1) / Math.sqrt(n) : 0;
  });
}

/** And the same turned round: `[n8/8][gates · n8][8]`. */
function transposedPanels(gates: number, n: number): Buffer {
  const n8 = roundUp(n, 8);
  return floats(gates * n8 * n8, (i) => {
    const input = Math.floor(i / (gates * n8 * 8)) * 8 + (i % 8);
    const gateColumn = Math.floor(i / 8) % n8;
    return gateColumn < n && input < n ? uniform(-1, 1) / Math.sqrt(n) : 0;
  });
}

function overShapes(
  make: (steps: number, rows: number, n: number, hasOutputs: boolean) => KernelCase['args'],
): KernelCase[] {
  return shapes.flatMap(([steps, rows, n]) =>
    [true, false].map((hasOutputs) => ({
      title: `${steps} steps of ${rows} × ${n}, ${hasOutputs ? 'all of them' : 'the last one'} told from above`,
      args: {
        ...make(steps, rows, n, hasOutputs),
        ...{ steps, batch4: roundUp(rows, 4), rows4: roundUp(rows, 4), n8: roundUp(n, 8) },
      },
      tolerance: 1e-5,
    })),
  );
}

/** As many as a step has. */
function empty(steps: number, rows: number, gates: number, n: number): Buffer {
  return output(steps * roundUp(rows, 4) * gates * roundUp(n, 8));
}

/** States from the first on, of which the forward kernels read no other. */
function states(steps: number, rows: number, n: number): Buffer {
  return byStep(steps + 1, rows, 1, n);
}

export const recurrenceCases = {
  transposePanels: [
    [1, 1],
    [9, 40],
    [40, 9],
  ].map(([inputs, outputs]): KernelCase => {
    const [in8, out8] = [roundUp(inputs!, 8), roundUp(outputs!, 8)];
    const weight = floats(in8 * out8, () => uniform(-1, 1));
    return { title: `${inputs} × ${outputs}`, args: { weight, transposed: output(in8 * out8), in8, out8 } };
  }),
  lstmForward: overShapes((steps, rows, n) => ({
    gates: byStep(steps, rows, 4, n, 3),
    weight: hiddenPanels(4, n),
    hidden: states(steps, rows, n),
    cell: states(steps, rows, n),
  })),
  lstmBackward: overShapes((steps, rows, n, hasOutputs) => ({
    gates: openGates(steps, rows, 4, n, 2),
    transposed: transposedPanels(4, n),
    cell: states(steps, rows, n),
    ...(hasOutputs ? { dOutputs: byStep(steps, rows, 1, n) } : {}),
    dHidden: byStep(1, rows, 1, n),
    dCell: empty(1, rows, 1, n),
    dGates: empty(steps, rows, 4, n),
  })),
  gruForward: overShapes((steps, rows, n, hasBias) => ({
    gates: byStep(steps, rows, 3, n, 3),
    weight: hiddenPanels(3, n),
    ...(hasBias ? { bias: byStep(1, 1, 3, n) } : {}),
    hidden: states(steps, rows, n),
    candidates: empty(steps, rows, 1, n),
    products: empty(1, rows, 3, n),
  })),
  gruBackward: overShapes((steps, rows, n, hasOutputs) => ({
    gates: openGates(steps, rows, 3, n, 2),
    transposed: transposedPanels(3, n),
    hidden: states(steps, rows, n),
    candidates: byStep(steps, rows, 1, n),
    ...(hasOutputs ? { dOutputs: byStep(steps, rows, 1, n) } : {}),
    dHidden: byStep(1, rows, 1, n),
    dGates: empty(steps, rows, 3, n),
    dProducts: empty(steps, rows, 3, n),
  })),
};
