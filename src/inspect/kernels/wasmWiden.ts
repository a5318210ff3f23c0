import type { ShortType, Widen } from '../../tensor/scratch.js';
import type { Kernel } from './kernel.js';

/** The kernels take so many at a time; what lies behind the last ones is widened with them. */
const stride = 8;

/** Widens the short types by the kernels. */
export function wasmWiden(kernel: Kernel): Widen {
  const { exports, floats } = kernel;
  const ways: Readonly<Record<ShortType, readonly [bytes: number, (count: number, to: number) => void]>> = {
    float16: [2, exports.widenFloat16],
    bfloat16: [2, exports.widenBfloat16],
    int16: [2, exports.widenInt16],
    uint16: [2, exports.widenUint16],
    int8: [1, exports.widenInt8],
    uint8: [1, exports.widenUint8],
  };
  const address = exports.values.value as number;
  const there = new Uint8Array(exports.memory.buffer, exports.patterns.value as number, 2 * floats.length);
  return (dtype, patterns, values) => {
    const [width, widen] = ways[dtype];
    const isHere = kernel.holds(values);
    for (let at = 0; at < values.length; at += floats.length) {
      const count = Math.min(floats.length, values.length - at);
      there.set(patterns.subarray(width * at, width * (at + count)));
      if (isHere && count % stride === 0) {
        widen(count, values.byteOffset + 4 * at);
        continue;
      }
      widen((count + stride - 1) & -stride, address);
      values.set(floats.subarray(0, count), at);
    }
  };
}
