import type { ComparedRun, Comparison } from '../../../src/protocol/comparePanel.js';
import type { RunSnapshot } from '../../../src/protocol/runPanel.js';
import { lineUpOptions } from '../../../src/spec/options.js';
import { curvesOf } from '../../../src/training/curves.js';

type Load = (name: string) => Promise<unknown>;
type Options = Readonly<Record<string, string>>;

const common: Options = {
  layers: 'conv1, flatten1, output',
  'conv1.filters': '16',
  optimizer: 'adam',
  'optimizer.learningRate': '0.001',
  schedule: 'constant',
  'training.epochs': '40',
  'data.train': 'digits.csv',
};

/** A stored run under another name, `factor` times as good, with options of its own. */
async function makeRun(
  load: Load,
  stored: string,
  name: string,
  factor: number,
  change: Partial<ComparedRun> = {},
): Promise<ComparedRun> {
  const { run, epochs, findings } = (await load(stored)) as RunSnapshot;
  const curves = curvesOf(epochs);
  const validationLoss = curves.columns['validationLoss']?.map((loss) => loss * factor);
  return {
    directory: `/w/.netweight/runs/${name}`,
    name,
    state: run.status,
    record: run,
    seconds: 3.2,
    findings: findings.map(({ code, severity }) => ({ code, severity })),
    curves: { ...curves, columns: { ...curves.columns, ...(validationLoss ? { validationLoss } : {}) } },
    ...change,
  };
}

function compare(runs: readonly ComparedRun[], options: readonly Options[]): Comparison {
  return {
    runs,
    options: lineUpOptions(options.map((own) => new Map(Object.entries({ ...common, ...own })))),
    circumstances: lineUpOptions(runs.map(() => new Map([['kernels', 'simd']]))),
    unreadable: [],
  };
}

/** What the panel of a comparison is shown with: two runs, many, and what can go wrong. */
export const comparisons: Readonly<Record<string, (load: Load) => Promise<Comparison>>> = {
  two: async (load) =>
    compare(
      [
        await makeRun(load, 'digits-conv', '14:25:01', 1),
        await makeRun(load, 'digits-conv', '14:31:20', 1.4),
      ],
      [{}, { 'optimizer.learningRate': '0.03' }],
    ),
  many: async (load) => ({
    ...compare(
      await Promise.all([
        makeRun(load, 'digits-conv', 'conv, as published', 1),
        makeRun(load, 'digits-conv', '14:31:20', 1.4, { state: 'early-stopped' }),
        makeRun(load, 'deep-sigmoid', 'twelve sigmoid layers', 1, { state: 'stopped' }),
        makeRun(load, 'digits-conv', '15:02:11', 2.2, { state: 'interrupted' }),
        makeRun(load, 'digits-conv', '15:04:47', 0.8, { state: 'running' }),
        makeRun(load, 'digits-conv', 'before its first epoch', 1, {
          state: 'failed',
          curves: { epochs: new Float64Array(), columns: { loss: new Float64Array() } },
        }),
      ]),
      [
        {},
        { 'optimizer.learningRate': '0.03', 'training.earlyStopping.patience': '10' },
        { layers: 'hidden1, hidden2, hidden3, hidden4, hidden5, hidden6, output', optimizer: 'sgd' },
        { schedule: 'cosine' },
        { 'conv1.filters': '32' },
        {},
      ],
    ),
    unreadable: [
      {
        directory: '/w/.netweight/runs/digits-20260731-150000',
        reason: 'run.json is no JSON: Unexpected end',
      },
    ],
  }),
};
