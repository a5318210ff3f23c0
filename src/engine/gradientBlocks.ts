import type { KernelCall } from '../tensor/kernels/table.js';
import type { Arena } from './arena.js';
import type { GradientNorms } from './optimizers/optimizer.js';
import type { PlacedParameter } from './placement.js';

/**
 * Numbers that learn are gone over in blocks, side by side: of at least so many words, and of about so many blocks.
 * Both depend on the network alone, since norms are summed block by block.
 */
const leastBlockWords = 16_384;
const mostBlocks = 64;
const alignmentWords = 1024;

/** Some of the numbers that learn, and where the norms of their gradient go. */
export interface GradientBlock {
  /** From the first number that learns. */
  readonly offset: number;
  readonly words: number;
  readonly norms: GradientNorms;
}

/** The gradient in blocks, and how the norms of its tensors come of them. */
export interface GradientBlocks {
  readonly blocks: readonly GradientBlock[];
  /** Integers that have to stand in the arena. */
  readonly integers: readonly { readonly pointer: number; readonly values: readonly number[] }[];
  /** What follows on the norms of all blocks; nothing where there is one block. */
  readonly combine: readonly KernelCall[];
}

/** Places blocks; the norms of the tensors in order, then that of all together, are to stand at `norms`. */
export function placeGradientBlocks(
  learning: readonly PlacedParameter[],
  words: number,
  norms: number,
  arena: Arena,
): GradientBlocks {
  const blockWords = Math.max(
    leastBlockWords,
    Math.ceil(words / mostBlocks / alignmentWords) * alignmentWords,
  );
  const gradient = learning[0]?.gradient ?? 0;
  const starts = Array.from({ length: Math.max(1, Math.ceil(words / blockWords)) }, (_, i) => i * blockWords);
  const blocks = starts.map((offset) => {
    const end = Math.min(words, offset + blockWords);
    const pieces = learning.flatMap((placed, owner) => {
      const from = Math.max(offset, placed.gradient - gradient);
      const to = Math.min(end, placed.gradient - gradient + placed.words);
      return from < to ? [{ owner, pointer: gradient + from, words: to - from }] : [];
    });
    return { offset, words: end - offset, pieces };
  });
  const segments = arena.place(2 * blocks.reduce((sum, { pieces }) => sum + pieces.length, 0));
  const values = blocks.flatMap(({ pieces }) => pieces.flatMap((piece) => [piece.pointer, piece.words]));
  const integers = [{ pointer: segments, values }];
  if (blocks.length === 1) {
    const [{ pieces }] = blocks as [(typeof blocks)[0]];
    return {
      blocks: [{ offset: 0, words, norms: { segments, count: pieces.length, norms } }],
      integers,
      combine: [],
    };
  }

  // Behind the norms of a block's pieces stands that of the block, which belongs to no tensor.
  const owners = blocks.flatMap(({ pieces }) => [...pieces.map(({ owner }) => owner), -1]);
  const ownersAt = arena.place(owners.length);
  const pieceNorms = arena.place(owners.length);
  let piece = 0;
  const placed = blocks.map(({ offset, words, pieces }, index): GradientBlock => {
    const own = { segments: segments + 2 * piece, count: pieces.length, norms: pieceNorms + piece + index };
    piece += pieces.length;
    return { offset, words, norms: own };
  });
  const combine: KernelCall = {
    kernel: 'combineNorms',
    arguments: {
      norms: pieceNorms,
      owners: ownersAt,
      pieces: owners.length,
      out: norms,
      count: learning.length,
    },
  };
  return {
    blocks: placed,
    integers: [...integers, { pointer: ownersAt, values: owners }],
    combine: [combine],
  };
}
