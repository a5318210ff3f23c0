/** Into how many parts a program is cut for its threads. That parts change no byte is said by threads.test.ts. */
import assert from 'node:assert/strict';
import { cutIntoSections } from '../../../../src/tensor/kernels/sections.js';
import type { KernelCall } from '../../../../src/tensor/kernels/table.js';

const forward = (rows4: number, size: number, in8 = size): KernelCall => ({
  kernel: 'denseForward',
  arguments: { x: 16, weight: 32, bias: 0, y: 48, rows4, columns8: size, in8, out8: size, relu: 0 },
});

/** The rows of each part of a single section. */
function rowsOfParts(call: KernelCall, threads: number): number[] {
  const sections = cutIntoSections([call], threads);
  assert.equal(sections.length, 1);
  const [section] = sections;
  const calls = section && 'parts' in section ? section.parts : [call];
  return calls.map(({ arguments: values }) => (values as { rows4: number }).rows4);
}

describe('sections', () => {
  it('are an even share for each thread', () => {
    assert.deepEqual(rowsOfParts(forward(64, 64), 2), [32, 32]);
    assert.deepEqual(rowsOfParts(forward(72, 64), 3), [24, 24, 24]);
  });

  it('are not made of what is short, or for one thread', () => {
    assert.deepEqual(rowsOfParts(forward(8, 8), 2), [8]);
    assert.deepEqual(rowsOfParts(forward(1024, 1024), 1), [1024]);
  });

  it('are of columns where there are more weights than rows', () => {
    const [section] = cutIntoSections([forward(32, 128)], 2);
    const parts = section && 'parts' in section ? section.parts : [];
    assert.deepEqual(
      parts.map(({ kernel, arguments: values }) => ({ kernel, ...values })),
      [0, 1].map((part) => ({
        kernel: 'denseForward',
        ...{ x: 16, weight: 32 + part * 64 * 128, bias: 0, y: 48 + part * 64 },
        ...{ rows4: 32, columns8: 64, in8: 128, out8: 128, relu: 0 },
      })),
    );
  });

  it('have the largest parts at both ends, where threads begin', () => {
    const calls = [16, 200, 16, 16, 200, 16].map((rows) => forward(rows, 64));
    const [section] = cutIntoSections(
      calls.map((call, index) => ({ ...call, beside: index > 0 })),
      2,
    );
    const parts = section && 'parts' in section ? section.parts : [];
    const rows = parts.map(({ arguments: values }) => (values as { rows4: number }).rows4);
    assert.deepEqual([rows[0], rows.at(-1)], [200, 200]);
  });

  it('are several for each thread where they are long and lose nothing by it, short where threads meet', () => {
    assert.deepEqual(rowsOfParts(forward(512, 512), 2), [128, 64, 32, 32, 32, 32, 64, 128]);
    // Thread 0 begins at the front, all others at the back.
    const forThree = [128, 64, 32, 32, ...[32, 32, 32, 32, 64, 64, 128, 128]];
    assert.deepEqual(rowsOfParts(forward(768, 512), 3), forThree);
    // Long as well, but less than this many rows would be slower by the row.
    assert.deepEqual(rowsOfParts(forward(64, 64, 1024), 2), [32, 32]);
  });

  it('leave the front to one thread of several, and what is short to the middle', () => {
    const calls = [600, 600, 600].map((rows, index) => ({ ...forward(rows, 512), beside: index > 0 }));
    const [section] = cutIntoSections(calls, 3);
    const parts = section && 'parts' in section ? section.parts : [];
    const rows = parts.map(({ arguments: values }) => (values as { rows4: number }).rows4);
    assert.deepEqual(rows, [300, 148, 76, 76, ...[76, 76, 76, 76, 148, 148, 300, 300]]);
  });
});
