import { Worker } from 'node:worker_threads';
import { createPeer, PeerError, type Peer } from '../protocol/peer.js';
import type { InspectedCalls, InspectorCalls } from '../protocol/inspector.js';

interface Local {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: InspectorCalls;
  readonly events: Record<never, never>;
}

/** Without a question for so long, the worker is let go. */
const idleMs = 120_000;
const heapMegabytes = 1024;

/** Asks a worker about the weights of runs; it is started with the first question and let go when there are no more. */
export class Inspector {
  #running: { readonly worker: Worker; readonly peer: Peer<Local, Remote> } | null = null;
  #idle: NodeJS.Timeout | undefined;

  /** `entry` is the path of `dist/inspector.js`. */
  constructor(readonly entry: string) {}

  async ask<K extends keyof InspectedCalls>(
    name: K,
    directory: string,
    request: InspectedCalls[K]['args'],
  ): Promise<InspectedCalls[K]['reply']> {
    clearTimeout(this.#idle);
    const { peer } = (this.#running ??= this.#start());
    try {
      return (await peer.call(name, { directory, request } as never)) as InspectedCalls[K]['reply'];
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.dispose(), idleMs);
    }
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#end(new PeerError('The reader of weights was ended.', 'disposed'));
  }

  #start(): { worker: Worker; peer: Peer<Local, Remote> } {
    const worker = new Worker(this.entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    const peer = createPeer<Local, Remote>(
      {
        post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
        onMessage: (listener) => worker.on('message', listener),
      },
      {},
    );
    const running = { worker, peer };
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const message = isMemory
        ? 'Reading the weights took more memory than there is.'
        : `The reader of weights failed: ${error.message}.`;
      if (this.#running === running) this.#end(new PeerError(message, 'inspector-failed'));
    });
    return running;
  }

  #end(reason: Error): void {
    const running = this.#running;
    this.#running = null;
    running?.peer.dispose(reason);
    void running?.worker.terminate();
  }
}
