import type { Background, ExplainedModel } from './explainedModel.js';
import type { Player } from './player.js';

/** What is to be explained, and against what. */
export interface Question {
  readonly model: ExplainedModel;
  readonly players: readonly Player[];
  readonly background: Background;
  readonly seed: number;
  /** How much a sampling method may ask of the model, in its own unit; absent: its default. */
  readonly samples?: number;
}

/** A method made ready for one question. */
export interface Explainer {
  /** For each output. */
  readonly baseValue: Float64Array;
  /**
   * Attributions φ of `count` rows for the wanted outputs: `count · players · outputs.length`. What a row gets
   * does not depend on the rows beside it.
   */
  explain(rows: Float32Array, count: number, outputs: readonly number[]): Float64Array;
}

/** One way to say how much each feature moved a prediction. */
export interface ExplainMethod {
  readonly name: string;
  /** What it computes, what it assumes, what it costs. */
  readonly doc: string;
  /** The paper. */
  readonly source: string;
  /** Whether φ are the Shapley values of the game, an estimate of them, or something else. */
  readonly exactness: 'exact' | 'sampled' | 'approximate';
  /** What |base + Σφ − f(x)| may be, as a share of the outputs' spread; absent where it does not add up. */
  readonly tolerance?: number;
  /** What `Question.samples` counts, and how many are taken of so many players where nobody says; absent where there is nothing to choose. */
  readonly samples?: { readonly unit: string; standard(players: number): number };
  /** What stands in the way of this question and what to use instead; null where nothing does. */
  obstacle?(question: Question): string | null;
  prepare(question: Question): Explainer;
}

export function defineMethod(method: ExplainMethod): ExplainMethod {
  return method;
}
