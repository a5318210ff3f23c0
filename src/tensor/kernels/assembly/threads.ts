// Sections: parts of a program that do not depend on each other, on whatever threads have time for them. Thread 0
// walks the program and offers each section; all take parts until none is left, and thread 0 goes on when all parts
// are done. Who does a part makes no difference to its bytes; a thread that comes late finds less to do. Thread 0 begins
// at the front and helpers at the back, so that step for step most of what a thread needs is in its own cache.
//
// A section is `[sectionNumber, parts, end, address of each part …]` in 8-byte words, a part a program by itself.
import { run } from './dispatch';

// Words of the gate, each on a cache line of its own.
/**
 * i64: the address of the section on offer in the high half; in the low how many of its parts were taken from the front
 * (thread 0), and above that, from bit 16, from the back (helpers).
 */
const offered: usize = 0;
const fromFront: i64 = 1;
const fromBack: i64 = 1 << 16;
/** i32: parts done. */
const done: usize = 64;
/** i32: helpers asleep. */
const sleepers: usize = 128;
/** i32: whether thread 0 sleeps. */
const awaited: usize = 192;
/** i32: 1 when a helper has failed. */
const failed: usize = 256;
/** i32: helpers that have come to the gate. */
const present: usize = 320;

/** In place of a section's address: helpers go home. */
const closed: usize = 1;
/** Looks at the gate before sleeping: some 50 µs, several times what waking up takes. */
const patience = 20_000;

let gate: usize = 0;

export function gateBytes(): i32 {
  return 384;
}

/** Where the gate stands: zeros at first. */
export function setGate(address: usize): void {
  gate = address;
}

@inline
function partsOf(section: usize): i32 {
  return load<i32>(section, 8);
}

@inline
function sectionOf(offer: i64): usize {
  return <usize>(<u64>offer >> 32);
}

/** Runs a section, with whoever helps; returns the address behind it. */
export function runSection(section: usize): usize {
  const parts = partsOf(section);
  atomic.store<i32>(gate, 0, done);
  atomic.store<i64>(gate, <i64>section << 32, offered);
  const asleep = atomic.load<i32>(gate, sleepers);
  if (asleep > 0) atomic.notify(gate + offered, min(asleep, parts - 1));
  takeParts(fromFront);
  let looks = 0;
  for (let count = atomic.load<i32>(gate, done); count < parts; count = atomic.load<i32>(gate, done)) {
    if (atomic.load<i32>(gate, failed) != 0) break;
    if (++looks < patience) continue;
    atomic.store<i32>(gate, 1, awaited);
    atomic.wait<i32>(gate + done, count, -1);
    atomic.store<i32>(gate, 0, awaited);
  }
  return load<u32>(section, 16);
}

@inline
function frontOf(offer: i64): i32 {
  return <i32>offer & 0xffff;
}

@inline
function backOf(offer: i64): i32 {
  return <i32>(<u32>offer >> 16);
}

/** How many parts of the section on offer were taken. */
@inline
function takenOf(offer: i64): i32 {
  return frontOf(offer) + backOf(offer);
}

/** Takes parts of the section on offer, from the front or from the back, until none is left. */
function takeParts(end: i64): void {
  for (;;) {
    const offer = atomic.add<i64>(gate, end, offered);
    const section = sectionOf(offer);
    if (section == closed || takenOf(offer) >= partsOf(section)) return;
    const part = end == fromFront ? frontOf(offer) : partsOf(section) - 1 - backOf(offer);
    run(load<u32>(section + 24 + (<usize>part << 3)));
    atomic.add<i32>(gate, 1, done);
    if (atomic.load<i32>(gate, awaited) != 0) atomic.notify(gate + done, 1);
  }
}

/** What a helper does: parts of every section that is offered, until the gate is closed. */
export function help(): void {
  atomic.add<i32>(gate, 1, present);
  atomic.notify(gate + present, 1);
  let looks = 0;
  for (;;) {
    const offer = atomic.load<i64>(gate, offered);
    const section = sectionOf(offer);
    if (section == closed) return;
    if (section != 0 && takenOf(offer) < partsOf(section)) {
      takeParts(fromBack);
      looks = 0;
    } else if (++looks >= patience) {
      atomic.add<i32>(gate, 1, sleepers);
      atomic.wait<i32>(gate + offered, <i32>offer, -1);
      atomic.sub<i32>(gate, 1, sleepers);
      looks = 0;
    }
  }
}

/** Waits until so many helpers have come, each at most so many nanoseconds after the one before; whether all have. */
export function waitForHelpers(count: i32, nanoseconds: i64): bool {
  for (let come = atomic.load<i32>(gate, present); come < count; come = atomic.load<i32>(gate, present)) {
    if (atomic.wait<i32>(gate + present, come, nanoseconds) == AtomicWaitResult.TIMED_OUT) return false;
  }
  return true;
}

/** Sends the helpers home. */
export function closeGate(): void {
  atomic.store<i64>(gate, <i64>closed << 32, offered);
  atomic.notify(gate + offered, -1);
}

/** A helper goes. Where the gate is not closed it has failed, and nobody may wait for its part. */
export function leave(): void {
  if (sectionOf(atomic.load<i64>(gate, offered)) == closed) return;
  atomic.store<i32>(gate, 1, failed);
  atomic.notify(gate + done, 1);
}

export function hasFailed(): bool {
  return atomic.load<i32>(gate, failed) != 0;
}
