import type { DType } from '../../tensor/dtype.js';
import { complexCodec, plainCodec, swapBytes, type Codec } from '../codec.js';
import type { Literal } from './literal.js';

/** How the values of an array stand; without a codec they are no numbers. */
export interface ArrayType {
  readonly dtype: string;
  readonly codec?: Codec;
  /** Python objects, which only a pickle can hold. */
  readonly isObject?: boolean;
}

const plainTypes: Readonly<Record<string, DType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/** The type that a `descr` of NumPy means; `text` is how it stands in the header. */
export function readArrayType(descr: Literal | undefined, text: string): ArrayType | undefined {
  if (Array.isArray(descr)) {
    // A structured type is no number; one that holds objects is refused as they are.
    return { dtype: text.replaceAll("'|S", "'S"), isObject: /'[<>|=]?O\d*'/.test(text) };
  }
  if (typeof descr !== 'string') return undefined;
  const [, order, kind, width, unit] = /^([<>|=]?)([biufcSUVOmM])(\d*)(\[\w+\])?$/.exec(descr) ?? [];
  if (kind === undefined) return undefined;
  const bigEndian = order === '>';
  if (kind === 'O') return { dtype: 'object', isObject: true };
  if (kind === 'M' || kind === 'm')
    return { dtype: `${kind === 'M' ? 'datetime64' : 'timedelta64'}${unit ?? ''}` };
  const plain = plainTypes[`${kind}${width}`];
  if (plain) return { dtype: plain, codec: plainCodec(plain, bigEndian) };
  if (kind === 'c' && width === '8') return { dtype: 'complex64', codec: complexCodec(4, bigEndian) };
  if (kind === 'c' && width === '16') return { dtype: 'complex128', codec: complexCodec(8, bigEndian) };
  if (kind === 'f' && width === '16') return { dtype: 'float128', codec: extendedCodec(bigEndian) };
  return { dtype: descr };
}

/** x87's 80 bits in 16 bytes, which is what NumPy's `longdouble` is on most machines: rounded to a double. */
function extendedCodec(bigEndian: boolean): Codec {
  return {
    blockValues: 1,
    blockBytes: 16,
    decode: (given) => {
      const bytes = bigEndian ? swapBytes(given, 16) : given;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return Float64Array.from({ length: bytes.length / 16 }, (_, i) => {
        const mantissa = Number(view.getBigUint64(16 * i, true)) / 2 ** 63;
        const head = view.getUint16(16 * i + 8, true);
        const sign = head & 0x8000 ? -1 : 1;
        const exponent = head & 0x7fff;
        if (exponent === 0x7fff) return mantissa === 1 ? sign * Infinity : NaN;
        return sign * mantissa * 2 ** (Math.max(exponent, 1) - 16383);
      });
    },
  };
}
