import type { ModelReaderCalls } from './models.js';
import type { ResultsCalls } from './results.js';
import type { RunReadingCalls } from './runReading.js';
import type { WeightsCalls } from './weights.js';

/** What a panel may ask of its run. */
export interface PanelCalls extends WeightsCalls, ResultsCalls {}

/** All that can be asked of a run folder without training. */
export interface InspectedCalls extends PanelCalls, RunReadingCalls {}

/** Host → the worker that looks into files: what is asked of runs. */
export type InspectorCalls = {
  readonly [K in keyof InspectedCalls]: {
    readonly args: { readonly directory: string; readonly request: InspectedCalls[K]['args'] };
    readonly reply: InspectedCalls[K]['reply'];
  };
};

/** All that the worker which looks into files answers. */
export interface LookingCalls extends InspectorCalls, ModelReaderCalls {}
