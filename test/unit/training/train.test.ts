import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { openModel } from '../../../src/formats/index.js';
import { memorySource } from '../../../src/formats/memory.js';
import { toFloatTensor } from '../../../src/tensor/decode.js';
import type { FloatTensor } from '../../../src/tensor/tensor.js';
import { Killed } from '../runs/memoryFileSystem.js';
import { MemoryTraining, specPath, writeSpec } from './memoryTraining.js';

async function readWeights(training: MemoryTraining, name: string): Promise<Map<string, FloatTensor>> {
  const bytes = training.fileSystem.files.get(`/run/checkpoints/${name}`)!;
  const file = await openModel(memorySource(bytes), name);
  const tensors = await Promise.all(file.tensors.map(async (info) => toFloatTensor(await file.read(info))));
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

/** Which epochs have a checkpoint may depend on the clock and on stopping; what is in them may not. */
function assertSameCheckpoints(one: MemoryTraining, other: MemoryTraining, when: string): void {
  const [a, b] = [one.checkpoints(), other.checkpoints()];
  for (const name of ['best.safetensors', 'last.safetensors']) assert.ok(a.has(name) && b.has(name), name);
  for (const [name, hash] of a) if (b.has(name)) assert.equal(hash, b.get(name), `${name}, ${when}`);
}

describe('training', function () {
  this.timeout(60_000);

  it('leaves a run that says how it went', async () => {
    const training = new MemoryTraining();
    const { directory, run } = await training.run(writeSpec());
    assert.equal(directory, '/run');
    assert.equal(run.status, 'completed');
    assert.equal(run.spec, specPath);
    assert.equal(run.epochs, 6);
    assert.deepEqual(run.final, training.epochs().at(-1));
    assert.ok(run.best!.epoch >= 1 && run.best!.epoch <= 6);
    assert.deepEqual(
      training.events.filter(({ type }) => type === 'started' || type === 'done').map(({ type }) => type),
      ['started', 'done'],
    );
    const { loss, validationLoss, metrics } = training.epochs().at(-1)!;
    assert.ok(loss! < training.epochs()[0]!.loss!);
    assert.ok(validationLoss! > 0);
    assert.deepEqual(Object.keys(metrics), ['accuracy', 'validationAccuracy']);
    assert.ok(metrics['accuracy']! > 0.6 && metrics['accuracy']! <= 1);
  });

  it('computes the same whatever the clock says', async () => {
    const still = new MemoryTraining();
    await still.run(writeSpec());
    for (const tickMilliseconds of [0.01, 9, 400]) {
      const moving = new MemoryTraining();
      moving.tickMilliseconds = tickMilliseconds;
      await moving.run(writeSpec());
      assertSameCheckpoints(moving, still, `${tickMilliseconds} ms a look`);
      assert.deepEqual(await moving.logged(), await still.logged());
    }
  });

  /** Cuts its rate, loses patience: everything that a state has to hold comes to bear. */
  const demanding = writeSpec({
    optimizer: { type: 'adam', learningRate: 0.3, amsgrad: true },
    schedule: { type: 'reduceOnPlateau', patience: 0, warmupEpochs: 2 },
    training: {
      epochs: 30,
      batchSize: 16,
      seed: 2,
      clipNorm: 0.5,
      checkpointEvery: 3,
      earlyStopping: { patience: 4 },
    },
  });

  it('stopped after any step and resumed, ends with the same bytes', async () => {
    const whole = new MemoryTraining();
    const { run: expected } = await whole.run(demanding);
    const logged = await whole.logged();
    assert.equal(expected.status, 'early-stopped');
    assert.ok(new Set(whole.epochs().map(({ learningRate }) => learningRate)).size > 3, 'rates were cut');
    for (let stopAt = 1; ; stopAt++) {
      const cut = new MemoryTraining();
      cut.tickMilliseconds = 60; // every step is followed by a breath
      let breaths = 0;
      cut.onEvent = ({ type }) => {
        if (type === 'samples' && ++breaths === stopAt) cut.control.stop();
      };
      const { run } = await cut.run(demanding);
      if (run.status !== 'stopped') break;
      cut.onEvent = () => undefined;
      const { run: ended } = await cut.run('', { resume: true });
      assert.equal(ended.status, 'early-stopped');
      assertSameCheckpoints(cut, whole, `stopped at breath ${stopAt}`);
      assert.ok(isDeepStrictEqual(await cut.logged(), logged), `events, stopped at breath ${stopAt}`);
    }
  });

  it('killed before any change on the disk and resumed, ends with the same bytes', async () => {
    const whole = new MemoryTraining();
    await whole.run(demanding);
    const logged = await whole.logged();
    const total = whole.fileSystem.operations.length;
    assert.ok(total > 30);
    let resumedRuns = 0;
    for (let at = 1; at < total; at += 2) {
      const cut = new MemoryTraining();
      cut.fileSystem.diesBefore = at;
      await assert.rejects(cut.run(demanding), Killed);
      cut.fileSystem.diesBefore = Infinity;
      const resumed = cut.run('', { resume: true });
      const isTooEarly = await resumed.then(
        () => false,
        (error: Error & { code?: string }) => {
          assert.ok(['no-run', 'no-state', 'finished'].includes(error.code!), `${at}: ${error.message}`);
          return true;
        },
      );
      if (isTooEarly && !cut.fileSystem.files.has('/run/last.state')) continue;
      resumedRuns++;
      assertSameCheckpoints(cut, whole, `killed before change ${at}`);
      assert.ok(isDeepStrictEqual(await cut.logged(), logged), `events, killed before change ${at}`);
    }
    assert.ok(resumedRuns > 10, `${resumedRuns} runs were resumed`);
  });

  it('refuses to resume on data that changed', async () => {
    const training = new MemoryTraining();
    training.tickMilliseconds = 60;
    training.onEvent = ({ type }) => {
      if (type === 'epoch') training.control.stop();
    };
    await training.run(writeSpec());
    const table = new TextDecoder().decode(training.files.get('small.csv'));
    training.files.set('small.csv', new TextEncoder().encode(`${table}\n0,0,yes,p,0,0`));
    await assert.rejects(training.run('', { resume: true }), { code: 'data-changed' });
  });

  it('pauses and continues without a trace', async () => {
    const whole = new MemoryTraining();
    await whole.run(writeSpec());
    const paused = new MemoryTraining();
    paused.tickMilliseconds = 60;
    paused.onEvent = ({ type }) => {
      if (type === 'epoch') paused.control.pause();
      if (type === 'paused') setImmediate(() => paused.control.continue());
    };
    const { run } = await paused.run(writeSpec());
    assert.equal(run.status, 'completed');
    const types = paused.events.map(({ type }) => type);
    assert.ok(types.includes('paused') && types.includes('continued'));
    assert.deepEqual(await paused.logged(), await whole.logged());
  });

  it('stops while it is paused', async () => {
    const training = new MemoryTraining();
    training.tickMilliseconds = 60;
    training.onEvent = ({ type }) => {
      if (type === 'epoch') training.control.pause();
      if (type === 'paused') setImmediate(() => training.control.stop());
    };
    const { run } = await training.run(writeSpec());
    assert.equal(run.status, 'stopped');
    assert.ok(!training.events.some(({ type }) => type === 'continued'));
  });

  it('stops early, keeps the best, and leaves last where training stood', async () => {
    const training = new MemoryTraining();
    const early = (restoreBest: boolean) =>
      writeSpec({
        optimizer: { type: 'sgd', learningRate: 3 },
        training: { epochs: 200, batchSize: 8, seed: 2, earlyStopping: { patience: 3, restoreBest } },
      });
    const { run } = await training.run(early(true));
    assert.equal(run.status, 'early-stopped');
    const losses = training.epochs().map(({ validationLoss }) => validationLoss!);
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(run.best!.epoch, best + 1);
    assert.equal(losses.length, best + 1 + 3);
    assert.equal(run.final!.epoch, best + 1);
    const checkpoints = training.checkpoints();
    const name = (epoch: number): string => `epoch-${String(epoch).padStart(4, '0')}.safetensors`;
    assert.equal(checkpoints.get('best.safetensors'), checkpoints.get(name(best + 1)));
    assert.equal(checkpoints.get('last.safetensors'), checkpoints.get(name(losses.length)));
    assert.notEqual(checkpoints.get('last.safetensors'), checkpoints.get('best.safetensors'));

    const other = new MemoryTraining();
    const { run: last } = await other.run(early(false));
    assert.equal(last.final!.epoch, losses.length);
  });

  it('diverges at the step whose loss is not finite, and says so', async () => {
    const spec = writeSpec({
      data: { train: 'small.csv', target: 'y', features: ['a', 'b'] },
      layers: [{ type: 'dense', units: 4 }, { type: 'dense' }],
      optimizer: { type: 'sgd', learningRate: 1e9 },
    });
    const training = new MemoryTraining();
    const { run } = await training.run(spec);
    assert.equal(run.status, 'diverged');
    assert.equal(run.epochs, 0);
    const findings = training.events.flatMap((event) => (event.type === 'findings' ? event.findings : []));
    assert.ok(
      findings.some(({ code }) => code === 'not-finite'),
      JSON.stringify(findings.map(({ code }) => code)),
    );
    const again = new MemoryTraining();
    again.tickMilliseconds = 20;
    await again.run(spec);
    assert.deepEqual(again.checkpoints(), training.checkpoints());
  });

  it('measures the test set once, with the best weights', async () => {
    const unsteady = (epochs: number) =>
      writeSpec({
        data: { train: 'small.csv', target: 'label', features: ['a', 'b'], test: 0.2 },
        optimizer: { type: 'sgd', learningRate: 3 },
        training: { epochs, batchSize: 8, seed: 2 },
      });
    const long = new MemoryTraining();
    const { run } = await long.run(unsteady(8));
    const names = ['accuracy', 'validationAccuracy'];
    assert.deepEqual(Object.keys(run.final!.metrics), [...names, 'testLoss', 'testAccuracy']);
    assert.deepEqual(Object.keys(long.epochs()[0]!.metrics), names);
    assert.ok(run.best!.epoch < 8, 'the best is not the last');
    const short = new MemoryTraining();
    const { run: best } = await short.run(unsteady(run.best!.epoch));
    assert.equal(run.final!.metrics['testLoss'], best.final!.metrics['testLoss']);
  });

  it('measures errors and r² of values, and has no common error of differently scaled targets', async () => {
    const training = new MemoryTraining();
    const regression = (target: unknown, scaleTarget: string) =>
      writeSpec({ data: { train: 'small.csv', target, features: ['a', 'b'], scaleTarget }, loss: 'mse' });
    const { run } = await training.run(regression('y', 'standard'));
    const names = ['meanAbsoluteError', 'r2', 'validationMeanAbsoluteError', 'validationR2'];
    assert.deepEqual(Object.keys(run.final!.metrics), names);
    assert.ok(Object.values(run.final!.metrics).every(Number.isFinite));
    const both = new MemoryTraining();
    const { run: two } = await both.run(regression(['y', 'z'], 'standard'));
    assert.equal(two.final!.metrics['meanAbsoluteError'], null);
    assert.ok(Number.isFinite(two.final!.metrics['r2']));
  });

  it('starts from pretrained weights; what is frozen stays the same bytes', async () => {
    const base = new MemoryTraining();
    await base.run(writeSpec());
    const learnt = await readWeights(base, 'last.safetensors');
    const target = { train: 'small.csv', target: 'kind', features: ['a', 'b'] };
    const transfer = (freeze: readonly string[]) =>
      writeSpec({
        data: target,
        pretrained: { weights: 'base.safetensors', freeze, rename: { 'old.': 'hidden.' } },
      });
    const training = new MemoryTraining();
    const renamed = [...learnt.values()].map((tensor) => ({
      ...tensor,
      name: tensor.name.replace('hidden.', 'old.'),
    }));
    training.giveWeights('base.safetensors', renamed);
    const { run } = await training.run(transfer(['hidden.*', 'norm']));
    assert.equal(run.status, 'completed');
    const warnings = training.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    assert.ok(
      warnings.some((message) => message.includes('"output.weight" has shape [3, 4] here and [1, 4]')),
      warnings.join('\n'),
    );
    const weights = await readWeights(training, 'last.safetensors');
    for (const name of [
      'hidden.weight',
      'hidden.bias',
      'norm.weight',
      'norm.running_mean',
      'norm.running_var',
    ]) {
      assert.deepEqual(weights.get(name)!.values, learnt.get(name)!.values, name);
    }
    const names = ['output.weight', 'output.bias'];
    assert.deepEqual(Object.keys(training.epochs()[0]!.gradientNorm), names);

    await training.fileSystem.remove('/run/run.json');
    training.fileSystem.directories.clear();
    training.fileSystem.files.clear();
    await training.run(transfer([]));
    const free = await readWeights(training, 'last.safetensors');
    assert.notDeepEqual(free.get('hidden.weight')!.values, learnt.get('hidden.weight')!.values);
  });

  it('refuses a spec with problems, naming the first and their number', async () => {
    const training = new MemoryTraining();
    await assert.rejects(training.run(writeSpec({ loss: 'mean', optimizer: 'adan' })), {
      code: 'spec-problems',
      message: /^\/project\/small\.nn\.json:1:\d+: .* \(and 1 more\)$/,
    });
    assert.equal(training.fileSystem.operations.length, 0);
  });
});
