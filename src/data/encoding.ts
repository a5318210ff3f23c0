/** Where encoded rows go, and what was found on the way. */
export interface EncodedFeatures {
  /** `rows · width`, row by row. */
  readonly inputs: Float32Array;
  readonly unseen: readonly UnseenCategory[];
  readonly tooLarge: readonly TooLarge[];
}

/** A category that training has not seen: its inputs are all zeros. */
export interface UnseenCategory {
  readonly column: string;
  readonly word: string;
  readonly row: number;
}

/** A number that single precision cannot hold. */
export interface TooLarge {
  readonly column: string;
  readonly value: number;
  readonly row: number;
}

/** Rows as they are encoded, block by block. */
export interface Encoding {
  readonly inputs: Float32Array;
  /** Inputs of one row. */
  readonly width: number;
  /** The rows of the table in the order in which they are encoded. */
  readonly rows: Uint32Array;
  readonly noteUnseen: (category: UnseenCategory) => void;
  readonly noteTooLarge: (number: TooLarge) => void;
}

/** Writes one feature of the encoded rows from `start` to `end`, its first input at `at`. */
export type FeatureWriter = (start: number, end: number, at: number) => void;

const largestFloat32 = 3.4028234663852886e38;

/** Not "larger than": where a scale overflowed, the encoded number is NaN. */
export function fitsFloat32(encoded: number): boolean {
  return Math.abs(encoded) <= largestFloat32;
}
