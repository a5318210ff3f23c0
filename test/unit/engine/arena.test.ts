import assert from 'node:assert/strict';
import { Arena, ScratchMemory } from '../../../src/engine/arena.js';

describe('arena', () => {
  it('places buffers on multiples of 16 words and never at 0', () => {
    const arena = new Arena();
    assert.deepEqual([arena.place(1), arena.place(17), arena.place(0)], [16, 32, 64]);
    assert.equal(arena.words, 80);
  });

  it('gives out what was released, without overlap', () => {
    const memory = new ScratchMemory(1000);
    const a = memory.take(32);
    const b = memory.take(16);
    memory.release(a);
    const c = memory.take(16);
    const d = memory.take(16);
    assert.deepEqual([a, b, c, d], [1000, 1032, 1000, 1016]);
    assert.equal(memory.peakWords, 48);
    assert.throws(() => {
      memory.release(a + 1);
    }, /not taken/);
  });
});
