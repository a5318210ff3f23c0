/** The 16-bit floating-point formats as f32, exactly, by their bits: several times as fast as looking each one up. */

/** From an exponent with a bias of 15 to one of 127. */
const rebias = 2 ** 112;

/** Subnormal numbers come right by the same product; infinities and NaN have the top exponent set beforehand. */
export function widenFloat16(patterns: Uint16Array, values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    const top = (pattern & 0x7c00) === 0x7c00 ? 0x7f800000 : 0;
    words[i] = ((pattern & 0x8000) << 16) | ((pattern & 0x7fff) << 13) | top;
  }
  for (let i = 0; i < patterns.length; i++) values[i]! *= rebias;
}

/** bfloat16 is the upper half of an f32. */
export function widenBfloat16(patterns: Uint16Array, values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < patterns.length; i++) words[i] = patterns[i]! << 16;
}
