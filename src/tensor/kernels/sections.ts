import { estimateCall } from './cost.js';
import { cutCall, freeParts } from './parts.js';
import type { KernelCall } from './table.js';

/**
 * Below this a section is not worth its two meetings of all threads: under a microsecond while they are awake, some
 * fifty where a helper sleeps.
 */
export const leastSectionNanoseconds = 6000;
/** And this is the least that is worth a part of its own. */
const leastPartNanoseconds = 2000;

/**
 * Where that costs nothing a thread gets so many parts of a section, as long as they are not shorter than that: one that
 * is slower than others, as half of a laptop's are, or held up, then does fewer and holds up nobody for long.
 */
const partsForEach = 4;
const leastSharedPartNanoseconds = 25_000;

/** How long a thread's parts are to each other: what is taken last is short, so that all end together. */
const tapers = [[1], [2, 1], [2, 1, 1], [4, 2, 1, 1]] as const;

/** A call that is worth this much more than a number of threads is not cut for one more. */
const spareShare = 0.25;

/** How many times the middle part's cost the largest may have to count as equal. */
const mostlyEqual = 1.5;

/** Calls one after the other; or several of them, in parts, at the same time. */
export type Section = { readonly call: KernelCall } | { readonly parts: readonly KernelCall[] };

/**
 * A program for so many threads: what is worth it by the estimate of its cost in parts, the rest as it was. `least`
 * is what a section must cost, in nanoseconds.
 */
export function cutIntoSections(
  calls: readonly KernelCall[],
  threads: number,
  least = leastSectionNanoseconds,
): Section[] {
  return groupsOf(calls).flatMap((group) => sectionsOf(group, threads, least));
}

/** Each call with those that may run beside it. */
function groupsOf(calls: readonly KernelCall[]): KernelCall[][] {
  const groups: KernelCall[][] = [];
  for (const call of calls) {
    if (call.beside && groups.length > 0) groups.at(-1)!.push(call);
    else groups.push([call]);
  }
  return groups;
}

function sectionsOf(group: readonly KernelCall[], threads: number, least: number): Section[] {
  const cost = group.reduce((sum, call) => sum + estimateCall(call), 0);
  const inOrder = group.map((call) => ({ call }));
  if (threads <= 1 || cost < least) return inOrder;
  const forEach = clamp(Math.floor(cost / threads / leastSharedPartNanoseconds), 1, partsForEach);
  const leastPart = Math.min(leastPartNanoseconds, least);
  const parts = group.flatMap((call) => {
    const own = estimateCall(call);
    const affordable = leastPart > 0 ? Math.floor(own / leastPart) : Infinity;
    return cutForThreads(call, Math.min(Math.ceil((threads * own) / cost - spareShare), affordable), forEach);
  });
  return parts.length > 1 ? [{ parts: group.length > 1 ? inOrderOfTaking(parts, threads) : parts }] : inOrder;
}

/** The parts of a call for so many threads: long at both ends, where threads begin, and short where they meet. */
function cutForThreads(call: KernelCall, threads: number, forEach: number): KernelCall[] {
  if (threads < 1) return [call];
  const taper = tapers[clamp(Math.floor(freeParts(call) / threads), 1, forEach) - 1]!;
  const helpers = taper.flatMap((weight) => Array<number>(threads - 1).fill(weight));
  return cutCall(call, [...taper, ...helpers.reverse()]);
}

/**
 * The parts of several calls in the same way: one of each so many is for thread 0, which begins at the front. Where
 * hardly any is larger than the others they stay as they are, neighbours beside each other.
 */
function inOrderOfTaking(parts: readonly KernelCall[], threads: number): readonly KernelCall[] {
  const costs = new Map(parts.map((part) => [part, estimateCall(part)]));
  const sorted = [...parts].sort((a, b) => costs.get(b)! - costs.get(a)!);
  const [largest, middle] = [sorted[0]!, sorted[sorted.length >> 1]!];
  if (costs.get(largest)! < mostlyEqual * costs.get(middle)!) return parts;
  const front = sorted.filter((_, index) => index % threads === 0);
  const back = sorted.filter((_, index) => index % threads !== 0);
  return [...front, ...back.reverse()];
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
