import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { buildKernels } from '../../../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../../../src/tensor/kernels/loader.js';
import { stepBlock } from '../../../../src/tensor/kernels/stepBlock.js';
import type { KernelCall } from '../../../../src/tensor/kernels/table.js';
import { hashElement, streamKeys } from '../../../../src/tensor/random.js';

const fill = (x: number, count: number, value: number): KernelCall => ({
  kernel: 'fill',
  arguments: { x, count, value },
});

describe('the WebAssembly machine', function () {
  this.timeout(120_000);
  let binaries: Binaries;
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
  });

  it('takes the plain build when asked to be deterministic, else the best that the host has', () => {
    assert.equal(createWasmMachine(binaries, 16, true).build, 'simd');
    const best = WebAssembly.validate(new Uint8Array(binaries.relaxedSimd)) ? 'relaxed-simd' : 'simd';
    assert.equal(createWasmMachine(binaries, 16, false).build, best);
  });

  it('runs several programs over one arena, whose views stay', () => {
    const machine = createWasmMachine(binaries, 100, true);
    const { floats, ints } = machine;
    assert.equal(floats.length, 100);
    const first = machine.compile([fill(16, 3, 1.5), fill(32, 2, 2)]);
    const programs = Array.from({ length: 500 }, (_, i) => machine.compile([fill(48, 1, i)]));
    first.run();
    programs[321]!.run();
    assert.deepEqual([...floats.subarray(15, 20)], [0, 1.5, 1.5, 1.5, 0]);
    assert.equal(floats[48], 321);
    assert.equal(ints[32], 0x40000000);
    assert.equal(machine.floats, floats);
  });

  it('is its own arena each time', () => {
    const [a, b] = [createWasmMachine(binaries, 64, true), createWasmMachine(binaries, 64, true)];
    a.compile([fill(16, 4, 1)]).run();
    assert.equal(b.floats[16], 0);
  });

  it('lets nothing stand in the arena but what the session writes', () => {
    const machine = createWasmMachine(binaries, 4096, true);
    assert.ok(machine.floats.every((value) => value === 0));
  });

  it('says how many bytes could not be had', () => {
    assert.throws(
      () => createWasmMachine(binaries, 2 ** 30, true),
      /need 4\d{9} bytes, which could not be had/,
    );
    assert.throws(() => createWasmMachine(binaries, 2 ** 32, true), /need 17179934720 bytes.*ends at 4 GiB/);
  });

  it('refuses calls that would leave the arena or miss arguments', () => {
    const machine = createWasmMachine(binaries, 100, true);
    const compile = (kernel: string, args: Record<string, number>) => () =>
      machine.compile([{ kernel, arguments: args } as unknown as KernelCall]);
    assert.throws(compile('fil', {}), /There is no kernel "fil"/);
    assert.throws(compile('fill', { x: 16, count: 1 }), /fill needs an argument "value"/);
    assert.throws(compile('fill', { x: 16, count: 1, value: 0, y: 1 }), /fill takes no argument "y"/);
    assert.throws(
      compile('fill', { x: 100, count: 1, value: 0 }),
      /"x" is 100; it must be within the arena of 100/,
    );
    assert.throws(
      compile('fill', { x: 16, count: 1.5, value: 0 }),
      /"count" is 1.5; it must be a 32-bit integer/,
    );
    assert.throws(
      compile('add', { a: 16, b: 16, out: 16, count: 6 }),
      /"count" is 6; it must be a multiple of 4/,
    );
  });

  it('drops the elements that random.ts says', () => {
    const machine = createWasmMachine(binaries, 1024, true);
    const [step, x, y, mask, count] = [16, 32, 272, 512, 240];
    const seed = -123456789;
    machine.ints[step + stepBlock.seed] = seed;
    machine.ints[step + stepBlock.stepIndex] = 77;
    machine.floats.fill(1, x, x + count);
    const args = { x, y, mask, count, rate: 0.3, purpose: 4 + 7, step };
    machine.compile([{ kernel: 'dropoutForward', arguments: args }]).run();
    const [key0, key1] = streamKeys(seed, 4 + 7, 77);
    const expected = Array.from({ length: count }, (_, i) => {
      const uniform = (hashElement(key0, key1, i) >>> 8) / 0x1000000;
      return uniform >= 0.3 ? Math.fround(1 / 0.7) : 0;
    });
    assert.deepEqual([...machine.floats.subarray(mask, mask + count)], expected);
    assert.deepEqual([...machine.floats.subarray(y, y + count)], expected);
    assert.ok(expected.filter((value) => value === 0).length > 40);
  });
});
