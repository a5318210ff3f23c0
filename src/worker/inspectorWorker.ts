import { Worker } from 'node:worker_threads';
import type { LookingCalls } from '../protocol/inspector.js';
import { createPeer, PeerError } from '../protocol/peer.js';
import type { LookingWorker, WorkerOwner } from './lookingWorker.js';

/** Starts `dist/inspector.js`. */
export function startLookingWorker(
  entry: string,
  heapMegabytes: number,
  { onFailure, answers }: WorkerOwner,
): LookingWorker<LookingCalls> {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
  const peer: LookingWorker<LookingCalls>['peer'] = createPeer(
    {
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      onMessage: (listener) => worker.on('message', listener),
    },
    answers,
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
