/** What several threads compute is, bit by bit, what one does: every kernel, in as many parts as it can be cut into. */
import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buildKernels } from '../../../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../../../src/tensor/kernels/loader.js';
import type { Machine } from '../../../../src/tensor/kernels/machine.js';
import type { KernelCall, KernelName } from '../../../../src/tensor/kernels/table.js';
import type { Threads } from '../../../../src/tensor/kernels/threads.js';
import { createNodeThreads } from '../../../../src/training/node.js';
import { arenaWords, runCase } from './arena.js';
import { cases } from './cases.js';

/** A helper that comes to the gate, takes a part, and goes without doing it. `assembly/threads.ts` has the layout. */
const failsOnTheWay = `
  const { module, memory, gate } = require('node:worker_threads').workerData;
  const { setGate, leave } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  setGate(gate);
  const words = new Int32Array(memory.buffer, gate, 96);
  const offered = new BigInt64Array(memory.buffer, gate, 1);
  Atomics.add(words, 80, 1);
  Atomics.notify(words, 80);
  for (;;) {
    const offer = Atomics.load(offered, 0);
    if (offer === 0n || (offer & 0xffffffffn) > 0n) continue;
    // From the back, as helpers do.
    if (Atomics.compareExchange(offered, 0, offer, offer + 0x10000n) === offer) break;
  }
  leave();
`;

describe('kernels on several threads', function () {
  this.timeout(120_000);
  let binaries: Binaries;
  let threads: Threads;
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
    threads = createNodeThreads(dirname(simd));
  });

  /** Shares whatever can be cut, however little it is. */
  const createShared = (count: number, deterministic: boolean): Machine =>
    createWasmMachine(binaries, arenaWords, deterministic, { threads, count, leastSectionNanoseconds: 0 });

  const sum = (count: number): KernelCall => ({
    kernel: 'add',
    arguments: { a: 1024, b: 1024, out: 1024 + count, count },
  });

  it('waits for nobody who has failed, and says so', () => {
    const start: Threads['start'] = ({ module, memory, gate }) => {
      const workerData = { module, memory, gate };
      new Worker(failsOnTheWay, { eval: true, execArgv: [], workerData }).unref();
    };
    const wanted = { threads: { cores: 2, start }, count: 2, leastSectionNanoseconds: 0 };
    const machine = createWasmMachine(binaries, arenaWords, true, wanted);
    assert.equal(machine.threads, 2);
    const program = machine.compile([sum(4096)]);
    assert.throws(() => {
      for (;;) program.run();
    }, /A thread that shares the training has failed/);
  });

  it('goes on with one thread, and says why, where the host gives no more', () => {
    const shared = globalThis.SharedArrayBuffer;
    try {
      Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
      const machine = createShared(3, true);
      assert.equal(machine.threads, 1);
      assert.equal(machine.refusedThreads, 'This host lets no threads share memory.');
      machine.floats.fill(2, 1024, 1024 + 64);
      machine.compile([sum(64)]).run();
      assert.equal(machine.floats[1024 + 100], 4);
    } finally {
      globalThis.SharedArrayBuffer = shared;
    }
  });

  for (const build of ['simd', 'relaxed-simd'] as const) {
    for (const count of [2, 3]) {
      describe(`${build}, ${count} threads`, () => {
        let one: Machine;
        let several: Machine;
        before(function () {
          one = createWasmMachine(binaries, arenaWords, build === 'simd');
          if (one.build !== build) this.skip();
          several = createShared(count, build === 'simd');
          assert.equal(several.threads, count);
        });
        after(() => several?.dispose());
        for (const [name, kernelCases] of Object.entries(cases)) {
          it(name, () => {
            for (const kernelCase of kernelCases) {
              const title = `${name}, ${kernelCase.title}`;
              const expected = runCase(name as KernelName, kernelCase, one);
              const actual = runCase(name as KernelName, kernelCase, several);
              assert.ok(actual.guarded, `${title}: wrote outside its buffers`);
              for (const [argument, values] of expected.results) {
                assert.deepEqual(actual.results.get(argument), values, `${title}: ${argument}`);
              }
            }
          });
        }
      });
    }
  }
});
