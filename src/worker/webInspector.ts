/** The entry of the Web Worker that reads model files where there is no Node. The first message is the passes' binary. */
import { createWasmPasses } from '../inspect/kernels/wasmPasses.js';
import { plainPasses } from '../inspect/passes.js';
import type { BesideCalls, ModelReaderCalls } from '../protocol/models.js';
import { createPeer, type Peer } from '../protocol/peer.js';
import { ModelInspection } from './models/modelInspection.js';
import { openBytes } from './models/openBytes.js';

interface Local {
  readonly calls: ModelReaderCalls;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: BesideCalls;
  readonly events: Record<never, never>;
}

const noDisk = async (): Promise<never> => {
  throw new Error('There is no disk here.');
};

function serve(binary: Uint8Array): void {
  const passes = createWasmPasses(binary) ?? plainPasses;
  const inspection = new ModelInspection(
    (origin, readBeside) => ('path' in origin ? noDisk() : openBytes(origin, readBeside)),
    noDisk,
    passes,
    { readBeside: (request) => peer.call('readBeside', request) },
  );
  const peer: Peer<Local, Remote> = createPeer<Local, Remote>(
    {
      post: (message, transfer) => self.postMessage(message, { transfer: transfer ? [...transfer] : [] }),
      onMessage: (listener) => self.addEventListener('message', ({ data }) => listener(data)),
    },
    inspection.handlers,
  );
}

self.addEventListener('message', ({ data }) => serve(data as Uint8Array), { once: true });
