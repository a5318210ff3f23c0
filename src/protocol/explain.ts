import type { SavedChart } from './savedChart.js';

/** What a feature is in a row: a number, a category, or nothing that is known. */
export type FeatureValue = number | string | null;

/** What absent features are replaced by: rows of the training data as they are, or centres of k-means. */
export interface BackgroundChoice {
  readonly kind: 'rows' | 'centres';
  readonly count: number;
}

/** How something is to be explained; what is null is chosen. */
export interface ExplainChoice {
  readonly method: string | null;
  readonly background: BackgroundChoice;
  /** In the unit of the method. */
  readonly samples: number | null;
  /** Of classes and labels: what of them is explained. */
  readonly output: 'logit' | 'probability';
  /** What the players of a picture are: patches of it, which is quicker, or its pixels. */
  readonly regions: 'patches' | 'pixels';
}

/** How the features of a picture lie on it. */
export interface PictureFacts {
  readonly height: number;
  readonly width: number;
  /** For each pixel, row by row, the feature that it belongs to. */
  readonly regionOf: Uint16Array;
}

/** What becomes of an explanation when the weights are drawn anew. */
export interface RandomizationCheck {
  readonly rows: number;
  /** Mean over rows and outputs of Spearman's rank correlation of the features, of |φ| and of φ; null: not defined. */
  readonly ofSizes: number | null;
  readonly ofValues: number | null;
}

/** How the model came to rely on its features. */
export interface ExplainHistory {
  /** Rising. */
  readonly epochs: readonly number[];
  readonly rows: number;
  /** Mean |φ|: `epochs · features · outputs`. */
  readonly means: Float32Array;
}

/** A run, or a checkpoint, and the rows that it is to explain. */
export interface ExplainTarget {
  /** Absolute path of a run's folder, or of a checkpoint. */
  readonly directory: string;
  /** Absolute path; null is what the run was trained on. */
  readonly data: string | null;
  /** The line of the data that is asked for, from 1; its row is explained first. */
  readonly line: number | null;
}

/** What is explained, by which method, against what. */
export interface ExplainFacts {
  readonly method: string;
  readonly exactness: 'exact' | 'sampled' | 'approximate';
  /** How often the model is asked, in words: `128 coalitions a row`; empty where that is not chosen. */
  readonly effort: string;
  /** Of the choice, where the method has one. */
  readonly samples: number | null;
  /** What a residual may be, in the unit of the outputs; null where the method does not promise to add up. */
  readonly bound: number | null;
  /** Every method, and what stands in the way of it. */
  readonly methods: readonly {
    readonly name: string;
    readonly doc: string;
    readonly obstacle: string | null;
  }[];
  readonly output: 'logit' | 'probability' | 'value';
  /** One name an output: classes, labels, the second of two classes, targets. */
  readonly outputs: readonly string[];
  /** Whether a row has one of several classes, so that a prediction is right or wrong. */
  readonly hasClasses: boolean;
  readonly features: readonly string[];
  /** Null where rows are no pictures. */
  readonly picture: PictureFacts | null;
  /** Whether a row is a text, its features the tokens in their order, its outputs what may follow. */
  readonly isText: boolean;
  /** Whether the target is a run, whose checkpoints can be explained too. */
  readonly isRun: boolean;
  readonly checkpoint: string;
  /** Absolute path. */
  readonly data: string;
  readonly background: BackgroundChoice & { readonly from: string };
  readonly seed: number;
  readonly baseValue: readonly number[];
  /** Rows that will be explained, and rows that there are. */
  readonly wantedRows: number;
  readonly allRows: number;
  /** The row that was asked for. */
  readonly asked: number | null;
  /** What is to be said besides; empty where all is well. */
  readonly warning: string;
}

/** One explained row. */
export interface ExplainedRecord {
  /** The row's number in its file, from 0, header not counted. */
  readonly row: number;
  /** From 1; null where the file has no lines. */
  readonly line: number | null;
  readonly split: 'training' | 'validation' | 'test' | null;
  /** One a feature. */
  readonly values: readonly FeatureValue[];
  /** Of a picture the mean of the channels of each pixel, as the data has it. */
  readonly pixels: Float32Array | null;
  /** One an output: what is explained, and probabilities or values. */
  readonly prediction: readonly number[];
  readonly probability: readonly number[];
  /** What is predicted and what is true, in words; null where that is not known. */
  readonly predicted: string;
  readonly truth: string | null;
  /** `features · outputs` */
  readonly phi: Float32Array;
  readonly residual: readonly number[];
}

/** Host → worker. */
export interface ExplainerCalls {
  /** Resolves when all rows are explained, or it was cancelled, or another one was asked for. */
  explain: {
    args: ExplainTarget & ExplainChoice;
    reply: { readonly seconds: number; readonly isCancelled: boolean };
  };
  /** Explains the rows whose residual is beyond the bound with more samples, until none is. */
  refine: { args: null; reply: { readonly seconds: number; readonly isCancelled: boolean } };
  cancel: { args: null; reply: null };
  /** Explains some of the rows with weights drawn anew and compares. Null where it was cancelled. */
  randomize: { args: null; reply: RandomizationCheck | null };
  /** Explains some of the rows at some of the run's checkpoints. Null where it was cancelled. */
  overCheckpoints: { args: null; reply: ExplainHistory | null };
}

/** Worker → host. */
export interface ExplainerEvents {
  facts: ExplainFacts;
  /** A row that came before is replaced. */
  rows: readonly ExplainedRecord[];
}

export type ExplainState = 'explaining' | 'explained' | 'cancelled' | 'failed';

/** All an explain panel needs to draw itself anew. */
export interface ExplainSnapshot extends ExplainTarget {
  /** What the panel is called after: its run's name, or its checkpoint's. */
  readonly name: string;
  readonly choice: ExplainChoice;
  readonly state: ExplainState;
  /** Why it failed. */
  readonly error: string | null;
  readonly facts: ExplainFacts | null;
  readonly rows: readonly ExplainedRecord[];
  /** Since it began, or what it took. */
  readonly seconds: number;
}

/** Host → panel. */
export interface ExplainPanelEvents {
  snapshot: ExplainSnapshot;
  /** What came since, at most ten times a second. */
  update: {
    readonly state: ExplainState;
    readonly error: string | null;
    readonly facts: ExplainFacts | null;
    readonly rows: readonly ExplainedRecord[];
    readonly seconds: number;
  };
}

/** Panel → host. */
export interface ExplainPanelCalls {
  ready: { args: null; reply: ExplainSnapshot };
  explain: { args: ExplainChoice; reply: null };
  refine: { args: null; reply: null };
  cancel: { args: null; reply: null };
  randomize: { args: null; reply: RandomizationCheck | null };
  overCheckpoints: { args: null; reply: ExplainHistory | null };
  /** Shows a row in its data file; with `open` also where the file is not in sight. */
  revealRow: { args: { readonly row: number; readonly open: boolean }; reply: null };
  saveChart: { args: SavedChart; reply: null };
}
