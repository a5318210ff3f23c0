import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { buildKernels } from '../../../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../../../src/tensor/kernels/loader.js';
import type { Machine } from '../../../../src/tensor/kernels/machine.js';
import { createReferenceMachine } from '../../../../src/tensor/kernels/reference.js';
import { kernels, type KernelName } from '../../../../src/tensor/kernels/table.js';
import { arenaWords, runCase, type Buffer, type KernelCase } from './arena.js';
import { cases } from './cases.js';

const builds = ['simd', 'relaxed-simd'] as const;

describe('kernels', function () {
  this.timeout(120_000);
  let binaries: Binaries;
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
  });

  it('has cases for every kernel of the table', () => {
    const missing = Object.keys(kernels).filter((name) => !(cases[name as KernelName]?.length > 0));
    assert.deepEqual(missing, []);
  });

  for (const build of builds) {
    describe(build, () => {
      let machine: Machine;
      before(function () {
        machine = createWasmMachine(binaries, arenaWords, build === 'simd');
        if (machine.build !== build) this.skip();
      });
      for (const [name, kernelCases] of Object.entries(cases)) {
        it(name, () => {
          for (const kernelCase of kernelCases) compare(name as KernelName, kernelCase, machine);
        });
      }
    });
  }
});

const reference = createReferenceMachine(arenaWords, 'f64');

function compare(name: KernelName, kernelCase: KernelCase, machine: Machine): void {
  const title = `${name}, ${kernelCase.title}`;
  const expected = runCase(name, kernelCase, reference);
  const actual = runCase(name, kernelCase, machine);
  assert.ok(expected.guarded, `${title}: the reference wrote outside its buffers`);
  assert.ok(actual.guarded, `${title}: wrote outside its buffers`);
  for (const [argument, values] of expected.results) {
    if (argument === 'step') continue; // holds floats and integers, which only WebAssembly keeps in one place
    const buffer = kernelCase.args[argument] as Buffer;
    const got = actual.results.get(argument)!;
    if (buffer.kind === 'int') assert.deepEqual(got, values, `${title}: ${argument}`);
    else compareFloats(`${title}: ${argument}`, got, values, kernelCase);
    for (const [which, result] of [
      ['reference', values],
      [machine.build, got],
    ] as const) {
      checkPadding(`${title}: padding of ${argument} in ${which}`, result, buffer.padded);
    }
  }
}

/** Equal up to the case's tolerances; what f32 cannot hold is infinite. */
function compareFloats(
  title: string,
  actual: readonly number[],
  expected: readonly number[],
  { tolerance = 3e-6, absolute = 0 }: KernelCase,
): void {
  let scale = 0;
  for (const value of expected) {
    if (Number.isFinite(Math.fround(value))) scale = Math.max(scale, Math.abs(value));
  }
  expected.forEach((exact, i) => {
    const value = actual[i]!;
    const rounded = Math.fround(exact);
    if (Object.is(value, rounded) || value === rounded) return;
    const error = Math.abs(value - exact);
    // Not: error > …, which NaN would pass.
    assert.ok(error <= tolerance * scale + absolute, `${title}[${i}] is ${value}, not ${exact}`);
  });
}

function checkPadding(title: string, values: readonly number[], padded: Buffer['padded']): void {
  if (padded === undefined) return;
  values.forEach((value, i) => {
    const inside = Math.floor(i / padded.ld) < padded.rows && i % padded.ld < padded.n;
    assert.ok(inside || value === 0, `${title}[${i}] is ${value}`);
  });
}
