import type { DType } from '../tensor/dtype.js';
import type { Scratch } from '../tensor/scratch.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Values } from '../tensor/values.js';
import type { ByteSource } from './byteSource.js';

/** A tensor as the file's header speaks of it. */
export interface TensorInfo {
  readonly name: string;
  /** The type's usual name, or the format's own where it is none of ours (`Q4_K`). */
  readonly dtype: DType | (string & {});
  /** Outermost dimension first, whatever the format's own order. */
  readonly shape: readonly number[];
  /** Length of its values in the file; for a view, of the values it shows. */
  readonly bytes: number;
}

/** A tensor of an open file; its values are read when asked for, in pieces. */
export interface ModelTensor extends TensorInfo {
  /** Number of values. */
  readonly size: number;
  /** Why its values cannot be read, where that is known already; `read` throws it as a FormatError. */
  readonly problem?: string;
  /**
   * Values `offset` to `offset + length` in row-major order, whatever the file's own order and type: quantised
   * ones as the numbers they stand for, complex ones as their magnitude. May be a view of the source's bytes:
   * not to be written to. May lie in the room of `scratch`. Throws a FormatError where they cannot be read.
   */
  read(offset: number, length: number, scratch?: Scratch): Promise<Values>;
  /** All values as they stand in the file; only where that is little-endian, row-major and of a type of ours. */
  readBytes?(): Promise<Uint8Array>;
}

/** An open model file: everything but the values. */
export interface OpenModel {
  /** Name of the format, as in the table. */
  readonly format: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** In the file's order. */
  readonly tensors: readonly ModelTensor[];
  /** What is odd about the file but does not keep it from being read. More may come while values are read. */
  readonly warnings: readonly string[];
  /** All values of one of `tensors`. Throws a FormatError where they cannot be read. */
  read(info: TensorInfo): Promise<Tensor>;
}

/** Opens a file by its path relative to the model's folder; throws a FormatError where that cannot be. */
export type OpenBeside = (path: string) => Promise<ByteSource>;

/** One model-file format. */
export interface Format {
  readonly name: string;
  /** One sentence: what it is and who writes it. */
  readonly doc: string;
  /** What files of it are known by, whatever their name. */
  readonly knownBy: string;
  /** What of it is read. */
  readonly reads: string;
  /** What of it is not read, and what becomes of that. */
  readonly leaves: string;
  /** With the dot, in lower case. */
  readonly extensions: readonly string[];
  /** Whether the first bytes of a file (`headBytes` of them, or the whole file) carry its signature. */
  matches(head: Uint8Array): boolean;
  /** For formats in a zip archive: whether it is theirs, by the names of what it holds. */
  matchesArchive?(names: readonly string[]): boolean;
  /** Reads the header. Throws a FormatError where it is not what it should be. */
  open(source: ByteSource, openBeside?: OpenBeside): Promise<OpenModel>;
}

/** How many bytes of a file `matches` is shown. */
export const headBytes = 512;
