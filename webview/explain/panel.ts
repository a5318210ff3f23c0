import type { ExplainFacts, ExplainPanelCalls, ExplainedRecord } from '../../src/protocol/explain.js';
import type { ChartHost } from '../parts/part.js';
import type { FeatureScale } from './featureScale.js';
import type { ExplainModel } from './model.js';
import type { Summary } from './summary.js';
import type { ViewState } from './viewState.js';

/** What is drawn: the rows that pass the filter, for the chosen output. */
export interface Shown {
  readonly facts: ExplainFacts;
  readonly summary: Summary;
  /** In the order of the list. */
  readonly listed: readonly ExplainedRecord[];
  /** The chosen row. */
  readonly row: ExplainedRecord;
  /** Of each feature, over all rows that came. */
  readonly scales: readonly FeatureScale[];
  /** Name of the output. */
  readonly output: string;
}

/** What every part of the panel shares. */
export interface Panel extends ChartHost {
  readonly model: ExplainModel;
  readonly view: ViewState;
  /** Null before the first row came, and where no row passes the filter. */
  readonly shown: Shown | null;
  /** Changes choices of view and draws again. */
  choose(change: Partial<ViewState>): void;
  /** Chooses a row everywhere; with `open` its data file is opened at it. */
  chooseRow(row: number, open?: boolean): void;
  /** Chooses the row so many places further in the list. */
  stepRow(places: number): void;
  /** Asks the host; a failure is shown above the charts. */
  ask<K extends keyof ExplainPanelCalls>(name: K, args: ExplainPanelCalls[K]['args']): void;
  /** Asks the host for something; whoever asks deals with a failure. */
  request<K extends keyof ExplainPanelCalls>(
    name: K,
    args: ExplainPanelCalls[K]['args'],
  ): Promise<ExplainPanelCalls[K]['reply']>;
  /** Shows a failure above the charts. */
  fail(error: unknown): void;
}
