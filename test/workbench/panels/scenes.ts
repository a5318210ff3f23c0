import type { PlacedFinding, RunSnapshot } from '../../../src/protocol/runPanel.js';
import type { SampleColumns } from '../../../src/protocol/training.js';
import type { EpochMetrics } from '../../../src/runs/metrics.js';

/** A run at one moment, and what came after it. */
export interface Scene {
  readonly make: (load: (name: string) => Promise<unknown>) => Promise<{ snapshot: RunSnapshot; rest: Rest }>;
  /** Every request fails with this message. */
  readonly refuse?: string;
  /** The run is sent before the page asks for it, and comes or does not. */
  readonly ahead?: 'comes' | 'lost';
}

interface Rest {
  readonly samples: SampleColumns;
  readonly epochs: readonly EpochMetrics[];
}

type Columns = Record<string, readonly number[]>;
interface Stored extends Omit<RunSnapshot, 'samples'> {
  readonly samples: {
    readonly steps: readonly number[];
    readonly loss: readonly number[];
    readonly learningRate: readonly number[];
    readonly gradientNorm: Columns;
    readonly updateRatio: Columns;
  };
}

type Change = (snapshot: RunSnapshot) => RunSnapshot;
const same: Change = (snapshot) => snapshot;

/** A stored run up to `position` epochs, changed. */
function scene(name: string, position: number, change: Change = same, refuse?: string): Scene {
  return {
    ...(refuse === undefined ? {} : { refuse }),
    make: async (load) => {
      const stored = (await load(name)) as Stored;
      const whole: RunSnapshot = { ...stored, samples: columns(stored.samples, () => true) };
      const step = Math.round(position * stored.run.stepsPerEpoch);
      const seconds = stored.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0) / stored.epochs.length;
      const snapshot: RunSnapshot = {
        ...whole,
        samples: columns(stored.samples, (at) => at <= step),
        epochs: stored.epochs.filter((epoch) => epoch.step <= step),
        progress: {
          epoch: position,
          plannedEpochs: stored.run.plannedEpochs,
          step,
          loss: stored.samples.loss[0] ?? null,
          samplesPerSecond: stored.epochs[0]!.samplesPerSecond,
          secondsLeft: (stored.run.plannedEpochs - position) * seconds,
        },
      };
      const rest = {
        samples: columns(stored.samples, (at) => at > step),
        epochs: stored.epochs.filter((epoch) => epoch.step > step),
      };
      return { snapshot: change(snapshot), rest };
    },
  };
}

function columns(samples: Stored['samples'], keep: (step: number) => boolean): SampleColumns {
  const take = (values: readonly number[]): Float64Array =>
    Float64Array.from(values.filter((_, index) => keep(samples.steps[index]!)));
  const each = (table: Columns): Record<string, Float64Array> =>
    Object.fromEntries(Object.entries(table).map(([name, values]) => [name, take(values)]));
  return {
    steps: take(samples.steps),
    loss: take(samples.loss),
    learningRate: take(samples.learningRate),
    gradientNorm: each(samples.gradientNorm),
    updateRatio: each(samples.updateRatio),
  };
}

const ended =
  (state: Exclude<RunSnapshot['state'], 'paused'>, error: string | null = null): Change =>
  (snapshot) => ({
    ...snapshot,
    state,
    progress: null,
    run: { ...snapshot.run, status: state, error, finishedAt: '2026-04-12T09:15:33.000Z' },
  });

const withoutValidation: Change = (snapshot) => ({
  ...snapshot,
  run: { ...snapshot.run, validationRows: 0 },
  epochs: snapshot.epochs.map((epoch) => ({
    ...epoch,
    validationLoss: null,
    metrics: { accuracy: epoch.metrics['accuracy'] ?? null },
  })),
});

const regression: Change = (snapshot) => ({
  ...snapshot,
  summary: { ...snapshot.summary, loss: 'mse', classes: null },
  run: { ...snapshot.run, task: 'regression' },
  epochs: snapshot.epochs.map((epoch) => ({
    ...epoch,
    metrics: {
      meanAbsoluteError: 40 + 90 * epoch.loss!,
      r2: 1 - epoch.loss!,
      validationMeanAbsoluteError: 45 + 92 * epoch.validationLoss!,
      validationR2: 0.98 - epoch.validationLoss!,
    },
  })),
});

const language: Change = (snapshot) => ({
  ...snapshot,
  summary: { ...snapshot.summary, classes: null },
  run: { ...snapshot.run, task: 'language' },
  epochs: snapshot.epochs.map((epoch) => ({
    ...epoch,
    metrics: {
      perplexity: Math.exp(2 * epoch.loss!),
      validationPerplexity: Math.exp(2 * epoch.validationLoss!),
    },
  })),
  texts: [
    { epoch: 5, text: 'the the and sor the t' },
    {
      epoch: 20,
      text: `KING HENRY:\nWhat say you, my lord? The ${'long'.repeat(60)} word <b>is</b> one.\n\nGLOUCESTER:\n`,
    },
  ],
});

const diverged: Change = (snapshot) => {
  const loss = snapshot.samples.loss.map((value, index) => (index > 150 ? NaN : value * 1.02 ** index));
  const finding: PlacedFinding = {
    severity: 'error',
    code: 'not-finite',
    layer: 'output',
    parameter: 'output.weight',
    message: 'Gradient of output.weight is NaN at step 676: training cannot go on',
    value: null,
    threshold: null,
    source: 'Goodfellow et al., Deep Learning, 10.11.1, https://www.deeplearningbook.org/contents/rnn.html',
    path: ['layers', 3],
    line: 14,
    column: 5,
    step: 676,
    related: [],
    fixes: [{ title: 'Set clipNorm to 1', preferred: true, edits: [] }],
  };
  return ended('diverged')({
    ...snapshot,
    samples: { ...snapshot.samples, loss },
    epochs: snapshot.epochs.map((epoch) =>
      epoch.epoch < 16 ? epoch : { ...epoch, loss: null, validationLoss: null },
    ),
    findings: [finding],
  });
};

/** The sick run with its layers repeated to `count`, sampled at `samples` points over `epochs` epochs. */
export function enlarge(count: number, samples: number, epochs: number): Change {
  return (snapshot) => {
    const { run } = snapshot;
    const layers = Array.from({ length: count }, (_, index) => ({
      name: `block${index + 1}`,
      type: 'dense',
      parameters: [{ name: `block${index + 1}.weight`, shape: [256, 256] }],
    }));
    const steps = Float64Array.from({ length: samples }, (_, i) =>
      Math.round(((i + 1) * epochs * run.stepsPerEpoch) / samples),
    );
    const noise = (i: number, layer: number): number =>
      1 + 0.3 * Math.sin(i * 0.7 + layer) * Math.sin(i * 0.013 * (layer + 3));
    const norms = (low: number): Record<string, Float64Array> =>
      Object.fromEntries(
        layers.map((layer, index) => [
          `${layer.name}.weight`,
          Float64Array.from(steps, (_, i) => 10 ** (-low + (low * index) / count) * noise(i, index)),
        ]),
      );
    const made = Array.from({ length: epochs }, (_, index) => ({
      ...snapshot.epochs[0]!,
      epoch: index + 1,
      step: (index + 1) * run.stepsPerEpoch,
      loss: 2.3 * 0.999 ** index + 0.02,
      validationLoss: 2.3 * 0.9992 ** index + 0.05,
      metrics: { accuracy: 1 - 0.9 * 0.999 ** index, validationAccuracy: 1 - 0.9 * 0.9992 ** index },
    }));
    return {
      ...snapshot,
      run: { ...run, layers, plannedEpochs: epochs },
      epochs: made.slice(0, Math.ceil(epochs * 0.9)),
      samples: {
        steps,
        loss: Float64Array.from(steps, (_, i) => 2.3 * 0.999 ** ((i * epochs) / samples) * noise(i, 1)),
        learningRate: steps.map(() => 1e-3),
        gradientNorm: norms(9),
        updateRatio: norms(3),
      },
      plannedRates: Array.from({ length: epochs }, () => 1e-3),
      progress: {
        ...snapshot.progress!,
        epoch: epochs * 0.95,
        plannedEpochs: epochs,
        step: epochs * run.stepsPerEpoch,
      },
      findings: layers.slice(0, 40).map((layer, index) => ({
        ...snapshot.findings[0]!,
        layer: layer.name,
        parameter: `${layer.name}.weight`,
        message: `Gradient vanishes in ${layer.name}`,
        value: 10 ** (-9 + index / 20),
        path: ['layers', index],
      })),
      histograms: {},
    };
  };
}

const interrupted: Change = (snapshot) => ({
  ...snapshot,
  progress: null,
  run: { ...snapshot.run, heartbeatAt: '2026-04-12T09:15:32.000Z' },
});

const first = (snapshot: RunSnapshot): RunSnapshot => ({
  ...snapshot,
  run: { ...snapshot.run, plannedEpochs: 1 },
  progress: snapshot.progress && { ...snapshot.progress, plannedEpochs: 1 },
  plannedRates: snapshot.plannedRates.slice(0, 1),
});

export const scenes: Readonly<Record<string, Scene>> = {
  sick: scene('deep-sigmoid', 22.65),
  healthy: scene('digits-conv', 22.65),
  start: scene('digits-conv', 0.3, (snapshot) => ({ ...snapshot, histograms: {} })),
  empty: scene('digits-conv', 0, (snapshot) => ({
    ...snapshot,
    run: { ...snapshot.run, startedAt: new Date().toISOString() },
    histograms: {},
    progress: null,
  })),
  paused: scene('digits-conv', 22.65, (snapshot) => ({ ...snapshot, state: 'paused' })),
  completed: scene('digits-conv', 40, ended('completed')),
  'early-stopped': scene('digits-conv', 31, ended('early-stopped')),
  stopped: scene('digits-conv', 22.65, ended('stopped')),
  failed: scene('digits-conv', 17.5, ended('failed', 'out of memory: the worker had 4,096 MB')),
  diverged: scene('digits-conv', 20.4, diverged),
  interrupted: scene('digits-conv', 17.5, interrupted),
  regression: scene('digits-conv', 22.65, regression),
  language: scene('digits-conv', 22.65, language),
  'regression-completed': scene('digits-conv', 40, (snapshot) => ended('completed')(regression(snapshot))),
  'many-classes': scene('digits-conv', 40, (snapshot) => {
    const summary = { ...snapshot.summary, classes: 40 };
    return ended('completed')({ ...snapshot, summary });
  }),
  'no-validation': scene('digits-conv', 22.65, withoutValidation),
  deep: scene('deep-sigmoid', 22.65, enlarge(200, 10_000, 400)),
  'one-epoch': scene('digits-conv', 1, (snapshot) => first(ended('completed')(snapshot))),
  'many-epochs': scene('deep-sigmoid', 22.65, enlarge(4, 10_000, 10_000)),
  ahead: { ...scene('digits-conv', 22.65), ahead: 'comes' },
  lost: { ...scene('digits-conv', 22.65), ahead: 'lost' },
  refused: scene('digits-conv', 22.65, same, 'The worker of this run has ended.'),
};
