import { join } from 'node:path';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { createPeer, type Handlers, type Port } from '../protocol/peer.js';
import type { TrainingEvent, WorkerCalls, WorkerEvents } from '../protocol/training.js';
import type { TrainingHost } from '../training/host.js';
import { findLearningRate } from '../training/findLearningRate.js';
import { createControl, type TrainingControl } from '../training/control.js';
import { checkSpecFile, createNodeHost, proposeForFile } from '../training/node.js';
import { buffersOf } from '../training/sampleColumns.js';
import { train } from '../training/train.js';
import { createOutbox } from './outbox.js';

declare const NETWEIGHT_VERSION: string | undefined;
const version = typeof NETWEIGHT_VERSION === 'string' ? NETWEIGHT_VERSION : 'development';

interface Local {
  readonly calls: WorkerCalls;
  readonly events: WorkerEvents;
}
interface Remote {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}

function serve(port: MessagePort): void {
  let control: TrainingControl | null = null;
  const outbox = createOutbox(
    (events) => peer.emit('training', events, events.flatMap(buffersOfEvent)),
    () => performance.now(),
  );
  /** One at a time, under a control that pause, continue and stop speak to. */
  const controlled = async <T>(
    work: (host: TrainingHost, control: TrainingControl) => Promise<T>,
  ): Promise<T> => {
    if (control) throw new Error('This worker trains already; start another one.');
    control = createControl();
    try {
      return await work(await createNodeHost(join(__dirname, 'kernels'), version), control);
    } finally {
      control = null;
      outbox.flush();
    }
  };
  const handlers: Handlers<WorkerCalls> = {
    train: (args) => controlled((host, stop) => train(args, host, stop, (event) => outbox.add(event))),
    findLearningRate: (args) =>
      controlled((host, stop) =>
        findLearningRate(args, host, stop, (progress) => peer.emit('rangeTest', progress)),
      ),
    pause: () => {
      control?.pause();
      return null;
    },
    continue: () => {
      control?.continue();
      return null;
    },
    stop: () => {
      control?.stop();
      return null;
    },
    check: async ({ specPath, specText }) =>
      checkSpecFile(specPath, specText, await createNodeHost(join(__dirname, 'kernels'), version)),
    propose: ({ dataPath, target }) => proposeForFile(dataPath, target),
  };
  const peer = createPeer<Local, Remote>(portOf(port), handlers);
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: (listener) => port.on('message', listener),
  };
}

function buffersOfEvent(event: TrainingEvent): ArrayBuffer[] {
  return event.type === 'samples' ? buffersOf(event.samples) : [];
}

if (parentPort) serve(parentPort);
