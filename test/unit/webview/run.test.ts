import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { PlacedFinding, RunPanelEvents, RunSnapshot } from '../../../src/protocol/runPanel.js';
import type { SampleColumns } from '../../../src/protocol/training.js';
import { groupFindings, sinceWords } from '../../../webview/run/findings.js';
import {
  Track,
  healthOf,
  healthyBand,
  placeOf,
  quantityExtent,
  quantityRange,
} from '../../../webview/run/layers.js';
import { describeMetric, metricNames, validationName } from '../../../webview/parts/metrics.js';
import { RunModel } from '../../../webview/run/model.js';
import { describeReadouts } from '../../../webview/run/readouts.js';
import { Speaker } from '../../../webview/run/speech.js';
import { describeNotice, describeStatus, isInterrupted } from '../../../webview/run/status.js';
import { initialViewState, readViewState } from '../../../webview/run/viewState.js';

type Plain = Record<keyof SampleColumns, unknown>;

/** A stored run with its columns as typed arrays. */
function load(name: string): RunSnapshot {
  const stored = JSON.parse(
    readFileSync(new URL(`../../fixtures/runs/${name}.json`, import.meta.url), 'utf8'),
  ) as Omit<RunSnapshot, 'samples'> & { samples: Plain };
  const column = (values: unknown): Float64Array => Float64Array.from(values as number[]);
  const table = (values: unknown): Record<string, Float64Array> =>
    Object.fromEntries(
      Object.entries(values as Record<string, unknown>).map(([key, value]) => [key, column(value)]),
    );
  const { steps, loss, learningRate, gradientNorm, updateRatio } = stored.samples;
  return {
    ...stored,
    samples: {
      steps: column(steps),
      loss: column(loss),
      learningRate: column(learningRate),
      gradientNorm: table(gradientNorm),
      updateRatio: table(updateRatio),
    },
  };
}

const sick = load('deep-sigmoid');
const healthy = load('digits-conv');
const nothing: RunPanelEvents['update'] = {
  samples: null,
  epochs: [],
  findings: null,
  progress: null,
  state: 'running',
  run: null,
  histograms: null,
};

const values = (snapshot: RunSnapshot): Record<string, string> =>
  Object.fromEntries(
    describeReadouts(new RunModel(snapshot)).map(({ id, value, small }) => [id, `${value} ${small}`.trim()]),
  );

describe('run model', () => {
  it('is the same from one snapshot as from a shorter one and what came after', () => {
    const half = healthy.samples.steps.length / 2;
    const part = (from: number, to: number): SampleColumns => {
      const each = (table: SampleColumns['gradientNorm']): SampleColumns['gradientNorm'] =>
        Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column.slice(from, to)]));
      const { steps, loss, learningRate, gradientNorm, updateRatio } = healthy.samples;
      return {
        steps: steps.slice(from, to),
        loss: loss.slice(from, to),
        learningRate: learningRate.slice(from, to),
        gradientNorm: each(gradientNorm),
        updateRatio: each(updateRatio),
      };
    };
    const whole = new RunModel(healthy);
    const grown = new RunModel({ ...healthy, samples: part(0, half), epochs: healthy.epochs.slice(0, 10) });
    // What is told twice counts once.
    grown.apply({ ...nothing, samples: part(half - 20, half + 5), epochs: healthy.epochs.slice(8, 12) });
    grown.apply({ ...nothing, samples: part(half, healthy.samples.steps.length), epochs: healthy.epochs });
    assert.deepEqual(grown.steps.view(), whole.steps.view());
    assert.deepEqual(grown.loss.validation.y.view(), whole.loss.validation.y.view());
    assert.deepEqual(
      grown.layers.map((layer) => layer.gradient.mean.view()),
      whole.layers.map((layer) => layer.gradient.mean.view()),
    );
    assert.equal(grown.epochs.length, 40);
  });

  it('tells news from what it knows', () => {
    const model = new RunModel({ ...healthy, epochs: healthy.epochs.slice(0, 10) });
    assert.equal(model.isNews({ ...nothing, epochs: healthy.epochs.slice(8, 10) }), false);
    assert.equal(model.isNews({ ...nothing, epochs: healthy.epochs.slice(8, 11) }), true);
    assert.equal(model.isNews({ ...nothing, samples: healthy.samples }), false);
    assert.equal(model.isNews({ ...nothing, run: { ...healthy.run, finishedAt: 'now' } }), true);
  });

  it('knows the best epoch, by training loss where nothing validates', () => {
    const model = new RunModel(healthy);
    const least = Math.min(...healthy.epochs.map((epoch) => epoch.validationLoss!));
    assert.equal(model.best!.value, least);
    const alone = new RunModel({ ...healthy, run: { ...healthy.run, validationRows: 0 } });
    assert.equal(alone.best!.value, Math.min(...healthy.epochs.map((epoch) => epoch.loss!)));
    assert.equal(new RunModel({ ...healthy, epochs: [] }).best, null);
  });

  it('takes what is absent for a gap, never for zero', () => {
    const epochs = healthy.epochs
      .slice(0, 3)
      .map((epoch) => ({ ...epoch, loss: epoch.epoch === 2 ? null : epoch.loss }));
    const model = new RunModel({ ...healthy, epochs });
    assert.ok(Number.isNaN(model.loss.training.y.at(1)));
    assert.ok(model.lossExtent(false)!.min > 0);
  });

  it('holds a metric that comes later in step with the epochs', () => {
    const late = healthy.epochs.map((epoch) => (epoch.epoch < 3 ? { ...epoch, metrics: {} } : epoch));
    const { training } = new RunModel({ ...healthy, epochs: late }).metrics.get('accuracy')!;
    assert.equal(training.x.length, training.y.length);
    assert.ok(Number.isNaN(training.y.at(1)));
    assert.equal(training.y.at(2), healthy.epochs[2]!.metrics['accuracy']);
  });
});

describe('layers of a run', () => {
  it('are flagged where their gradient leaves the band of the output layer', () => {
    const { layers } = new RunModel(sick);
    const band = healthyBand(layers, 'gradient');
    const places = layers.map((layer) => placeOf(layer.gradient.now, band));
    assert.deepEqual([places[0], places[12]], ['below', 'inside']);
    assert.ok(
      new RunModel(healthy).layers.every(
        (layer) =>
          placeOf(layer.gradient.now, healthyBand(new RunModel(healthy).layers, 'gradient')) === 'inside',
      ),
    );
    assert.equal(placeOf(100, { low: 1e-3, high: 70 }), 'above');
    assert.equal(placeOf(NaN, { low: 1e-3, high: 70 }), 'unknown');
  });

  it('smooth the logarithm and keep the last samples as measured', () => {
    const track = new Track();
    track.add(1);
    track.add(100);
    assert.ok(Math.abs(track.now - 10 ** 0.24) < 1e-6);
    assert.deepEqual(track.spread(), { low: 1, high: 100 });
    track.add(NaN);
    assert.ok(Number.isNaN(track.now));
    for (let i = 0; i < 60; i++) track.add(5);
    assert.deepEqual(track.spread(), { low: 5, high: 5 });
    const zero = new Track();
    zero.add(0);
    assert.equal(zero.spread(), null);
    assert.equal(zero.lowest, Infinity, 'a gradient of zero does not stretch the axis');
  });

  it('share an axis of whole decades that holds the band', () => {
    const range = quantityRange(quantityExtent(new RunModel(healthy).layers, 'gradient')!);
    assert.deepEqual(range, { min: 0.01, max: 100 });
    assert.equal(
      quantityExtent(
        new RunModel({ ...healthy, samples: { ...healthy.samples, gradientNorm: {} } }).layers,
        'gradient',
      ),
      null,
    );
  });

  it('say a finding first, then their place', () => {
    const { layers } = new RunModel(healthy);
    const band = healthyBand(layers, 'gradient');
    const finding: PlacedFinding = {
      ...sick.findings[0]!,
      layer: 'conv1',
      code: 'dead-units',
      severity: 'warning',
    };
    assert.deepEqual(healthOf(layers[0]!, band, [finding]), { kind: 'warning', words: 'dead units' });
    const deep = new RunModel(sick);
    assert.deepEqual(healthOf(deep.layers[0]!, healthyBand(deep.layers, 'gradient'), sick.findings), {
      kind: 'below',
      words: 'vanishing gradient',
    });
    assert.equal(
      healthOf(deep.layers[1]!, healthyBand(deep.layers, 'gradient'), sick.findings).kind,
      'below',
    );
  });
});

describe('header of a run', () => {
  it('shows the epoch that runs, and the last one after the end', () => {
    const progress = {
      epoch: 22.65,
      plannedEpochs: 40,
      step: 1019,
      loss: 1,
      samplesPerSecond: 23_130,
      secondsLeft: 1.1,
    };
    const running = {
      ...sick,
      epochs: sick.epochs.slice(0, 22),
      progress,
      samples: { ...sick.samples, steps: new Float64Array(0) },
    };
    assert.equal(values(running)['epoch'], '23 / 40');
    assert.equal(values(running)['speed'], '23,100 rows/s');
    assert.equal(values(running)['validation'], '2.3033 best 2.3026 @ 20');
    assert.equal(values({ ...sick, state: 'completed' })['epoch'], '40 / 40');
    assert.match(values({ ...sick, state: 'completed' })['time']!, /^3 s$/);
  });

  it('has the same figures before the first epoch, with dashes', () => {
    const empty = { ...healthy, epochs: [], samples: { ...healthy.samples, steps: new Float64Array(0) } };
    assert.deepEqual(Object.keys(values(empty)), Object.keys(values(healthy)));
    assert.equal(values(empty)['loss'], '–');
  });

  it('leaves validation out where there is none, and speaks of R² for regression', () => {
    assert.ok(!('validation' in values({ ...healthy, run: { ...healthy.run, validationRows: 0 } })));
    const epochs = healthy.epochs.map((epoch) => ({
      ...epoch,
      metrics: { meanAbsoluteError: 3, r2: 0.7, validationMeanAbsoluteError: 4, validationR2: 0.5 },
    }));
    assert.equal(values({ ...healthy, epochs })['metric'], '0.5000 validation');
  });
});

describe('state of a run', () => {
  const state = (change: Partial<RunSnapshot>): RunModel => new RunModel({ ...healthy, ...change });

  it('offers what can be done', () => {
    const offered = (change: Partial<RunSnapshot>): readonly string[] =>
      describeStatus(state(change), false).actions;
    assert.deepEqual(offered({ state: 'running' }), ['pause', 'stop']);
    assert.deepEqual(offered({ state: 'paused' }), ['continue', 'stop']);
    assert.deepEqual(offered({ state: 'stopped' }), ['resume', 'explain', 'trainAgain']);
    assert.deepEqual(offered({ state: 'completed' }), ['explain', 'trainAgain']);
  });

  it('names the folder’s content and the way on when it failed', () => {
    const failed = state({ state: 'failed', run: { ...healthy.run, error: 'out of memory' } });
    assert.match(describeNotice(failed, false)!.title, /out of memory/);
    assert.match(describeNotice(failed, false)!.text, /epoch 40.*resume/s);
    assert.equal(describeNotice(state({ state: 'completed' }), false), null);
    const loss = healthy.samples.loss.map((value, index) => (index < 5 ? value : NaN));
    const diverged = state({ state: 'diverged', samples: { ...healthy.samples, loss } });
    assert.match(describeNotice(diverged, false)!.title, new RegExp(`step ${healthy.samples.steps[5]}$`));
  });

  it('takes a run whose heart stands still for interrupted', () => {
    const beat = Date.parse('2026-04-12T09:15:32.000Z');
    const run = { ...healthy.run, heartbeatAt: new Date(beat).toISOString() };
    assert.equal(isInterrupted(state({ run, progress: null }), beat + 30_000), false);
    assert.equal(isInterrupted(state({ run, progress: null }), beat + 90_000), true);
    assert.equal(isInterrupted(state({ run, progress: null, state: 'completed' }), beat + 90_000), false);
  });
});

describe('findings of a run', () => {
  it('are grouped by code, the gravest first, with their fixes in order of preference', () => {
    const first = sick.findings[0]!;
    const findings: PlacedFinding[] = [
      first,
      { ...first, layer: 'hidden2', parameter: 'hidden2.weight', value: 3e-7 },
      {
        ...first,
        code: 'not-finite',
        severity: 'error',
        value: null,
        threshold: null,
        fixes: [
          { title: 'b', preferred: false, edits: [] },
          { title: 'a', preferred: true, edits: [] },
        ],
      },
    ];
    const [grave, gradient, ...rest] = groupFindings(findings, 'net.nn.json');
    assert.equal(rest.length, 0);
    assert.equal(grave!.key, 'not-finite');
    assert.deepEqual(
      grave!.fixes.map((fix) => fix.index),
      [1, 0],
    );
    assert.equal(grave!.measured, null);
    assert.equal(gradient!.title, 'Gradient vanishes in hidden1 … hidden8');
    assert.equal(gradient!.measured, '‖∇ hidden1‖ / ‖∇ output‖ = 2.0e−7');
    assert.equal(gradient!.threshold, 'below 1e−3');
    assert.equal(gradient!.where.text, 'net.nn.json:7');
    assert.deepEqual(gradient!.source, {
      label: 'AUTOTRAINER, ICSE 2021',
      url: 'https://doi.org/10.1109/ICSE43902.2021.00043',
    });
    assert.deepEqual(gradient!.places.map((place) => place.text).slice(-2), [
      '‖∇ hidden8‖ = 2.1e−4',
      'hidden2.weight 3.0e−7',
    ]);
  });

  it('read a message as what it is and how it was measured', () => {
    const entry = (message: string, value: number | null): unknown => {
      const { title, detail, measured } = groupFindings([{ ...sick.findings[0]!, message, value }], 'a')[0]!;
      return { title, detail, measured };
    };
    assert.deepEqual(
      entry('Training diverges: the loss is 9.1, 5 times its best, above 4; it began at 2.3', 5),
      {
        title: 'Training diverges',
        detail: null,
        measured: 'the loss is 9.1, 5 times its best; it began at 2.3',
      },
    );
    assert.deepEqual(entry('The loss is NaN at step 9: training cannot go on', null), {
      title: 'The loss is NaN at step 9',
      detail: 'Training cannot go on',
      measured: null,
    });
    assert.deepEqual(entry('Plain', 0.5), { title: 'Plain', detail: null, measured: '0.5' });
  });

  it('tell since when in words', () => {
    assert.equal(sinceWords(1, 1020), 'step 1, for 1,019 steps');
    assert.equal(sinceWords(7, 8), 'step 7, for 1 step');
    assert.equal(sinceWords(7, 7), 'step 7');
  });

  it('show a source without a link, or a link without words', () => {
    const source = (text: string): unknown =>
      groupFindings([{ ...sick.findings[0]!, source: text }], 'a')[0]!.source;
    assert.deepEqual(source('Glorot & Bengio 2010'), { label: 'Glorot & Bengio 2010', url: null });
    assert.deepEqual(source('https://arxiv.org/abs/1.'), {
      label: 'arxiv.org',
      url: 'https://arxiv.org/abs/1',
    });
    assert.deepEqual(source('He 2015 (https://arxiv.org/abs/2)'), {
      label: 'He 2015',
      url: 'https://arxiv.org/abs/2',
    });
  });
});

describe('what a screen reader hears', () => {
  it('is every change of state and finding at once, epochs seldom', () => {
    const speaker = new Speaker();
    const model = new RunModel({ ...sick, epochs: sick.epochs.slice(0, 3), findings: [] });
    const say = (now: number): string | null => speaker.next(model, describeStatus(model, false), now);
    assert.match(say(0)!, /^Training\. Epoch 3 of 40, loss 2\.\d+, validation loss .*accuracy/);
    model.apply({ ...nothing, epochs: sick.epochs.slice(0, 4) });
    assert.equal(say(1000), null);
    assert.match(say(25_000)!, /^Epoch 4/);
    assert.equal(say(60_000), null, 'nothing new');
    model.apply({ ...nothing, findings: sick.findings });
    assert.match(say(60_100)!, /^Finding: Gradient vanishes/);
    assert.equal(say(60_200), null);
    model.apply({ ...nothing, state: 'paused' });
    assert.match(say(60_300)!, /^Paused\./);
  });
});

describe('words for metrics', () => {
  it('know the contract’s names and spell others', () => {
    assert.equal(describeMetric('accuracy').format(0.986), '98.6\u00a0%');
    assert.equal(describeMetric('r2').title, 'R²');
    assert.equal(describeMetric('topFiveError').title, 'Top five error');
    assert.deepEqual(metricNames({ validationR2: 1, meanAbsoluteError: 1, r2: 1 }), [
      'r2',
      'meanAbsoluteError',
    ]);
    assert.equal(validationName('r2'), 'validationR2');
  });
});

describe('choices of view', () => {
  it('are read from whatever was stored', () => {
    assert.deepEqual(readViewState(undefined), initialViewState);
    assert.deepEqual(readViewState('x'), initialViewState);
    assert.deepEqual(readViewState({ layer: 3, lossScale: 'cubic', tables: ['loss', 4] }), {
      ...initialViewState,
      tables: ['loss'],
    });
    const view = {
      layer: 'a',
      lossScale: 'log',
      quantity: 'update',
      metric: 'r2',
      parameter: 'bias',
      watched: 'change',
      epoch: 4,
      follow: false,
      layerOrder: 'health',
      logCounts: true,
      time: { from: 2, to: 4.5 },
      tables: [],
    } as const;
    assert.deepEqual(readViewState(JSON.parse(JSON.stringify(view))), view);
  });
});
