import { Worker } from 'node:worker_threads';
import type { LookingCalls } from '../protocol/inspector.js';
import { createPeer, PeerError, type Peer } from '../protocol/peer.js';

interface Local {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: LookingCalls;
  readonly events: Record<never, never>;
}

export interface LookingWorker {
  readonly peer: Peer<Local, Remote>;
  /** Ends it; what is pending rejects with `reason`. */
  end(reason: Error): void;
}

/** Starts `dist/inspector.js`; `onFailure` is told once if it dies by itself. */
export function startLookingWorker(
  entry: string,
  heapMegabytes: number,
  onFailure: (reason: Error) => void,
): LookingWorker {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
  const peer = createPeer<Local, Remote>(
    {
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      onMessage: (listener) => worker.on('message', listener),
    },
    {},
  );
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = isMemory
      ? 'Reading the weights took more memory than there is.'
      : `The reader of weights failed: ${error.message}.`;
    onFailure(new PeerError(message, 'inspector-failed'));
  });
  return {
    peer,
    end: (reason) => {
      peer.dispose(reason);
      void worker.terminate();
    },
  };
}
