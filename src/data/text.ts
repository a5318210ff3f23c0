import { decodePieces, detectEncoding } from './decode.js';
import { readUnpacked, type DataFiles, type Unreadable } from './files.js';

/** Told of beside the tables of `sources`. */
export const text = {
  name: 'Text',
  doc: 'For the task `language`: any plain text. Its characters are the tokens, the vocabulary is that of the training part; each row holds `context` characters (64 where it is not given), and at each position the next one is predicted. The text is split by position: the last part validates. It needs no `target`.',
};

/** Characters as code points, in the order of the text. */
export type Characters = Uint32Array;

const pieceBytes = 1 << 20;

/** Larger files are not read into memory, where a character takes up to 16 bytes. */
const mostBytes = 2 ** 27;

/** The characters of a text file. */
export async function readText(files: DataFiles, path: string): Promise<Characters | Unreadable> {
  const read = await readUnpacked(files, path);
  if ('problem' in read) return read;
  if (read.bytes.length <= mostBytes) return decodeCharacters(read.bytes, path);
  const message = `${path} has ${read.bytes.length >> 20} MB of text; at most ${mostBytes >> 20} MB can be held: train on a part of it.`;
  return { problem: { severity: 'error', code: 'data-too-large', message, file: path } };
}

/** The characters in whatever encoding it is; a byte-order mark is none of them. */
function decodeCharacters(bytes: Uint8Array, file: string): Characters | Unreadable {
  const encoding = detectEncoding(bytes);
  const isWide = encoding.label.startsWith('utf-16');
  if (encoding.zeroAt !== undefined) {
    const message = `${file} is no text: there is a NUL byte in it (at byte ${encoding.zeroAt}).`;
    return { problem: { severity: 'error', code: 'binary-file', message, file } };
  }
  // No encoding takes less than a byte a character.
  const characters = new Uint32Array(isWide ? bytes.length >> 1 : bytes.length);
  let count = 0;
  for (const piece of decodePieces(bytes, encoding, pieceBytes)) {
    for (let i = 0; i < piece.length; i++) {
      const character = piece.codePointAt(i)!;
      if (character > 0xffff) i++;
      characters[count++] = character;
    }
  }
  return characters.subarray(0, count);
}

/** The different characters, sorted by code point: what a character's token is the index into. */
export function vocabularyOf(characters: Characters): string[] {
  const found = new Set(characters);
  return [...found].sort((a, b) => a - b).map((character) => String.fromCodePoint(character));
}

export interface Tokens {
  /** Indices into the vocabulary. */
  readonly tokens: Uint32Array;
  /** Characters that the vocabulary has not, how often each; they are left out. */
  readonly unknown: ReadonlyMap<string, number>;
}

export function tokenize(characters: Characters, vocabulary: readonly string[]): Tokens {
  const tokenOf = new Map(vocabulary.map((character, token) => [character.codePointAt(0)!, token]));
  const tokens = new Uint32Array(characters.length);
  const unknown = new Map<string, number>();
  let count = 0;
  for (const character of characters) {
    const token = tokenOf.get(character);
    if (token !== undefined) tokens[count++] = token;
    else {
      const written = String.fromCodePoint(character);
      unknown.set(written, (unknown.get(written) ?? 0) + 1);
    }
  }
  return { tokens: tokens.subarray(0, count), unknown };
}
