import type { Task } from './task.js';

/** All that must be repeated at prediction. Plain JSON: it travels in every checkpoint's metadata. */
export interface Preprocessing {
  readonly version: 1;
  readonly task: Task;
  /** None of a language: its inputs are tokens, indices into the classes of the target. */
  readonly features: readonly FeatureEncoding[];
  /** Width of an encoded row. */
  readonly inputs: number;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly target: TargetEncoding;
  readonly missing: 'error' | 'drop' | 'mean';
  /** Words that count as missing besides the empty cell and `NA`. */
  readonly missingValues: readonly string[];
  readonly header: boolean;
}

export type FeatureEncoding =
  | {
      readonly kind: 'number';
      readonly column: string;
      readonly offset: number;
      readonly scale: number;
      readonly fill: number | null;
    }
  | {
      readonly kind: 'category';
      readonly column: string;
      readonly categories: readonly string[];
      readonly fill: string | null;
    }
  | {
      /** Every element alike: encoded = (value − offset) · scale. A picture's levels are divided by 255. */
      readonly kind: 'array';
      readonly column: string;
      readonly shape: readonly number[];
      readonly offset: number;
      readonly scale: number;
      readonly fill: number | null;
    };

/** Encoded value = (value − offset) · scale. */
export type TargetEncoding =
  | {
      readonly kind: 'class';
      readonly column: string;
      readonly classes: readonly (string | number)[];
      /** Of a language: a class for each position of a row. Absent: one a row. */
      readonly positions?: number;
    }
  | { readonly kind: 'labels'; readonly columns: readonly string[] }
  | {
      readonly kind: 'values';
      readonly columns: readonly string[];
      readonly offset: readonly number[];
      readonly scale: readonly number[];
    };
