import assert from 'node:assert/strict';
import type { SampleColumns } from '../../../../src/protocol/training.js';
import { RunModel } from '../../../../webview/run/model.js';
import { noNews } from '../../../noNews.js';
import { healthy } from './storedRuns.js';

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
    grown.apply({ ...noNews, samples: part(half - 20, half + 5), epochs: healthy.epochs.slice(8, 12) });
    grown.apply({ ...noNews, samples: part(half, healthy.samples.steps.length), epochs: healthy.epochs });
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
    assert.equal(model.isNews({ ...noNews, epochs: healthy.epochs.slice(8, 10) }), false);
    assert.equal(model.isNews({ ...noNews, epochs: healthy.epochs.slice(8, 11) }), true);
    assert.equal(model.isNews({ ...noNews, samples: healthy.samples }), false);
    assert.equal(model.isNews({ ...noNews, run: { ...healthy.run, finishedAt: 'now' } }), true);
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
