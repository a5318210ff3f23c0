/** Gradients by the inputs and DeepLIFT's multipliers against what PyTorch makes of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { buildNetwork } from '../../src/engine/build.js';
import type { NetworkConfig } from '../../src/engine/config.js';
import { createDifferentiator } from '../../src/engine/differentiator.js';
import { findUnrescalable } from '../../src/engine/linearity.js';
import type { FloatTensor } from '../../src/tensor/tensor.js';
import { kernelMachines, prepareKernels } from './kernelMachines.js';

/** What test/reference/attribution.py wrote. */
interface Case {
  readonly label: string;
  readonly network: NetworkConfig;
  readonly weights: Record<string, { readonly shape: number[]; readonly values: number[] }>;
  readonly rows: readonly number[];
  readonly references: readonly number[];
  /** For each output, of every row and input. */
  readonly gradients: readonly (readonly number[])[];
  readonly multipliers: readonly (readonly number[])[] | null;
}

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch/attribution.json', import.meta.url), 'utf8'),
) as Case[];
const rowCount = 5;

/** Single precision, and ratios of small differences. */
const tolerances = { gradient: 1e-5, multipliers: 1e-4 } as const;

describe('attribution as PyTorch does it', () => {
  before(prepareKernels);

  for (const { label, network, rows, references, ...expected } of cases) {
    const weights = Object.entries(expected.weights).map(([name, { shape, values }]): FloatTensor => ({
      name,
      shape,
      values: Float32Array.from(values),
    }));
    const outputs = expected.gradients.map((_, output) => output);
    const compare = (found: readonly Float32Array[], wanted: Case['gradients'], tolerance: number): void => {
      found.forEach((values, output) =>
        values.forEach((value, at) => {
          const error = Math.abs(value - wanted[output]![at]!);
          assert.ok(
            error <= tolerance,
            `output ${output}, input ${at}: ${value}, not ${wanted[output]![at]}`,
          );
        }),
      );
    };
    for (const { name, create } of kernelMachines) {
      it(`${label}: gradients by the inputs, ${name}`, () => {
        const { gradient } = tolerances;
        const differentiator = createDifferentiator('gradient', network, weights, create);
        compare(
          differentiator.gradient(Float32Array.from(rows), rowCount, outputs),
          expected.gradients,
          gradient,
        );
      });

      it(`${label}: multipliers of the rescale rule, ${name}`, () => {
        if (!expected.multipliers) {
          assert.equal(findUnrescalable(buildNetwork(network).network!)?.type, 'maxPool2d');
          return;
        }
        const differentiator = createDifferentiator('multipliers', network, weights, create);
        const found = differentiator.multipliers(
          Float32Array.from(rows),
          Float32Array.from(references),
          rowCount,
          outputs,
        );
        compare(found, expected.multipliers, tolerances.multipliers);
      });
    }
  }
});
