import { Worker } from 'node:worker_threads';
import type { ExplainerCalls, ExplainerEvents } from '../protocol/explain.js';
import { createPeer, PeerError, type Peer } from '../protocol/peer.js';

interface Local {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: ExplainerCalls;
  readonly events: ExplainerEvents;
}

const heapMegabytes = 2048;

/** Explains in a worker of its own, which lives as long as somebody looks at what it explains. */
export class Explainer {
  readonly #worker: Worker;
  readonly #peer: Peer<Local, Remote>;

  /** `entry` is the path of `dist/inspector.js`. */
  constructor(
    entry: string,
    on: { readonly [K in keyof ExplainerEvents]: (payload: ExplainerEvents[K]) => void },
  ) {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    this.#worker = worker;
    this.#peer = createPeer<Local, Remote>(
      {
        post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
        onMessage: (listener) => worker.on('message', listener),
      },
      {},
    );
    this.#peer.on('facts', on.facts);
    this.#peer.on('rows', on.rows);
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const message = isMemory
        ? 'Explaining took more memory than there is. Take a smaller background, or fewer samples.'
        : `The worker that explains failed: ${error.message}.`;
      this.#peer.dispose(new PeerError(message, 'explainer-failed'));
    });
  }

  explain(args: ExplainerCalls['explain']['args']): Promise<ExplainerCalls['explain']['reply']> {
    return this.#peer.call('explain', args);
  }

  refine(): Promise<ExplainerCalls['refine']['reply']> {
    return this.#peer.call('refine', null);
  }

  randomize(): Promise<ExplainerCalls['randomize']['reply']> {
    return this.#peer.call('randomize', null);
  }

  overCheckpoints(): Promise<ExplainerCalls['overCheckpoints']['reply']> {
    return this.#peer.call('overCheckpoints', null);
  }

  async cancel(): Promise<void> {
    await this.#peer.call('cancel', null);
  }

  dispose(): void {
    this.#peer.dispose(new PeerError('The explanation was ended.', 'disposed'));
    void this.#worker.terminate();
  }
}
