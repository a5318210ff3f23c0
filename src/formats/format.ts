import type { DType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import type { ByteSource } from './byteSource.js';

/** A tensor as the file's header speaks of it; its values are read when asked for. */
export interface TensorInfo {
  readonly name: string;
  /** The type's usual name, or the format's own where it is none of ours (`Q4_K`). */
  readonly dtype: DType | (string & {});
  /** Outermost dimension first, whatever the format's own order. */
  readonly shape: readonly number[];
  /** Length of its values in the file. */
  readonly bytes: number;
}

/** An open model file: everything but the values. */
export interface OpenModel {
  /** Name of the format, as in the table. */
  readonly format: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** In the file's order. */
  readonly tensors: readonly TensorInfo[];
  /** What is odd about the file but does not keep it from being read. */
  readonly warnings: readonly string[];
  /** The values of one of `tensors`. Throws a FormatError where they cannot be read. */
  read(info: TensorInfo): Promise<Tensor>;
}

/** One model-file format. */
export interface Format {
  readonly name: string;
  /** One sentence: what it is and who writes it. */
  readonly doc: string;
  /** With the dot, in lower case. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file (`headBytes` of them, or the whole file) carry its signature. */
  matches(head: Uint8Array): boolean;
  /** Reads the header. Throws a FormatError where it is not what it should be. */
  open(source: ByteSource): Promise<OpenModel>;
}

/** How many bytes of a file `matches` is shown. */
export const headBytes = 64;
