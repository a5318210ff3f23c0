// Random numbers that are a function of seed, purpose, step and element, to the bit those of `../../random.ts`.

/** lowbias32 by Chris Wellons. */
@inline
export function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x21f0aaad;
  x = (x ^ (x >> 15)) * 0xd35a2d97;
  return x ^ (x >> 15);
}

/** The first key of a stream. */
@inline
export function firstKey(seed: i32, purpose: i32, step: i32): u32 {
  return mix(mix(mix(<u32>seed) ^ (<u32>purpose * 0x9e3779b9)) ^ (<u32>(step + 1) * 0x85ebca6b));
}

/** The second, from the first. */
@inline
export function secondKey(first: u32): u32 {
  return mix(first ^ 0x6a09e667);
}
