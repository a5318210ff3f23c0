import type { BesideCalls } from '../protocol/models.js';
import type { Handlers, Peer } from '../protocol/peer.js';

interface Local {
  readonly calls: BesideCalls;
  readonly events: Record<never, never>;
}

/** A worker that looks into files: a thread of Node's, or a browser's Web Worker. */
export interface LookingWorker<Calls extends object> {
  readonly peer: Peer<Local, { readonly calls: Calls; readonly events: Record<never, never> }>;
  /** Ends it; what is pending rejects with `reason`. */
  end(reason: Error): void;
}

export interface WorkerOwner {
  /** Told once if the worker dies by itself. */
  readonly onFailure: (reason: Error) => void;
  /** What the worker may ask. */
  readonly answers: Handlers<BesideCalls>;
}

export type StartLooking<Calls extends object> = (owner: WorkerOwner) => LookingWorker<Calls>;

/** For a worker that is handed no files. */
export const nothingBeside: Handlers<BesideCalls> = {
  readBeside: () => {
    throw new Error('There is nothing beside it here.');
  },
};
