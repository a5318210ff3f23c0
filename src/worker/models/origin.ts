import type { OpenModel } from '../../formats/format.js';
import type { ModelOrigin } from '../../protocol/models.js';

/** An open model; `bytes` are those of the file. */
export interface OpenedOrigin {
  readonly opened: OpenModel;
  readonly bytes: number;
  /** Lets its files go; absent where it holds none. */
  readonly close?: () => Promise<void>;
}

/** Gives all bytes of a file beside a model, by its path from the model's folder. */
export type ReadBeside = (path: string) => Promise<Uint8Array>;

/** Opens a model where it lies; `readBeside` is for what was handed over. */
export type OpenOrigin = (origin: ModelOrigin, readBeside: ReadBeside) => Promise<OpenedOrigin>;
