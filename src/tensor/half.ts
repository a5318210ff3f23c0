/**
 * The short floating-point formats against f32. Widening is exact; narrowing rounds to the nearest, ties to
 * even, as IEEE 754 has it. Bit patterns are unsigned integers of the format's width.
 */
const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

interface Layout {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  /** e4m3fn (Micikevicius et al. 2022): no infinities, the one pattern of all ones is NaN. */
  readonly finiteOnly?: boolean;
}

const float16: Layout = { exponentBits: 5, mantissaBits: 10 };
const bfloat16: Layout = { exponentBits: 8, mantissaBits: 7 };
const float8e4m3fn: Layout = { exponentBits: 4, mantissaBits: 3, finiteOnly: true };
const float8e5m2: Layout = { exponentBits: 5, mantissaBits: 2 };

function widen(pattern: number, { exponentBits, mantissaBits, finiteOnly = false }: Layout): number {
  const sign = pattern >>> (exponentBits + mantissaBits) ? -1 : 1;
  const topExponent = (1 << exponentBits) - 1;
  const topMantissa = (1 << mantissaBits) - 1;
  const exponent = (pattern >>> mantissaBits) & topExponent;
  const mantissa = pattern & topMantissa;
  const bias = topExponent >> 1;
  if (exponent === topExponent && (!finiteOnly || mantissa === topMantissa)) {
    return finiteOnly || mantissa !== 0 ? NaN : sign * Infinity;
  }
  if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits);
  return sign * (1 + mantissa / (topMantissa + 1)) * 2 ** (exponent - bias);
}

function narrow(value: number, { exponentBits, mantissaBits, finiteOnly = false }: Layout): number {
  float[0] = value;
  const bits = word[0]!;
  const sign = (bits >>> 31) << (exponentBits + mantissaBits);
  const topExponent = (1 << exponentBits) - 1;
  const nan = finiteOnly
    ? (1 << (exponentBits + mantissaBits)) - 1
    : (topExponent << mantissaBits) | (1 << (mantissaBits - 1));
  if (Number.isNaN(value)) return sign | nan;

  const bias = topExponent >> 1;
  const magnitude = Math.abs(float[0]);
  const exponent = Math.max(((bits >>> 23) & 0xff) - 127, 1 - bias);
  // The spacing of the format around the value is a power of two: dividing by it is exact.
  const units = roundHalfEven(magnitude / 2 ** (exponent - mantissaBits));
  // Carrying into the next exponent is what adding the units to the exponent's place does by itself.
  const pattern = ((exponent + bias - 1) << mantissaBits) + units;
  const overflow = finiteOnly ? nan : topExponent << mantissaBits;
  return sign | (magnitude === Infinity || pattern >= overflow ? overflow : pattern);
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

export const float16ToFloat32 = (pattern: number): number => widen(pattern, float16);
/** bfloat16 is the upper half of an f32. */
export function bfloat16ToFloat32(pattern: number): number {
  word[0] = pattern << 16;
  return float[0]!;
}
export const float8e4m3fnToFloat32 = (pattern: number): number => widen(pattern, float8e4m3fn);
export const float8e5m2ToFloat32 = (pattern: number): number => widen(pattern, float8e5m2);

/** The values are taken as f32 first; what is too large becomes an infinity (e4m3fn: NaN). */
export const float32ToFloat16 = (value: number): number => narrow(value, float16);
export const float32ToBfloat16 = (value: number): number => narrow(value, bfloat16);
export const float32ToFloat8e4m3fn = (value: number): number => narrow(value, float8e4m3fn);
export const float32ToFloat8e5m2 = (value: number): number => narrow(value, float8e5m2);
