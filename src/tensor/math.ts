/**
 * exp, log, pow, sin, cos, tanh and erf that give the same bits on every machine: built on + − × ÷, sqrt and bit
 * operations alone, all of which IEEE 754 fixes. Math.* may differ from host to host in the last bit. The error
 * of each function, in units in the last place (ulp), stands with it and is tested against Math.*.
 *
 * Sources: W. J. Cody and W. Waite, Software Manual for the Elementary Functions (1980), and fdlibm (Sun, 1993)
 * for the reductions and the polynomials of exp, log, sin and cos.
 */
export const sqrt = Math.sqrt;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
const high = 1; // index of the word with sign and exponent: all hosts of WebAssembly are little-endian

const ln2High = 6.9314718036912381649e-1; // 21 low bits are zero, so that k · ln2High is exact
const ln2Low = 1.90821492927058770002e-10;

/** x · 2^exponent, for results in the normal range and a little beyond on both sides. */
function scaleByPowerOfTwo(x: number, exponent: number): number {
  const half = exponent >> 1;
  return x * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** 2^exponent for −1022 ≤ exponent ≤ 1023. */
function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[high] = (exponent + 1023) << 20;
  return bits[0]!;
}

/** x = mantissa · 2^exponent with √½ ≤ mantissa < √2, for finite x > 0. */
function splitExponent(x: number): { mantissa: number; exponent: number } {
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54: lifts subnormals
    exponent = -54;
  }
  bits[0] = x;
  exponent += (words[high]! >>> 20) - 1023;
  words[high] = (words[high]! & 0xfffff) | 0x3ff00000;
  let mantissa = bits[0];
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  return { mantissa, exponent };
}

/** e^x; error ≤ 1 ulp. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e^(x + low), where |low| is far below |x|: what pow needs. */
function expOfSum(x: number, low: number): number {
  if (!(x < 709.782712893384)) return x > 0 ? Infinity : x;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * Math.LOG2E);
  const upper = x - k * ln2High;
  const lower = k * ln2Low - low;
  const r = upper - lower;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return scaleByPowerOfTwo(1 - (lower - (r * c) / (2 - c) - upper), k);
}

/** The natural logarithm; NaN below 0, −∞ at 0; error ≤ 1 ulp. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const { mantissa, exponent } = splitExponent(x);
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series =
    z *
    (6.66666666666673513e-1 +
      z *
        (3.999999999940941908e-1 +
          z *
            (2.857142874366239149e-1 +
              z *
                (2.222219843214978396e-1 +
                  z *
                    (1.818357216161805012e-1 +
                      z * (1.531383769920937332e-1 + z * 1.479819860511658591e-1))))));
  const half = 0.5 * f * f;
  return exponent * ln2High - (half - (s * (half + series) + exponent * ln2Low) - f);
}

/** An unevaluated sum high + low, |low| ≤ ½ ulp of high (T. J. Dekker, 1971). */
interface Double {
  readonly high: number;
  readonly low: number;
}

function fastTwoSum(a: number, b: number): Double {
  const sum = a + b;
  return { high: sum, low: b - (sum - a) };
}

function twoProduct(a: number, b: number): Double {
  const product = a * b;
  const aTop = topHalf(a);
  const bTop = topHalf(b);
  const aRest = a - aTop;
  const bRest = b - bTop;
  return { high: product, low: aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest };
}

/** The upper 26 bits of a (Veltkamp). */
function topHalf(a: number): number {
  const shifted = a * 134217729; // 2^27 + 1
  return shifted - (shifted - a);
}

function multiplyDoubles(a: Double, b: Double): Double {
  const product = twoProduct(a.high, b.high);
  return fastTwoSum(product.high, product.low + a.high * b.low + a.low * b.high);
}

/** log x to about 2^-64 relative, for finite x > 0: twice artanh of (m − 1)/(m + 1), its first terms in doubles. */
function logAsDouble(x: number): Double {
  const { mantissa, exponent } = splitExponent(x);
  const f = mantissa - 1; // exact
  const divisor = fastTwoSum(mantissa >= 1 ? mantissa : 1, mantissa >= 1 ? 1 : mantissa);
  const quotient = f / divisor.high;
  const back = twoProduct(quotient, divisor.high);
  const s = fastTwoSum(quotient, (f - back.high - back.low - quotient * divisor.low) / divisor.high);
  const square = multiplyDoubles(s, s);
  let tail = 0;
  for (let n = 27; n >= 5; n -= 2) tail = tail * square.high + 1 / n;
  const third = { high: 1 / 3, low: 1.850371707708594e-17 };
  const factor = fastTwoSum(third.high, third.low + square.high * tail);
  const cubic = multiplyDoubles(multiplyDoubles(s, square), factor);
  const mantissaLog = fastTwoSum(2 * s.high, 2 * (s.low + cubic.low) + 2 * cubic.high);
  const upper = exponent * ln2High;
  const sum = upper === 0 ? mantissaLog : fastTwoSum(upper, mantissaLog.high);
  if (upper === 0) return sum;
  return fastTwoSum(sum.high, sum.low + (exponent * ln2Low + mantissaLog.low));
}

/** x to the power y, special cases as Math.pow's; error ≤ 2 ulp. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const magnitude = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (magnitude === 1) return NaN;
    return magnitude > 1 === y > 0 ? Infinity : 0;
  }
  const odd = Number.isInteger(y) && Math.abs(y % 2) === 1;
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  if (magnitude === 0 || magnitude === Infinity) return sign * ((magnitude === 0) === y > 0 ? 0 : Infinity);
  if (x < 0 && !Number.isInteger(y)) return NaN;
  if (magnitude === 1) return sign;
  const logarithm = logAsDouble(magnitude);
  const estimate = logarithm.high * y;
  if (Math.abs(estimate) > 760) return sign * (estimate > 0 ? Infinity : 0);
  if (Math.abs(y) > 1e300) return sign * (1 + estimate); // Dekker's split would overflow; the logarithm is tiny here
  const product = twoProduct(logarithm.high, y);
  return sign * expOfSum(product.high, product.low + logarithm.low * y);
}

/** sin of x + low for |x| ≤ π/4. */
function sinKernel(x: number, low: number): number {
  const z = x * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  const cube = z * x;
  return x - (z * (0.5 * low - cube * r) - low - cube * -1.66666666666666324348e-1);
}

/** cos of x + low for |x| ≤ π/4. */
function cosKernel(x: number, low: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z *
                (-2.75573143513906633035e-7 +
                  z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const rest = 1 - half;
  return rest + (1 - rest - half + (z * r - x * low));
}

/** sin or cos by quadrant: quadrant 0 is sin, 1 is cos. */
function sinOfQuadrant(quadrant: number, x: number, low: number): number {
  const value = (quadrant & 1) === 0 ? sinKernel(x, low) : cosKernel(x, low);
  return (quadrant & 2) === 0 ? value : -value;
}

const largestAngle = 1e6;
const halfPi = [1.57079632673412561417, 6.0771005063039659766e-11, 2.0222662487111664558e-21] as const; // 33 bits each
const halfPiRest = 8.47842766036889956997e-32;

function sinFromQuadrant(x: number, quadrant: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) > largestAngle) {
    throw new RangeError(`sin and cos take angles up to ±${largestAngle} rad, not ${x}.`);
  }
  const k = Math.round(x / 1.5707963267948966);
  const first = x - k * halfPi[0]; // exact, as k has at most 20 bits
  const second = first - k * halfPi[1];
  const lost = first - second - k * halfPi[1];
  const third = second - k * halfPi[2];
  const low = second - third - k * halfPi[2] + lost - k * halfPiRest;
  const r = third + low;
  return sinOfQuadrant((k + quadrant) & 3, r, third - r + low);
}

/** The sine of x radians, |x| ≤ 10⁶ (RangeError beyond); error ≤ 1 ulp. */
export function sin(x: number): number {
  return x === 0 ? x : sinFromQuadrant(x, 0);
}

/** The cosine of x radians, |x| ≤ 10⁶ (RangeError beyond); error ≤ 1 ulp. */
export function cos(x: number): number {
  return sinFromQuadrant(x, 1);
}

/** cos(2π · turns) for any finite number of turns, reduced exactly; error ≤ 2 ulp. */
export function cosTwoPi(turns: number): number {
  const part = turns - Math.floor(turns);
  const quarter = Math.round(part * 4);
  return sinOfQuadrant((quarter + 1) & 3, (part - quarter / 4) * 6.283185307179586, 0);
}

/** The hyperbolic tangent: Lambert's continued fraction near 0, exp elsewhere; error ≤ 3 ulp. */
export function tanh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > 20) return x > 0 ? 1 : -1;
  if (magnitude > 0.6) return Math.sign(x) * (1 - 2 / (exp(2 * magnitude) + 1));
  const square = x * x;
  let fraction = 19;
  for (let n = 17; n >= 1; n -= 2) fraction = n + square / fraction;
  return x / fraction;
}

/**
 * The error function: its series of positive terms (Abramowitz and Stegun 7.1.6) up to 2, Laplace's continued
 * fraction for erfc (7.1.14) beyond; error ≤ 8 ulp.
 */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 6)) return Number.isNaN(x) ? NaN : Math.sign(x);
  const square = x * x;
  if (magnitude < 2) {
    let term = x;
    let sum = 0;
    for (let n = 1; sum + term !== sum; n += 2) {
      sum += term;
      term *= (2 * square) / (n + 2);
    }
    return 1.1283791670955126 * exp(-square) * sum; // 2/√π
  }
  let fraction = magnitude;
  for (let n = 60; n >= 1; n--) fraction = magnitude + n / 2 / fraction;
  return Math.sign(x) * (1 - (0.5641895835477563 * exp(-square)) / fraction); // 1/√π
}

/** log(1 + x) for x ≥ 0, without losing a small x (W. Kahan); error ≤ 2 ulp. */
export function log1p(x: number): number {
  const sum = 1 + x;
  if (sum === 1 || sum === Infinity) return x;
  return log(sum) + (x - (sum - 1)) / sum;
}
