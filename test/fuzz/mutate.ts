/** Damage as files meet it and as an attacker makes it, drawn from a seed: the same seed spoils the same bytes. */
import { createRandom, type Random } from '../../src/tensor/random.js';

/** Numbers below a limit, one after the other. */
class Draws {
  #next = 0;
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = createRandom(seed, 100);
  }

  below(limit: number): number {
    return Math.floor((this.#random.uint32(this.#next++) / 2 ** 32) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** A place in a file: as often near its beginning or its end, where headers stand, as anywhere. */
  place(length: number): number {
    const near = Math.min(length, this.pick([64, 1024, 16_384]));
    return this.pick([this.below(near), length - 1 - this.below(near), this.below(length)]);
  }
}

type Mutation = (bytes: Uint8Array<ArrayBuffer>, draws: Draws) => Uint8Array<ArrayBuffer>;

const absurd = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0xffffn,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 62n,
  2n ** 64n - 1n,
];

const flipBits: Mutation = (bytes, draws) => {
  for (let left = 1 + draws.below(16); left > 0; left--)
    bytes[draws.place(bytes.length)]! ^= 1 << draws.below(8);
  return bytes;
};

const overwriteBytes: Mutation = (bytes, draws) => {
  const start = draws.place(bytes.length);
  const end = Math.min(bytes.length, start + 1 + draws.below(32));
  for (let at = start; at < end; at++) bytes[at] = draws.below(256);
  return bytes;
};

const cut: Mutation = (bytes, draws) => bytes.slice(0, draws.place(bytes.length));

const writeAbsurdNumber: Mutation = (bytes, draws) => {
  const width = draws.pick([1, 2, 4, 8]);
  const start = draws.place(bytes.length);
  const number = draws.pick(absurd);
  const isBigEndian = draws.below(4) === 0;
  for (let i = 0; i < width && start + i < bytes.length; i++) {
    bytes[start + i] = Number((number >> BigInt(8 * (isBigEndian ? width - 1 - i : i))) & 0xffn);
  }
  return bytes;
};

/** Numbers in headers that are text. */
const writeAbsurdDigits: Mutation = (bytes, draws) => {
  const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
  const end = Math.min(bytes.length, 65_536);
  const from = draws.below(end);
  let at = from;
  while (at < end && !isDigit(bytes[at]!)) at++;
  if (at === end) return writeAbsurdNumber(bytes, draws);
  for (; at < end && isDigit(bytes[at]!); at++) if (draws.below(2) === 0) bytes[at] = 48 + draws.below(10);
  return bytes;
};

const moveBytes: Mutation = (bytes, draws) => {
  const length = 1 + draws.below(Math.min(256, bytes.length));
  bytes.copyWithin(draws.place(bytes.length), draws.place(bytes.length), draws.place(bytes.length) + length);
  return bytes;
};

const insertOrRemove: Mutation = (bytes, draws) => {
  const at = draws.place(bytes.length);
  const count = 1 + draws.below(64);
  const isInsertion = draws.below(2) === 0;
  const added = new Uint8Array(isInsertion ? count : 0).map(() => draws.below(256));
  return new Uint8Array(
    Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(isInsertion ? at : at + count)]),
  );
};

const mutations: readonly Mutation[] = [
  flipBits,
  overwriteBytes,
  cut,
  writeAbsurdNumber,
  writeAbsurdNumber,
  writeAbsurdDigits,
  moveBytes,
  insertOrRemove,
];

/** A damaged copy, by one to three mutations. */
export function mutate(original: Uint8Array, seed: number): Uint8Array {
  const draws = new Draws(seed);
  let bytes = Uint8Array.from(original);
  for (let left = 1 + draws.below(3); left > 0 && bytes.length > 0; left--) {
    bytes = draws.pick(mutations)(bytes, draws);
  }
  return bytes;
}
