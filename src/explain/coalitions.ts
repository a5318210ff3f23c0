import { createRandom, purposes, type Random } from '../tensor/random.js';

/** Coalitions of n players with the weight of each in the regression; the empty and the full one are not among them. */
export interface Coalitions {
  readonly players: number;
  readonly count: number;
  /** A byte a player for each coalition: `count · players`. */
  readonly members: Uint8Array;
  readonly weights: Float64Array;
  /** All 2ⁿ − 2 of them are there. */
  readonly isComplete: boolean;
}

/**
 * The coalitions that KernelSHAP asks (Lundberg & Lee 2017, §4.1), at most `budget`: sizes from the outside in, of
 * which the Shapley kernel makes most, whole while they fit their share of the budget, each coalition with its
 * complement; the sizes left over are drawn by their weight, again in pairs.
 */
export function chooseCoalitions(players: number, budget: number, seed: number): Coalitions {
  const list = new CoalitionList(players);
  const sizes = sizesOutsideIn(players);
  let left = budget;
  let weightLeft = sizes.reduce((sum, { weight }) => sum + weight, 0);
  let next = 0;
  for (; next < sizes.length; next++) {
    const { size, weight, isPaired } = sizes[next]!;
    const subsets = binomial(players, size) * (isPaired ? 2 : 1);
    if (subsets > left * (weight / weightLeft) * (1 + 1e-9)) break;
    for (const members of subsetsOf(players, size)) {
      list.add(members, weight / subsets);
      if (isPaired) list.add(complementOf(members, players), weight / subsets);
    }
    left -= subsets;
    weightLeft -= weight;
  }
  const isComplete = next === sizes.length;
  if (!isComplete) {
    const rest = sizes.slice(next);
    drawCoalitions(list, rest, { left, weightLeft, random: createRandom(seed, purposes.attribution) });
  }
  return { players, ...list.finish(), isComplete };
}

interface Size {
  readonly size: number;
  /** Of all coalitions of this size and of its complement's together. */
  readonly weight: number;
  /** Whether the complement has another size. */
  readonly isPaired: boolean;
}

/** Sizes 1 … ⌊n/2⌋ with the Shapley kernel's weight (n − 1)/(s·(n − s)) of each whole size. */
function sizesOutsideIn(n: number): Size[] {
  return Array.from({ length: Math.floor(n / 2) }, (_, i) => {
    const size = i + 1;
    const isPaired = 2 * size !== n;
    return { size, isPaired, weight: ((n - 1) / (size * (n - size))) * (isPaired ? 2 : 1) };
  });
}

/** Draws pairs by the weight of their sizes, until the budget or patience is at an end; what comes twice counts twice. */
function drawCoalitions(
  list: CoalitionList,
  sizes: readonly Size[],
  { left, weightLeft, random }: { left: number; weightLeft: number; random: Random },
): void {
  const drawn = new CoalitionList(list.players);
  let element = 0;
  // Where few coalitions are left, most draws find one that is there already.
  for (let tries = 0; drawn.count + 2 <= left && tries < 4 * left; tries++) {
    let at = random.uniform(element++) * weightLeft;
    const { size } = sizes.find(({ weight }) => (at -= weight) < 0) ?? sizes.at(-1)!;
    const members = drawMembers(list.players, size, () => random.uniform(element++));
    drawn.add(members, 1);
    drawn.add(complementOf(members, list.players), 1);
  }
  list.addAll(drawn, weightLeft);
}

/** `size` of the players, each set as likely (Floyd's algorithm), in rising order. */
function drawMembers(players: number, size: number, uniform: () => number): number[] {
  const chosen = new Set<number>();
  for (let last = players - size; last < players; last++) {
    const candidate = Math.floor(uniform() * (last + 1));
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}

function* subsetsOf(players: number, size: number): Generator<number[]> {
  const members = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    yield [...members];
    let moving = size - 1;
    while (moving >= 0 && members[moving] === players - size + moving) moving--;
    if (moving < 0) return;
    members[moving]!++;
    for (let i = moving + 1; i < size; i++) members[i] = members[i - 1]! + 1;
  }
}

function complementOf(members: readonly number[], players: number): number[] {
  const inside = new Set(members);
  return Array.from({ length: players }, (_, player) => player).filter((player) => !inside.has(player));
}

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** Coalitions without repetition, in the order in which they came. */
class CoalitionList {
  private readonly places = new Map<string, number>();
  private readonly sets: (readonly number[])[] = [];
  private readonly weights: number[] = [];

  constructor(readonly players: number) {}

  get count(): number {
    return this.sets.length;
  }

  add(members: readonly number[], weight: number): void {
    const key = members.join();
    const place = this.places.get(key);
    if (place !== undefined) this.weights[place]! += weight;
    else {
      this.places.set(key, this.sets.length);
      this.sets.push(members);
      this.weights.push(weight);
    }
  }

  /** Adds all of another list, its weights scaled to `weight` in all. */
  addAll(other: CoalitionList, weight: number): void {
    const total = other.weights.reduce((sum, each) => sum + each, 0);
    other.sets.forEach((members, i) => this.add(members, (other.weights[i]! / total) * weight));
  }

  finish(): Pick<Coalitions, 'count' | 'members' | 'weights'> {
    const { players, sets } = this;
    const members = new Uint8Array(sets.length * players);
    sets.forEach((set, s) => {
      for (const player of set) members[s * players + player] = 1;
    });
    return { count: sets.length, members, weights: Float64Array.from(this.weights) };
  }
}
