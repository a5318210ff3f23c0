import type { Widen } from '../../tensor/scratch.js';
import type { Kernel } from './kernel.js';

/** The kernels take so many at a time; what lies behind the last ones is widened with them. */
const stride = 8;

/** Widens the short floats by the kernels. */
export function wasmWiden(kernel: Kernel): Widen {
  const { exports, values: room } = kernel;
  const there = new Uint16Array(exports.memory.buffer, exports.patterns.value as number, room.length);
  return (dtype, patterns, values) => {
    for (let at = 0; at < patterns.length; at += room.length) {
      const count = Math.min(room.length, patterns.length - at);
      there.set(patterns.subarray(at, at + count));
      const whole = (count + stride - 1) & -stride;
      if (dtype === 'float16') exports.widenFloat16(whole);
      else exports.widenBfloat16(whole);
      values.set(room.subarray(0, count), at);
    }
  };
}
