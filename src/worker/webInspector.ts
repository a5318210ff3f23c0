/** The entry of the Web Worker that reads model files where there is no Node. The first message is the passes' binary. */
import { createWasmPasses } from '../inspect/kernels/wasmPasses.js';
import { plainPasses } from '../inspect/passes.js';
import type { ModelReaderCalls } from '../protocol/models.js';
import { createPeer } from '../protocol/peer.js';
import { ModelInspection } from './models/modelInspection.js';
import { openBytes } from './models/openBytes.js';

interface Local {
  readonly calls: ModelReaderCalls;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}

const noDisk = async (): Promise<never> => {
  throw new Error('There is no disk here.');
};

function serve(binary: Uint8Array): void {
  const passes = createWasmPasses(binary) ?? plainPasses;
  const inspection = new ModelInspection(
    (origin) => ('path' in origin ? noDisk() : openBytes(origin)),
    noDisk,
    passes,
  );
  createPeer<Local, Remote>(
    {
      post: (message, transfer) => self.postMessage(message, { transfer: transfer ? [...transfer] : [] }),
      onMessage: (listener) => self.addEventListener('message', ({ data }) => listener(data)),
    },
    inspection.handlers,
  );
}

self.addEventListener('message', ({ data }) => serve(data as Uint8Array), { once: true });
