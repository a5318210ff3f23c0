import { Worker } from 'node:worker_threads';
import { createPeer, PeerError, type Peer } from '../protocol/peer.js';
import type { RangeTestProgress, TrainingEvent, WorkerCalls, WorkerEvents } from '../protocol/training.js';
import { closeNodeRun } from '../training/closeNodeRun.js';

/** For JavaScript's own objects; tables, weights and gradients live outside of it. */
const defaultHeapMegabytes = 2048;

type Call<K extends keyof WorkerCalls> = (args: WorkerCalls[K]['args']) => Promise<WorkerCalls[K]['reply']>;

/** A worker that trains one network at a time, off the thread that asks for it. */
export interface TrainingWorker {
  /** Resolves when training ended, however it ended; rejects where it could not begin, failed, or the worker died. */
  readonly train: Call<'train'>;
  readonly findLearningRate: Call<'findLearningRate'>;
  readonly check: Call<'check'>;
  readonly propose: Call<'propose'>;
  pause(): Promise<void>;
  continue(): Promise<void>;
  stop(): Promise<void>;
  /** Ends the worker at once; a run that trains is left as stopped at its last checkpoint. */
  dispose(): void;
}

export interface TrainingWorkerInput {
  /** Path of the worker's entry, `dist/worker.js`; the kernels stand beside it. */
  readonly entry: string;
  /** What happened since the last time, in order; about ten times a second. */
  readonly onEvents: (events: readonly TrainingEvent[]) => void;
  readonly onRangeTest?: (progress: RangeTestProgress) => void;
  /** What the worker's own objects may take before it is ended; default 2048. */
  readonly heapMegabytes?: number;
}

interface Local {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
interface Remote {
  readonly calls: WorkerCalls;
  readonly events: WorkerEvents;
}

/** Starts a worker. Its death is an error that names the run's folder, never silence. */
export function startTrainingWorker({
  entry,
  onEvents,
  onRangeTest,
  heapMegabytes = defaultHeapMegabytes,
}: TrainingWorkerInput): TrainingWorker {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
  const peer: Peer<Local, Remote> = createPeer<Local, Remote>(
    {
      post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
      onMessage: (listener) => worker.on('message', listener),
    },
    {},
  );
  /** The run that trains now. */
  let directory: string | null = null;
  let isOver = false;

  peer.on('training', (events) => {
    for (const event of events) {
      if (event.type === 'started') directory = event.directory;
      if (event.type === 'done') directory = null;
    }
    onEvents(events);
  });

  if (onRangeTest) peer.on('rangeTest', onRangeTest);

  /** Marks the run first, so that whoever hears of the end reads it so. */
  const end = async (status: 'failed' | 'stopped', message: string, code: string): Promise<void> => {
    if (isOver) return;
    isOver = true;
    const run = directory;
    if (run !== null)
      await closeNodeRun(run, status, status === 'failed' ? message : null).catch(() => undefined);
    const where = run === null ? '' : ` The run is left in ${run}; resume it from its last checkpoint.`;
    peer.dispose(new PeerError(message + where, code));
  };
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const message = isMemory
      ? 'Training ran out of memory. Make the network, the batch or the data smaller.'
      : `The training worker failed: ${error.message}.`;
    void end('failed', message, isMemory ? 'out-of-memory' : 'worker-failed');
  });
  worker.on('exit', (exitCode) => {
    void end('failed', `The training worker ended with code ${exitCode}.`, 'worker-ended');
  });

  return {
    train: async (args) => {
      try {
        return await peer.call('train', args);
      } finally {
        directory = null;
      }
    },
    findLearningRate: (args) => peer.call('findLearningRate', args),
    check: (args) => peer.call('check', args),
    propose: (args) => peer.call('propose', args),
    pause: async () => void (await peer.call('pause', null)),
    continue: async () => void (await peer.call('continue', null)),
    stop: async () => void (await peer.call('stop', null)),
    dispose: () => {
      void worker.terminate();
      void end('stopped', 'The training worker was ended.', 'disposed');
    },
  };
}
