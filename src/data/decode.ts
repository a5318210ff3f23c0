/** Which of the encodings that tables come in a file has, and its text in pieces, so that no string holds a whole file. */

export interface Encoding {
  /** A label that TextDecoder knows. */
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr' | 'windows-1252';
  /** Bytes of the byte-order mark. */
  readonly skip: number;
  /** Neither a mark nor valid UTF-8: the label is a guess that the user should hear of. */
  readonly guessed: boolean;
  /** Where the first zero byte stands, which no text has; absent: there is none, or the encoding is full of them. */
  readonly zeroAt?: number;
  /** Nothing but ASCII: every decoder gives the same, the plainest is the fastest. */
  readonly ascii?: boolean;
}

const sampleBytes = 1 << 16;

/** Reads the mark where there is one, else tries UTF-8 over the whole file, else guesses between Korean and Western. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    const { isAscii: _, ...found } = surveyBytes(bytes);
    return { label: 'utf-8', skip: 3, guessed: false, ...found };
  }
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', skip: 2, guessed: false };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', skip: 2, guessed: false };
  const unmarked = detectUnmarkedUtf16(bytes);
  if (unmarked) return { label: unmarked, skip: 0, guessed: true };
  const { isAscii, ...found } = surveyBytes(bytes);
  if (isAscii) return { label: 'utf-8', skip: 0, guessed: false, ...found, ascii: true };
  if (decodes(bytes, 'utf-8')) return { label: 'utf-8', skip: 0, guessed: false, ...found };
  const korean = mostlyDoubleBytes(bytes) && decodes(bytes, 'euc-kr');
  return { label: korean ? 'euc-kr' : 'windows-1252', skip: 0, guessed: true, ...found };
}

/** The text in pieces of about `pieceBytes` bytes; characters are never cut in two. Undecodable bytes become U+FFFD. */
export function* decodePieces(
  bytes: Uint8Array,
  encoding: Encoding,
  pieceBytes: number,
): Generator<string, void, void> {
  const decoder = new TextDecoder(encoding.ascii ? 'windows-1252' : encoding.label);
  for (let start = encoding.skip; start < bytes.length; start += pieceBytes) {
    yield decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: !encoding.ascii });
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Whether all bytes are ASCII, and where the first zero stands, four bytes at a time. */
function surveyBytes(bytes: Uint8Array): { readonly isAscii: boolean; readonly zeroAt?: number } {
  const misaligned = Math.min(bytes.length, (4 - (bytes.byteOffset & 3)) & 3);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + misaligned, (bytes.length - misaligned) >> 2);
  let highBits = 0;
  let zeroBits = 0;
  const edges = [...bytes.subarray(0, misaligned), ...bytes.subarray(misaligned + 4 * words.length)];
  for (const byte of edges) {
    highBits |= byte;
    if (byte === 0) zeroBits = 0x80;
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    highBits |= word;
    // The high bit of a byte stays where taking 1 borrows from a byte that had none (Mycroft).
    zeroBits |= (word - 0x01010101) & ~word;
  }
  return {
    isAscii: (highBits & 0x80808080) === 0,
    ...((zeroBits & 0x80808080) === 0 ? {} : { zeroAt: bytes.indexOf(0) }),
  };
}

function decodes(bytes: Uint8Array, label: string): boolean {
  const decoder = new TextDecoder(label, { fatal: true });
  try {
    for (let start = 0; start < bytes.length; start += 1 << 20) {
      decoder.decode(bytes.subarray(start, start + (1 << 20)), { stream: true });
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** ASCII text in UTF-16 has a zero in every other byte. */
function detectUnmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, sampleBytes) & ~1;
  if (length < 4) return null;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  const pairs = length / 2;
  if (zeros[1]! > 0.7 * pairs && zeros[0]! < 0.05 * pairs) return 'utf-16le';
  if (zeros[0]! > 0.7 * pairs && zeros[1]! < 0.05 * pairs) return 'utf-16be';
  return null;
}

/** In Korean text bytes above 0xA0 come in pairs; in Western text an accented letter mostly stands alone. */
function mostlyDoubleBytes(bytes: Uint8Array): boolean {
  let pairs = 0;
  let singles = 0;
  for (let i = 0; i < bytes.length && pairs + singles < 4096; i++) {
    if (bytes[i]! < 0x81) continue;
    if (bytes[i + 1]! >= 0xa1) {
      pairs++;
      i++;
    } else singles++;
  }
  return pairs > singles;
}
