import type { ModelReaderCalls } from '../protocol/models.js';
import { createPeer, PeerError } from '../protocol/peer.js';
import type { LookingWorker, WorkerOwner } from './lookingWorker.js';

/** What a Web Worker is made of; handed over, since a browser's extension host loads nothing by an address of ours. */
export interface WebInspectorParts {
  /** `dist/webInspector.js` */
  readonly script: Uint8Array<ArrayBuffer>;
  /** `dist/kernels/passes.wasm` */
  readonly passes: Uint8Array;
}

/** Starts a reader of model files. */
export function startWebInspector(
  { script, passes }: WebInspectorParts,
  { onFailure, answers }: WorkerOwner,
): LookingWorker<ModelReaderCalls> {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.postMessage(passes);
  const peer: LookingWorker<ModelReaderCalls>['peer'] = createPeer(
    {
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      onMessage: (listener) => {
        worker.onmessage = ({ data }: MessageEvent<unknown>) => listener(data);
      },
    },
    answers,
  );
  worker.onerror = ({ message }) =>
    onFailure(new PeerError(`The reader of weights failed: ${message}.`, 'inspector-failed'));
  return {
    peer,
    end: (reason) => {
      peer.dispose(reason);
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
