import type { InspectedCalls, LookingCalls } from '../protocol/inspector.js';
import { PeerError } from '../protocol/peer.js';
import { startLookingWorker } from './inspectorWorker.js';
import { nothingBeside, type LookingWorker } from './lookingWorker.js';

/** Without a question for so long, the worker is let go. */
const idleMs = 120_000;
const heapMegabytes = 1024;

/** Asks a worker about the weights of runs; it is started with the first question and let go when there are no more. */
export class Inspector {
  #running: LookingWorker<LookingCalls> | null = null;
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

  #start(): LookingWorker<LookingCalls> {
    const running = startLookingWorker(this.entry, heapMegabytes, {
      onFailure: (reason) => {
        if (this.#running === running) this.#end(reason);
      },
      answers: nothingBeside,
    });
    return running;
  }

  #end(reason: Error): void {
    const running = this.#running;
    this.#running = null;
    running?.end(reason);
  }
}
