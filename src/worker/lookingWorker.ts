import type { Peer } from '../protocol/peer.js';

interface Silent {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}

/** A worker that looks into files: a thread of Node's, or a browser's Web Worker. */
export interface LookingWorker<Calls extends object> {
  readonly peer: Peer<Silent, { readonly calls: Calls; readonly events: Record<never, never> }>;
  /** Ends it; what is pending rejects with `reason`. */
  end(reason: Error): void;
}

/** Starts one; `onFailure` is told once if it dies by itself. */
export type StartLooking<Calls extends object> = (onFailure: (reason: Error) => void) => LookingWorker<Calls>;
