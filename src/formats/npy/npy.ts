/**
 * NumPy's .npy (numpy/lib/format.py): a magic word, a version, the length of a header, the header as a literal of
 * Python, the values. Arrays of Python objects hold a pickle and are refused.
 */
import type { ByteSource } from '../byteSource.js';
import { denseTensor, unreadableTensor, countValues } from '../denseTensor.js';
import type { Format, ModelTensor } from '../format.js';
import { FormatError } from '../formatError.js';
import { openedModel } from '../openedModel.js';
import { stridedTensor } from '../stridedTensor.js';
import { readArrayType } from './elementType.js';
import { parseLiteral } from './literal.js';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const longestHeader = 2 ** 20;

export const npy: Format = {
  name: 'npy',
  doc: 'One array as NumPy’s save writes it.',
  knownBy: '`\\x93NUMPY` at byte 0.',
  reads:
    'versions 1 to 3; both byte orders and both orders of axes; complex numbers by their magnitude, `longdouble` rounded to a double.',
  leaves:
    'text, dates and structured types: listed without values. Arrays of Python objects are refused, since only running a pickle would read them.',
  extensions: ['.npy'],
  matches: (head) => magic.every((byte, i) => head[i] === byte),
  open: async (source) => {
    const tensor = await readArray(source, '');
    return openedModel({ format: 'npy', metadata: {}, tensors: [tensor], warnings: [] });
  },
};

/** An array of Python objects: a pickle, which is not read. */
export class ObjectArrayError extends FormatError {}

/** The array in a source that holds a .npy file. Throws a FormatError where it is none. */
export async function readArray(source: ByteSource, name: string): Promise<ModelTensor> {
  const start = await source.read(0, Math.min(12, source.size));
  if (start.length < 10 || !npy.matches(start))
    throw new FormatError('this is no .npy file: its first bytes are not \\x93NUMPY', 0);
  const [major] = start.subarray(6);
  if (major! < 1 || major! > 3) throw new FormatError(`version ${major} of .npy is not known; 1 to 3 are`, 6);
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const headerStart = major === 1 ? 10 : 12;
  if (start.length < headerStart) throw new FormatError('the header is cut off', start.length);
  const headerBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > Math.min(longestHeader, source.size - headerStart)) {
    throw new FormatError(
      `the header should be ${headerBytes} bytes long, but only ${source.size - headerStart} follow`,
      8,
    );
  }
  const header = await source.read(headerStart, headerBytes);
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(header);
  const fields = parseLiteral(text, headerStart);
  const fail = (message: string): never => {
    throw new FormatError(message, headerStart);
  };
  if (!(fields instanceof Map)) return fail('the header is no dictionary');

  const [, descrText = ''] =
    /['"]descr['"]\s*:\s*(.*?)\s*,\s*['"](?:fortran_order|shape)['"]/s.exec(text) ?? [];
  const type = readArrayType(fields.get('descr'), descrText);
  if (!type) return fail(`the element type ${descrText || 'of the header'} is not known`);
  if (type.isObject) {
    throw new ObjectArrayError(
      'the array holds Python objects, as a pickle: refused. Save it as an array of numbers',
      headerStart,
    );
  }
  const shape = fields.get('shape');
  const isShape =
    Array.isArray(shape) && shape.every((n): n is number => Number.isSafeInteger(n) && Number(n) >= 0);
  if (!isShape) return fail('the shape in the header is no tuple of whole numbers from 0');
  const { dtype, codec } = type;
  if (!codec)
    return unreadableTensor(
      { name, dtype, shape },
      'its values are no numbers',
      source.size - headerStart - headerBytes,
      headerStart,
    );

  const byteOffset = headerStart + headerBytes;
  if (fields.get('fortran_order') !== true)
    return denseTensor({ name, dtype, shape, source, byteOffset, codec });
  const size = countValues(name, shape);
  const strides = shape.map((_, i) => shape.slice(0, i).reduce((product, n) => product * n, 1));
  const storageSize = Math.floor((source.size - byteOffset) / codec.blockBytes);
  if (size > storageSize)
    return fail(`the shape (${shape.join(', ')}) needs ${size} values, only ${storageSize} are there`);
  return stridedTensor({ name, dtype, shape, strides, offset: 0, storageSize, source, byteOffset, codec });
}
