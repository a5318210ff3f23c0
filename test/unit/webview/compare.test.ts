import assert from 'node:assert/strict';
import type { ComparedRun, Comparison } from '../../../src/protocol/comparePanel.js';
import { bestOf, commonValue, CompareModel, differs, metricAtBest } from '../../../webview/compare/model.js';
import { record } from '../runs/fakeRun.js';

const run = (name: string, validationLoss: number[], accuracy: number[] = []): ComparedRun => ({
  directory: `/runs/${name}`,
  name,
  state: 'completed',
  record: { ...record, epochs: validationLoss.length },
  seconds: 1,
  findings: [],
  curves: {
    epochs: Float64Array.from(validationLoss, (_, i) => i + 1),
    columns: {
      loss: Float64Array.from(validationLoss, (loss) => loss / 2),
      validationLoss: Float64Array.from(validationLoss),
      ...(accuracy.length > 0
        ? { accuracy: Float64Array.from(accuracy), validationAccuracy: Float64Array.from(accuracy) }
        : {}),
    },
  },
});
const compare = (runs: readonly ComparedRun[]): Comparison => ({
  runs,
  options: [{ name: 'rate', values: runs.map(({ name }) => name) }],
  circumstances: [],
  unreadable: [],
});

describe('a comparison', () => {
  it('puts runs in order, best first, with their options, and keeps the order while they train on', () => {
    const [a, b, none] = [run('a', [2, 1]), run('b', [1, 0.5, 0.75]), run('none', [])];
    const model = new CompareModel(compare([a, b, none]));
    assert.deepEqual(
      model.runs.map(({ name }) => name),
      ['b', 'a', 'none'],
    );
    assert.deepEqual(model.options[0]?.values, ['b', 'a', 'none']);
    model.update(compare([none, run('a', [2, 1, 0.1]), b]));
    assert.deepEqual(
      model.runs.map(({ name }) => name),
      ['b', 'a', 'none'],
    );
    assert.deepEqual(model.options[0]?.values, ['b', 'a', 'none']);
  });

  it('knows where a run was best, by its validation loss or else its loss', () => {
    assert.deepEqual(bestOf(run('a', [2, 0.5, 1])), { index: 1, epoch: 2, loss: 0.5 });
    assert.deepEqual(bestOf(run('a', [NaN, NaN])), null);
    const { curves, ...rest } = run('a', [4, 2]);
    const untested = { ...rest, curves: { ...curves, columns: { loss: curves.columns['loss']! } } };
    assert.equal(bestOf(untested)?.loss, 1);
    assert.equal(metricAtBest(run('a', [2, 0.5, 1], [0.1, 0.2, 0.9]), 'accuracy'), 0.2);
    assert.equal(metricAtBest(run('a', [1]), 'accuracy'), null);
  });

  it('gives curves of a split, and none where nothing was measured', () => {
    const one = run('a', [2, 1], [0.5, 0.75]);
    const model = new CompareModel(compare([one, run('b', [1])]));
    assert.deepEqual(model.metricNames, ['accuracy']);
    assert.deepEqual([...(model.curve(one, 'loss', 'training')?.y.view() ?? [])], [1, 0.5]);
    assert.equal(model.curve(one, 'loss', 'validation'), model.curve(one, 'loss', 'validation'));
    assert.equal(model.curve(run('b', [1]), 'accuracy', 'validation'), null);
  });

  it('tells what most runs share', () => {
    assert.equal(commonValue({ name: 'x', values: ['1', '1', '2'] }), '1');
    assert.equal(commonValue({ name: 'x', values: ['1', '2'] }), undefined);
    assert.equal(commonValue({ name: 'x', values: [null, null, '2'] }), null);
    assert.ok(!differs({ name: 'x', values: ['1', '1'] }));
  });
});
