import { FormatError } from '../formats/formatError.js';
import { formatErrorOf } from './libraryError.js';

/** What a picture's file says of it before it is decoded. */
export interface PictureHeader {
  readonly kind: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
  readonly isGrey: boolean;
}

/** Larger pictures are not decoded: they would take the memory of a whole data set. */
const mostPixels = 2 ** 26;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function isPicture(bytes: Uint8Array): boolean {
  return isPng(bytes) || (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff);
}

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, i) => bytes[i] === byte);
}

/** Size and colour of a PNG or JPEG. Throws a `FormatError` where it is neither or has no header. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  if (!isPicture(bytes)) throw new FormatError('this is neither PNG nor JPEG', 0);
  const header = isPng(bytes) ? readPngHeader(bytes) : readJpegHeader(bytes);
  const { width, height } = header;
  if (width === 0 || height === 0 || width * height > mostPixels) {
    throw new FormatError(`a picture of ${width} × ${height} pixels cannot be read`, isPng(bytes) ? 16 : 0);
  }
  return header;
}

/** IHDR, the first chunk: width, height, depth, colour type (0 and 4 are grey). */
function readPngHeader(bytes: Uint8Array): PictureHeader {
  if (bytes.length < 33) throw new FormatError('the picture’s header is cut off', bytes.length);
  const view = viewOf(bytes);
  const isGrey = bytes[25] === 0 || bytes[25] === 4;
  return { kind: 'PNG', width: view.getUint32(16), height: view.getUint32(20), isGrey };
}

/** The start-of-frame segment, behind others of their own lengths (ITU T.81, B.2.2). */
function readJpegHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) throw new FormatError('a JPEG segment does not begin with 0xff', at);
    const marker = bytes[at + 1]!;
    // Fill bytes, and markers that stand alone.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { kind: 'JPEG', width, height, isGrey: bytes[at + 9] === 1 };
    } else at += 2 + view.getUint16(at + 2);
  }
  throw new FormatError('the JPEG ends before it tells its size', bytes.length);
}

/** The levels of a picture, channel after channel: one for grey, three for red, green and blue. Alpha is left out. */
export async function decodePicture(
  bytes: Uint8Array,
  { kind, width, height }: PictureHeader,
  channels: 1 | 3,
): Promise<Uint8Array> {
  const decode = kind === 'PNG' ? decodePng : decodeJpeg;
  const pixels = await decode(bytes).catch((error: Error) => {
    throw formatErrorOf(`the ${kind} is damaged`, error);
  });
  const count = width * height;
  if (pixels.length !== 4 * count) throw new FormatError(`the ${kind} is not of the size that it tells`, 0);
  return channels === 1 ? toGrey(pixels, count) : toColours(pixels, count);
}

async function decodePng(bytes: Uint8Array): Promise<Uint8Array> {
  const { PNG } = await import('pngjs');
  return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).data;
}

async function decodeJpeg(bytes: Uint8Array): Promise<Uint8Array> {
  const { decode } = await import('jpeg-js');
  const options = { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: 1024 } as const;
  return decode(bytes, options).data;
}

/** Luminance by ITU-R BT.601, in the whole numbers of Pillow's convert("L"). */
function toGrey(pixels: Uint8Array, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const [red, green, blue] = [pixels[4 * i]!, pixels[4 * i + 1]!, pixels[4 * i + 2]!];
    levels[i] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
  return levels;
}

function toColours(pixels: Uint8Array, count: number): Uint8Array {
  const levels = new Uint8Array(3 * count);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < count; i++) levels[channel * count + i] = pixels[4 * i + channel]!;
  }
  return levels;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
