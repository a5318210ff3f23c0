/** Into how many parts a program is cut for its threads. That parts change no byte is said by threads.test.ts. */
import assert from 'node:assert/strict';
import { cutIntoSections } from '../../../../src/tensor/kernels/sections.js';
import type { KernelCall } from '../../../../src/tensor/kernels/table.js';

const forward = (rows4: number, size: number): KernelCall => ({
  kernel: 'denseForward',
  arguments: { x: 16, weight: 32, bias: 0, y: 48, rows4, in8: size, out8: size, relu: 0 },
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
    assert.deepEqual(rowsOfParts(forward(64, 128), 2), [32, 32]);
    assert.deepEqual(rowsOfParts(forward(96, 128), 3), [32, 32, 32]);
  });

  it('are not made of what is short, or for one thread', () => {
    assert.deepEqual(rowsOfParts(forward(8, 8), 2), [8]);
    assert.deepEqual(rowsOfParts(forward(1024, 1024), 1), [1024]);
  });

  it('are halved where they are long and lose nothing by it', () => {
    assert.deepEqual(rowsOfParts(forward(256, 1024), 2), [64, 64, 64, 64]);
    // Long as well, but half of this many rows would be slower by the row.
    assert.deepEqual(rowsOfParts(forward(128, 1024), 2), [64, 64]);
  });
});
