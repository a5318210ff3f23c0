/** The entry of the worker that looks into runs and model files for panels: it trains nothing and writes nothing. */
import { join } from 'node:path';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { createPeer, type Port } from '../protocol/peer.js';
import type { LookingCalls } from '../protocol/inspector.js';
import { Inspection } from './inspection.js';
import { ModelInspection } from './models/modelInspection.js';

interface Local {
  readonly calls: LookingCalls;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: (listener) => port.on('message', listener),
  };
}

if (parentPort)
  createPeer<Local, Remote>(portOf(parentPort), {
    ...new Inspection(join(__dirname, 'kernels')).handlers,
    ...new ModelInspection().handlers,
  });
