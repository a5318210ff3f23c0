import { roundUp } from '../tensor/shape.js';

/** Buffers start on multiples of 64 bytes: a cache line, and what the kernels' vector loads ask for. */
const alignmentWords = 16;

/** Places buffers one after another, for good. Word 0 stays free, since a pointer of 0 means "none". */
export class Arena {
  words = alignmentWords;

  /** The word offset of a new buffer of so many words. */
  place(words: number): number {
    const pointer = this.words;
    this.words = checkEnd(this.words + roundUp(Math.max(words, 1), alignmentWords));
    return pointer;
  }
}

/**
 * Places buffers that live within one program only. What is released is given out again; the region is as large
 * as the most that ever lived at once.
 */
export class ScratchMemory {
  private readonly free: { offset: number; words: number }[] = [];
  private readonly taken = new Map<number, number>();
  private end = 0;

  constructor(private readonly base: number) {}

  /** Words from the base that any program may write. */
  get peakWords(): number {
    return this.end;
  }

  take(words: number): number {
    const wanted = roundUp(Math.max(words, 1), alignmentWords);
    const index = this.free.findIndex((block) => block.words >= wanted);
    const block = this.free[index];
    let offset = this.end;
    if (block === undefined) this.end = checkEnd(this.end + wanted);
    else {
      offset = block.offset;
      if (block.words === wanted) this.free.splice(index, 1);
      else this.free[index] = { offset: offset + wanted, words: block.words - wanted };
    }
    this.taken.set(this.base + offset, wanted);
    return this.base + offset;
  }

  release(pointer: number): void {
    const words = this.taken.get(pointer);
    if (words === undefined) throw new Error(`released a buffer at ${pointer} that was not taken`);
    this.taken.delete(pointer);
    this.free.push({ offset: pointer - this.base, words });
  }
}

/** Beyond this many words offsets are not exact any more; no machine has them. */
function checkEnd(words: number): number {
  if (words <= Number.MAX_SAFE_INTEGER) return words;
  throw new RangeError(
    `The network and its buffers need about ${(4 * words).toPrecision(2)} bytes, which could not be had. Make the batch or the layers smaller.`,
  );
}
