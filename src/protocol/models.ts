import type { Spectrum, TensorSummary, Tile, TileRequest } from './tensorView.js';

/** A tensor as the header of its file speaks of it. */
export interface ListedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Number of values. */
  readonly size: number;
  readonly bytes: number;
  /** Why its values cannot be read, where that is known. */
  readonly problem: string | null;
}

/** An open model file: all but the values. */
export interface ModelListing {
  readonly format: string;
  /** Of the file. */
  readonly bytes: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** In the file's order; a tensor is spoken of by its place here. */
  readonly tensors: readonly ListedTensor[];
}

/** Two axes of a tensor as a matrix, the others held at one place each. */
export interface Slice {
  readonly axes: readonly [rows: number, cols: number];
  /** A place on each axis; those of `axes` do not matter. */
  readonly at: readonly number[];
}

/** A tensor of one of the models that a panel shows, by their places. */
export interface ModelTensorKey {
  readonly model: number;
  readonly tensor: number;
  /** Null: all of it. */
  readonly slice: Slice | null;
  /** Where it is a difference: what is taken off, of the same shape. */
  readonly minus: { readonly model: number; readonly tensor: number } | null;
}

/** What a row of the list says of a tensor. */
export interface TensorBrief {
  readonly tensor: number;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly nan: number;
  readonly inf: number;
  /** Equal bins from min to max. */
  readonly counts: readonly number[];
  /** Why it could not be read. */
  readonly problem: string | null;
}

/** How the values of a tensor are distributed in one of several models. */
export interface Distribution {
  readonly model: number;
  readonly mean: number | null;
  readonly std: number | null;
  /** Equal bins from `min` to `max`; both are null without a finite value. */
  readonly min: number | null;
  readonly max: number | null;
  readonly counts: readonly number[];
}

/** What one rule says of a file's tensors. */
export interface RuleFindings {
  readonly code: string;
  readonly title: string;
  /** What it means and why it matters. */
  readonly doc: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** What the values are compared with, and what both are. */
  readonly threshold: number;
  readonly unit: string;
  readonly source: string;
  /** In the file's order. */
  readonly tensors: readonly {
    readonly tensor: number;
    readonly message: string;
    readonly value: number;
    /** Number in row-major order of the first value that is meant; null where it is all of them. */
    readonly first: number | null;
  }[];
}

/** What is wrong with a file's weights, as far as they have been measured. */
export interface ModelFindings {
  /** Tensors that were looked at. */
  readonly measured: number;
  /** The worst first; rules that say nothing are left out. */
  readonly rules: readonly RuleFindings[];
}

/** How far a tensor moved from one model to another. */
export interface TensorDifference {
  /** Places in the first and in the second model. */
  readonly pair: readonly [before: number, after: number];
  readonly isSame: boolean;
  /** ‖Δ‖, ‖Δ‖ / ‖before‖, the cosine between both and max|Δ|; null where they could not be read or have no meaning. */
  readonly l2: number | null;
  readonly relative: number | null;
  readonly cosine: number | null;
  readonly maxAbs: number | null;
  /** ‖before‖ */
  readonly normBefore: number | null;
  /** Of Δ in equal bins; null where nothing moved. */
  readonly histogram: {
    readonly minimum: number;
    readonly maximum: number;
    readonly counts: readonly number[];
  } | null;
  /** Why it could not be read. */
  readonly problem: string | null;
}

/** What a panel may ask of the models that it shows. */
export interface ModelCalls {
  /** As many of these as a moment allows, in this order, at least one. */
  briefs: {
    args: { readonly model: number; readonly tensors: readonly number[] };
    reply: readonly TensorBrief[];
  };
  /** Of the tensors whose briefs have been given so far. */
  findings: { args: { readonly model: number }; reply: ModelFindings };
  /** Of a tensor that stands at the same place in each model: as many as a moment allows, in this order, at least one. */
  distributions: {
    args: { readonly models: readonly number[]; readonly tensor: number };
    reply: readonly Distribution[];
  };
  /** As many of these pairs as a moment allows, in this order, at least one. */
  differences: {
    args: {
      readonly model: number;
      readonly minus: number;
      readonly pairs: readonly (readonly [before: number, after: number])[];
    };
    reply: readonly TensorDifference[];
  };
  summary: { args: ModelTensorKey; reply: TensorSummary };
  tile: { args: ModelTensorKey & TileRequest; reply: Tile };
  spectrum: { args: ModelTensorKey; reply: Spectrum | null };
  /** These tensors alone are still of interest: whatever is under way for others ends. */
  keepOnly: { args: readonly ModelTensorKey[]; reply: null };
}

/** Where a worker finds a model: on the disk, or handed over. */
export type ModelOrigin = { readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };

/** What the host asks of the reader besides, in the user's name. */
export interface ModelFileCalls extends ModelCalls {
  /** The same for two models of the same tensors with the same values. */
  fingerprint: { args: { readonly model: number }; reply: string };
  /** Writes all values of a tensor to a file. */
  writeValues: {
    args: ModelTensorKey & { readonly path: string; readonly kind: 'npy' | 'csv' };
    reply: null;
  };
  /** The same file as bytes, for a place that is not on the disk; throws where they are too many. */
  encodeValues: {
    args: ModelTensorKey & { readonly kind: 'npy' | 'csv' };
    reply: Uint8Array;
  };
  stopWriting: { args: null; reply: null };
}

/** The worker that reads model files → host. */
export interface BesideCalls {
  /** All bytes of a file beside a model that was handed over, by its path from the model's folder. */
  readBeside: { args: { readonly model: number; readonly path: string }; reply: Uint8Array };
}

/** Host → the worker that reads model files. */
export interface ModelReaderCalls extends ModelFileCalls {
  /** Opens a file as model number `model`. */
  openModel: { args: { readonly model: number; readonly origin: ModelOrigin }; reply: ModelListing };
  /** Nobody asks for it any more: its files are let go. */
  closeModel: { args: { readonly model: number }; reply: null };
}
