/** The entry of the workers that look into runs and model files for panels: they train nothing and write nothing. */
import { join } from 'node:path';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { readPasses } from '../inspect/kernels/node.js';
import type { ExplainerCalls, ExplainerEvents } from '../protocol/explain.js';
import type { LookingCalls } from '../protocol/inspector.js';
import type { BesideCalls } from '../protocol/models.js';
import { createPeer, type Handlers, type Peer, type Port } from '../protocol/peer.js';
import { Explanation } from './explanation.js';
import { Inspection } from './inspection.js';
import { ModelInspection } from './models/modelInspection.js';
import { openOrigin } from './models/openOrigin.js';
import { writeValues } from './models/writeValues.js';

interface Local {
  readonly calls: LookingCalls & ExplainerCalls;
  readonly events: ExplainerEvents;
}
interface Remote {
  readonly calls: BesideCalls;
  readonly events: Record<never, never>;
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: (listener) => port.on('message', listener),
  };
}

function serve(port: MessagePort): void {
  const kernels = join(__dirname, 'kernels');
  const passes = readPasses(kernels);
  const explanation = new Explanation(kernels, {
    facts: (facts) => peer.emit('facts', facts),
    rows: (rows) => peer.emit('rows', rows),
  });
  const readBeside: Handlers<BesideCalls> = { readBeside: (request) => peer.call('readBeside', request) };
  const peer: Peer<Local, Remote> = createPeer<Local, Remote>(portOf(port), {
    ...new Inspection(kernels, passes).handlers,
    ...new ModelInspection(openOrigin, writeValues, passes, readBeside).handlers,
    ...explanation.handlers,
  });
}

if (parentPort) serve(parentPort);
