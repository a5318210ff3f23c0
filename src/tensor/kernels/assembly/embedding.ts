// Vectors of tokens, gathered and their gradients added up, and what is added to every sample alike.

/** A NaN and all below 0 are the first token, all beyond the vocabulary the last. */
@inline
function tokenOf(tokens: usize, row: i32, positions: i32, tokenLd: i32, vocabulary: i32): i32 {
  const sample = row / positions;
  const given = load<f32>(tokens + (<usize>(sample * tokenLd + row - sample * positions) << 2));
  return given >= 0 ? <i32>min<f32>(given, <f32>(vocabulary - 1)) : 0;
}

export function embeddingForward(
  tokens: usize,
  weight: usize,
  y: usize,
  rows: i32,
  rows4: i32,
  positions: i32,
  tokenLd: i32,
  vocabulary: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  for (let r = 0; r < rows; r++, y += stride) {
    const from = weight + <usize>tokenOf(tokens, r, positions, tokenLd, vocabulary) * stride;
    for (let j: usize = 0; j < stride; j += 16) v128.store(y + j, v128.load(from + j));
  }
  clear(y, <usize>(rows4 - rows) * stride);
}

export function embeddingBackward(
  tokens: usize,
  dy: usize,
  dWeight: usize,
  rows: i32,
  positions: i32,
  tokenLd: i32,
  vocabulary: i32,
  ld: i32,
): void {
  const stride = <usize>(ld * 4);
  clear(dWeight, <usize>vocabulary * stride);
  for (let r = 0; r < rows; r++, dy += stride) {
    const to = dWeight + <usize>tokenOf(tokens, r, positions, tokenLd, vocabulary) * stride;
    for (let j: usize = 0; j < stride; j += 16) {
      v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(dy + j)));
    }
  }
}

@inline
function clear(from: usize, bytes: usize): void {
  for (const end = from + bytes; from < end; from += 16) v128.store(from, f32x4.splat(0));
}

export function addRepeated(x: usize, addend: usize, y: usize, count: i32, period: i32): void {
  const end = x + <usize>count * 4;
  const bytes = <usize>period * 4;
  while (x < end) {
    const stop = min(x + bytes, end);
    for (let p = addend; x < stop; x += 16, y += 16, p += 16) {
      v128.store(y, f32x4.add(v128.load(x), v128.load(p)));
    }
  }
}

export function sumRepeated(x: usize, out: usize, count: i32, period: i32): void {
  const end = x + <usize>count * 4;
  const bytes = <usize>period * 4;
  for (let p: usize = 0; p < bytes; p += 16) v128.store(out + p, v128.load(x + p));
  for (x += bytes; x < end; x += bytes) {
    for (let p: usize = 0; p < bytes; p += 16) {
      v128.store(out + p, f32x4.add(v128.load(out + p), v128.load(x + p)));
    }
  }
}
