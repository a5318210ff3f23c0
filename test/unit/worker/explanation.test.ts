import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ExplainChoice,
  ExplainFacts,
  ExplainTarget,
  ExplainedRecord,
} from '../../../src/protocol/explain.js';
import { Explanation } from '../../../src/worker/explanation.js';
import { buildCommand, copyPenguins, runCommand } from '../cli/command.js';

const choice: ExplainChoice = {
  method: null,
  background: { kind: 'rows', count: 20 },
  samples: null,
  output: 'logit',
  regions: 'patches',
};

describe('explanation for a panel', function () {
  this.timeout(60_000);
  let folder = '';
  let directory = '';
  let kernels = '';
  let facts: ExplainFacts[];
  let rows: Map<number, ExplainedRecord>;
  let explanation: Explanation;

  before(async () => {
    kernels = join((await buildCommand()).worker, '../kernels');
    folder = copyPenguins();
    const train = ['train', 'penguins.nn.json', '--epochs', '15', '--json'];
    const { stdout } = await runCommand(train, { cwd: folder });
    const done = JSON.parse(stdout.trim().split('\n').at(-1)!) as { run: string };
    directory = done.run;
  });
  beforeEach(() => {
    facts = [];
    rows = new Map();
    explanation = new Explanation(kernels, {
      facts: (told) => facts.push(told),
      rows: (told) => told.forEach((row) => rows.set(row.row, row)),
    });
  });
  const explain = async (target: Partial<ExplainTarget> = {}, chosen: Partial<ExplainChoice> = {}) =>
    explanation.handlers.explain({ directory, data: null, line: null, ...target, ...choice, ...chosen });
  const residuals = (): number[] => [...rows.values()].flatMap(({ residual }) => residual.map(Math.abs));

  it('explains every row of what the run was trained on, and says where training had it', async () => {
    assert.equal((await explain()).isCancelled, false);
    const [told] = facts;
    assert.ok(told);
    assert.equal(told.method, 'exact');
    assert.equal(told.effort, '64 coalitions a row');
    assert.deepEqual(told.outputs, ['Adelie', 'Chinstrap', 'Gentoo']);
    assert.deepEqual([told.background.count, told.background.from], [20, 'training rows']);
    assert.equal(rows.size, 333);
    assert.ok(Math.max(...residuals()) <= told.bound!);
    const splits = [...rows.values()].map(({ split }) => split);
    assert.equal(splits.filter((split) => split === 'validation').length, 67);
    assert.equal(splits.filter((split) => split === 'training').length, 266);
  });

  it('gives rows their values and lines as the file has them', async () => {
    await explain({}, { method: 'gradientTimesInput' });
    const lines = readFileSync(join(folder, 'penguins.csv'), 'utf8').split('\n');
    const at = facts[0]!.features.indexOf('bill_length_mm');
    for (const { row, line, values, truth } of rows.values()) {
      const cells = lines[line! - 1]!.split(',');
      assert.equal(line, row + 2);
      assert.equal(truth, cells[0]);
      assert.ok(Math.abs(Number(values[at]) - Number(cells[2])) < 1e-3, `${row}`);
      assert.equal(values[facts[0]!.features.indexOf('island')], cells[1]);
    }
  });

  it('explains what follows a text by its characters, as many as the network reads', async () => {
    writeFileSync(join(folder, 'song.txt'), 'abcd. abdc. cabd. '.repeat(40));
    const spec = `{ "data": { "train": "song.txt", "context": 8 }, "task": "language",
      "layers": [{ "type": "embedding", "dimension": 4 }, { "type": "dense" }], "training": { "epochs": 1 } }`;
    writeFileSync(join(folder, 'song.nn.json'), spec);
    const { stdout } = await runCommand(['train', 'song.nn.json', '--json'], { cwd: folder });
    const done = JSON.parse(stdout.trim().split('\n').at(-1)!) as { run: string };
    await explain({ directory: done.run }, { background: { kind: 'rows', count: 100 } });
    const [told] = facts;
    assert.deepEqual([told!.isText, told!.method, told!.background.count], [true, 'occlusion', 20]);
    assert.deepEqual([told!.features.length, told!.outputs.length], [8, 6]);
    for (const { values, phi, prediction } of rows.values()) {
      assert.ok('abcd. abdc. cabd. '.repeat(2).includes(values.join('')));
      assert.equal(prediction.length, 6);
      // The network sees each character alone, so all but the last do nothing.
      assert.ok(phi.subarray(0, 7 * 6).every((value) => Math.abs(value) < 1e-9));
    }
  });

  it('explains an ONNX model on data that is given, whose rows are the background too', async () => {
    const fixtures = join(import.meta.dirname, '../../fixtures/onnx');
    const { rows: given, outputs } = JSON.parse(readFileSync(join(fixtures, 'dense.json'), 'utf8')) as {
      rows: number[][];
      outputs: number[][];
    };
    const data = join(folder, 'given.csv');
    writeFileSync(data, [['a', 'b', 'c', 'd'], ...given].map((row) => `${row.join(',')}\n`).join(''));
    await explain({ directory: join(fixtures, 'dense.onnx'), data });
    const [told] = facts;
    assert.deepEqual([told!.checkpoint, told!.isRun, told!.output], ['dense.onnx', false, 'logit']);
    assert.deepEqual(
      [told!.features, told!.outputs],
      [
        ['a', 'b', 'c', 'd'],
        ['0', '1', '2'],
      ],
    );
    assert.deepEqual([told!.background.count, told!.background.from], [4, 'rows of the data']);
    for (const { row, prediction, line } of rows.values()) {
      assert.equal(line, row + 2);
      prediction.forEach((value, o) => assert.ok(Math.abs(value - outputs[row]![o]!) < 1e-5));
    }
    assert.ok(Math.max(...residuals()) <= told!.bound!);
  });

  it('samples on until every row is within the bound, and leaves the others as they are', async () => {
    await explain({}, { method: 'expectedGradients', samples: 20 });
    const bound = facts[0]!.bound!;
    assert.ok(Math.max(...residuals()) > bound, 'twenty samples are too few');
    const settled = [...rows.values()].find(({ residual }) => residual.every((r) => Math.abs(r) <= bound))!;
    const before = [...settled.phi];
    assert.equal((await explanation.handlers.refine(null)).isCancelled, false);
    assert.ok(Math.max(...residuals()) <= bound);
    assert.ok(facts.at(-1)!.samples! > 20);
    assert.deepEqual([...rows.get(settled.row)!.phi], before);
  });

  it('explains the row on a line of other data first, and says why one cannot be', async () => {
    await explain({ data: join(folder, 'penguins.csv'), line: 9 });
    assert.equal([...rows.keys()][0], 7);
    assert.equal(facts[0]!.asked, 7);
    const refused = (line: number) => explain({ data: join(folder, 'penguins.csv'), line });
    await assert.rejects(refused(1), /Line 1 of penguins\.csv .*header/);
    await assert.rejects(refused(5), /Line 5 of penguins\.csv .*lacks a value/, 'a penguin without measures');
  });

  it('names what stands in the way', async () => {
    const text = readFileSync(join(folder, 'penguins.csv'), 'utf8');
    writeFileSync(join(folder, 'other.csv'), text.replace('bill_length_mm', 'bill'));
    await assert.rejects(explain({ data: join(folder, 'other.csv') }), /bill_length_mm/);
    await assert.rejects(explain({}, { method: 'linear' }), /linear explains linear models alone/);
    await assert.rejects(explain({ directory: join(folder, 'nowhere') }), /no checkpoint/i);
  });

  it('takes a background of one row, and of centres', async () => {
    await explain({}, { background: { kind: 'rows', count: 1 } });
    assert.ok(Math.max(...residuals()) <= facts[0]!.bound!);
    await explain({}, { background: { kind: 'centres', count: 5 } });
    assert.deepEqual([facts.at(-1)!.background.kind, facts.at(-1)!.background.count], ['centres', 5]);
    assert.ok(Math.max(...residuals()) <= facts.at(-1)!.bound!);
  });

  it('ends when it is told to, and when something else is asked', async () => {
    const first = explain({}, { method: 'kernel' });
    const second = explain({}, { method: 'deep' });
    assert.equal((await first).isCancelled, true);
    assert.equal((await second).isCancelled, false);
    const third = explain({}, { method: 'kernel' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await explanation.handlers.cancel(null);
    assert.equal((await third).isCancelled, true);
  });

  it('compares with weights drawn anew: what was learnt decides what a feature gets', async () => {
    await explain();
    const check = await explanation.handlers.randomize(null);
    assert.equal(check?.rows, 32);
    assert.ok(Math.abs(check.ofValues!) < 0.6, `${check.ofValues}`);
    assert.ok(check.ofSizes! < 0.8, `${check.ofSizes}`);
  });

  it('tells over the checkpoints how the model came to rely on its features', async () => {
    await explain();
    const history = await explanation.handlers.overCheckpoints(null);
    assert.ok(history);
    assert.equal(history.epochs[0], 0);
    assert.equal(history.epochs.at(-1), 15);
    const [features, outputs] = [6, 3];
    assert.equal(history.means.length, history.epochs.length * features * outputs);
    const sumAt = (epoch: number): number =>
      history.means
        .subarray(epoch * features * outputs, (epoch + 1) * features * outputs)
        .reduce((sum, value) => sum + value, 0);
    assert.ok(sumAt(history.epochs.length - 1) > 1.5 * sumAt(0), 'what is learnt makes logits larger');
  });
});
