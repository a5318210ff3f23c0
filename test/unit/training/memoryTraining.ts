import { createHash } from 'node:crypto';
import type { TrainingEvent } from '../../../src/training/events.js';
import { createControl, type TrainingControl } from '../../../src/training/control.js';
import type { TrainingHost } from '../../../src/training/host.js';
import { train, type TrainResult } from '../../../src/training/train.js';
import type { TrainInput } from '../../../src/training/trainInput.js';
import type { Threads } from '../../../src/tensor/kernels/threads.js';
import type { KernelBinaries } from '../../../src/engine/session.js';
import { writeSafetensors } from '../../../src/formats/writeSafetensors.js';
import { RunReader } from '../../../src/runs/reader.js';
import { createRandom } from '../../../src/tensor/random.js';
import { fromFloatTensor } from '../../../src/tensor/decode.js';
import type { FloatTensor } from '../../../src/tensor/tensor.js';
import { memoryFiles } from '../data/fixtures.js';
import { MemoryFileSystem } from '../runs/memoryFileSystem.js';

export const specPath = '/project/small.nn.json';

/** Two classes by the sign of a sum, with some that are wrong; `y` is the sum, `z` half of it. */
export function drawTable(rows = 60): string {
  const random = createRandom(5, 0);
  const lines = Array.from({ length: rows }, (_, row) => {
    const [a, b, noise] = [0, 1, 2].map((i) => random.normal(3 * row + i)) as [number, number, number];
    const sum = a + b;
    const label = sum + 0.3 * noise > 0 ? 'yes' : 'no';
    return [a, b, label, ['p', 'q', 'r'][row % 3], sum.toFixed(5), (sum / 2).toFixed(5)].join(',');
  });
  return ['a,b,label,kind,y,z', ...lines].join('\n');
}

/** A spec of the small table; the sections given replace its own. */
export function writeSpec(sections: Record<string, unknown> = {}): string {
  return JSON.stringify({
    data: { train: 'small.csv', target: 'label', features: ['a', 'b'] },
    layers: [
      { type: 'dense', name: 'hidden', units: 4, activation: 'tanh' },
      { type: 'batchNorm', name: 'norm' },
      { type: 'dropout', rate: 0.1 },
      { type: 'dense', name: 'output' },
    ],
    optimizer: { type: 'adam', learningRate: 0.02 },
    training: { epochs: 6, batchSize: 8, seed: 2 },
    ...sections,
  });
}

/** Training in memory, on the reference machine unless it is given kernels, by a clock that only moves when told. */
export class MemoryTraining {
  fileSystem = new MemoryFileSystem();
  readonly files = new Map<string, Uint8Array>([['small.csv', new TextEncoder().encode(drawTable())]]);
  readonly events: TrainingEvent[] = [];
  control: TrainingControl = createControl();
  kernels: KernelBinaries | null = null;
  availableBytes = Infinity;
  threads: Threads | null = null;
  /** How far the clock moves each time that somebody looks at it. */
  tickMilliseconds = 0;
  private time = 0;

  run(specText: string, input: Partial<TrainInput> = {}): Promise<TrainResult> {
    this.control = createControl();
    this.events.length = 0;
    return train(
      { specPath, specText, directory: '/run', resume: false, overrides: {}, ...input },
      this.host(),
      this.control,
      (event) => {
        this.events.push(event);
        this.onEvent(event);
      },
    );
  }

  onEvent: (event: TrainingEvent) => void = () => undefined;

  epochs() {
    return this.events.flatMap((event) => (event.type === 'epoch' ? [event.metrics] : []));
  }

  /** The sha256 of every checkpoint by name. */
  checkpoints(): Map<string, string> {
    const found = [...this.fileSystem.files].filter(([path]) => path.startsWith('/run/checkpoints/'));
    return new Map(
      found.map(([path, bytes]) => [path.slice(17), createHash('sha256').update(bytes).digest('hex')]),
    );
  }

  /** What the event file says, without times. */
  async logged() {
    const reader = new RunReader(this.fileSystem, '/run');
    await reader.readEvents();
    const record = await reader.readRecord();
    if ('reason' in record) throw new Error(record.reason);
    const { epochs, scalars } = reader.metrics(record.value);
    const lasting = epochs.map(({ seconds: _, samplesPerSecond: __, ...epoch }) => epoch);
    return { epochs: lasting, scalars: [...scalars], histograms: [...reader.histograms] };
  }

  giveWeights(name: string, tensors: readonly FloatTensor[]): void {
    this.files.set(name, writeSafetensors(tensors.map(fromFloatTensor)));
  }

  host(): TrainingHost {
    return {
      fileSystem: this.fileSystem,
      filesBeside: () => memoryFiles(this.files),
      kernels: this.kernels,
      availableBytes: () => this.availableBytes,
      threads: this.threads,
      clock: {
        now: () => (this.time += this.tickMilliseconds),
        breathe: () => Promise.resolve(),
        sleep: () => new Promise((resolve) => setImmediate(resolve)),
      },
      here: { name: 'here', now: () => 1_700_000_000_000 + this.time, processLives: () => false },
      processId: 1,
      versions: { netweight: 'test' },
    };
  }
}
