import { estimateCall } from './cost.js';
import { cutCall } from './parts.js';
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

/** By so much of its even share a part may be larger: cutting products costs a little. */
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
  const leastPart = Math.min(leastPartNanoseconds, least);
  const forEach = Math.min(
    partsForEach,
    Math.max(1, Math.floor(cost / threads / leastSharedPartNanoseconds)),
  );
  const parts = group.flatMap((call) => {
    const own = estimateCall(call);
    const affordable = leastPart > 0 ? Math.floor(own / leastPart) : Infinity;
    const share = (threads * own) / cost;
    const [count, most] = [share, forEach * share].map((parts) =>
      Math.min(Math.ceil(parts - spareShare), affordable),
    );
    return cutCall(call, count!, most!);
  });
  return parts.length > 1 ? [{ parts: inOrderOfTaking(parts) }] : inOrder;
}

/**
 * Parts are taken from both ends: the largest stand there, so that what is left in the end is small. Where hardly any is
 * larger than the others they stay as they are, neighbours beside each other.
 */
function inOrderOfTaking(parts: readonly KernelCall[]): readonly KernelCall[] {
  const costs = new Map(parts.map((part) => [part, estimateCall(part)]));
  const sorted = [...parts].sort((a, b) => costs.get(b)! - costs.get(a)!);
  const [largest, middle] = [sorted[0]!, sorted[sorted.length >> 1]!];
  if (costs.get(largest)! < mostlyEqual * costs.get(middle)!) return parts;
  const front = sorted.filter((_, index) => index % 2 === 0);
  const back = sorted.filter((_, index) => index % 2 === 1);
  return [...front, ...back.reverse()];
}
