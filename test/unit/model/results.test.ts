/** How a network does on rows that were held back, against scikit-learn and from whole runs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Preprocessing } from '../../../src/data/preprocessing.js';
import { judgeRows, type Judged } from '../../../src/model/judgeRows.js';
import { openModel } from '../../../src/model/model.js';
import { computeResults, type RunResults } from '../../../src/model/results.js';
import { RunReader } from '../../../src/runs/reader.js';
import { MemoryTraining, drawTable, writeSpec } from '../training/memoryTraining.js';

interface Drawn {
  readonly task: Preprocessing['task'];
  readonly target: Preprocessing['target'];
  readonly raw: readonly number[];
  readonly truth: readonly number[];
}
type Numbers = Readonly<Record<string, readonly number[]>>;
type Classes = Drawn & { readonly accuracy: number; readonly loss: number } & Numbers;

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/model/results.json', import.meta.url), 'utf8'),
) as { readonly classes: readonly Classes[]; readonly values: Drawn & Numbers };

function judge<K extends Judged['kind']>(drawn: Drawn, kind: K, width: number): Extract<Judged, { kind: K }> {
  const rows = Array.from({ length: drawn.truth.length / width }, (_, i) => 3 * i);
  const judged = judgeRows(
    drawn as unknown as Preprocessing,
    Float32Array.from(drawn.raw),
    Float32Array.from(drawn.truth),
    rows,
  );
  assert.equal(judged.kind, kind);
  return judged as Extract<Judged, { kind: K }>;
}

function near(actual: number | null, expected: number | undefined): void {
  assert.ok(
    Math.abs((actual ?? 0) - expected!) <= 1e-9 * Math.max(1, Math.abs(expected!)),
    `${actual} ${expected}`,
  );
}

async function computeOf(training: MemoryTraining): Promise<RunResults> {
  const bytes = training.fileSystem.files.get('/run/checkpoints/best.safetensors')!;
  const source = {
    size: bytes.length,
    read: async (at: number, n: number) => bytes.subarray(at, at + n),
  };
  const record = await new RunReader(training.fileSystem, '/run').readRecord();
  assert.ok('value' in record);
  const model = await openModel(source, 'best.safetensors', null);
  const files = {
    read: async (path: string) =>
      training.files.get(path) ?? Promise.reject(new Error(`There is no file "${path}".`)),
    list: async () => null,
  };
  return computeResults(model, files, record.value.dataSha256);
}

describe('results', () => {
  for (const drawn of fixture.classes) {
    it(`count what scikit-learn counts: ${drawn.task}`, () => {
      const judged = judge(drawn, 'classes', 1);
      near(judged.accuracy, drawn.accuracy);
      near(judged.loss, drawn.loss);
      assert.deepEqual([...judged.confusion!], drawn['confusion']);
      judged.classes.forEach((scores, i) => {
        assert.equal(scores.support, drawn['support']![i]);
        near(scores.precision, drawn['precision']![i]);
        near(scores.recall, drawn['recall']![i]);
        near(scores.f1, drawn['f1']![i]);
      });
      assert.deepEqual(
        judged.worst.map(({ index }) => index),
        drawn['worst'],
      );
      assert.equal(judged.worst[0]!.row, 3 * judged.worst[0]!.index);
    });
  }

  it('say nothing, not 0, of a class that neither is nor is predicted', () => {
    const target = { kind: 'class', column: 'y', classes: ['a', 'b', 'c'] } as const;
    const judged = judge({ task: 'classification', target, raw: [9, 0, 0], truth: [0] }, 'classes', 1);
    assert.deepEqual(judged.classes[2], { name: 'c', support: 0, precision: null, recall: null, f1: null });
  });

  it('judge values in their own units', () => {
    const { values } = fixture;
    const judged = judge(values, 'values', 2);
    judged.targets.forEach((target, i) => {
      near(target.r2, values['r2']![i]);
      near(target.meanAbsoluteError, values['meanAbsoluteError']![i]);
      near(target.rootMeanSquareError, values['rootMeanSquareError']![i]);
    });
    assert.equal(judged.targets[0]!.actual.length, 60);
    assert.equal(judged.worst.length, 20);
  });

  it('judge labels one by one', () => {
    const target = { kind: 'labels', columns: ['p', 'q'] } as const;
    const judged = judge(
      { task: 'multilabel', target, raw: [4, -4, -4, 4], truth: [1, 0, 1, 1] },
      'classes',
      2,
    );
    assert.equal(judged.confusion, null);
    assert.equal(judged.accuracy, 0.75);
    assert.deepEqual(judged.classes[0], { name: 'p', support: 2, precision: 1, recall: 0.5, f1: 2 / 3 });
    assert.deepEqual([judged.worst[0]!.actual, judged.worst[0]!.predicted], ['p, q', 'q']);
  });

  describe('of a run', () => {
    const training = new MemoryTraining();
    const compute = (): Promise<RunResults> => computeOf(training);

    before(() =>
      training.run(
        writeSpec({
          data: { train: 'small.csv', target: 'label', features: ['a', 'b'], validation: 0.25, test: 0.2 },
        }),
      ),
    );

    it('are those of the validation and the test rows, with the lines that they stand on', async () => {
      const { validation, test, reason } = await compute();
      assert.equal(reason, null);
      assert.ok(validation && test && validation.rows > 10 && test.rows > 8);
      const record = await new RunReader(training.fileSystem, '/run').readRecord();
      assert.ok('value' in record && validation.judged.kind === 'classes');
      assert.equal(validation.rows, record.value.validationRows);
      const best = record.value.best!.epoch;
      const epoch = training.epochs().find((one) => one.epoch === best)!;
      assert.ok(Math.abs(validation.judged.accuracy - epoch.metrics['validationAccuracy']!) < 1e-9);
      assert.ok(Math.abs(validation.judged.loss - epoch.validationLoss!) < 1e-5);
      const text = drawTable().split('\n');
      validation.judged.worst.forEach(({ row, actual }, i) => {
        assert.deepEqual(validation.places[i], { line: row + 2, file: null, picture: null });
        assert.equal(text[row + 1]!.split(',')[2], actual);
      });
    });

    it('are those of every position of a text', async () => {
      const text = new MemoryTraining();
      text.files.set(
        'text.txt',
        new TextEncoder().encode('she sells sea shells by the sea shore. '.repeat(20)),
      );
      await text.run(
        writeSpec({
          data: { train: 'text.txt', context: 8 },
          task: 'language',
          layers: [
            { type: 'embedding', name: 'tokens', dimension: 4 },
            { type: 'dense', name: 'output' },
          ],
          training: { epochs: 3, batchSize: 8, seed: 3 },
        }),
      );
      const { validation } = await computeOf(text);
      assert.ok(validation?.judged.kind === 'classes');
      const record = await new RunReader(text.fileSystem, '/run').readRecord();
      assert.ok('value' in record);
      const { metrics } = text.epochs().find(({ epoch }) => epoch === record.value.best!.epoch)!;
      assert.ok(Math.abs(validation.judged.perplexity! - metrics['validationPerplexity']!) < 1e-4);
      assert.ok(Math.abs(validation.judged.accuracy - metrics['validationAccuracy']!) < 1e-9);
      assert.ok(validation.judged.classes.some(({ name }) => name === '␠'));
    });

    it('are refused where the data has changed or is gone', async () => {
      const whole = training.files.get('small.csv')!;
      training.files.set('small.csv', new TextEncoder().encode(drawTable(61)));
      assert.match((await compute()).reason!, /small\.csv has changed/);
      training.files.delete('small.csv');
      assert.match((await compute()).reason!, /There is no file/);
      training.files.set('small.csv', whole);
    });
  });
});
