import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingEvent } from '../../../src/protocol/training.js';
import type { RunRecord } from '../../../src/runs/run.js';
import { startTrainingWorker, type TrainingWorker } from '../../../src/worker/client.js';
import { buildCommand, copyPenguins, makeFolder, makeSlowTraining } from '../cli/command.js';

describe('training worker', function () {
  this.timeout(60_000);
  let entry = '';
  let worker: TrainingWorker;
  let events: TrainingEvent[];
  let finished: RunRecord | null = null;
  let waiting: { readonly type: TrainingEvent['type']; readonly met: () => void }[];

  before(async () => {
    entry = (await buildCommand()).worker;
  });
  beforeEach(() => start(entry));
  afterEach(() => worker.dispose());

  function start(path: string, heapMegabytes = 1024): void {
    events = [];
    waiting = [];
    worker = startTrainingWorker({
      entry: path,
      heapMegabytes,
      onEvents: (heard) => {
        events.push(...heard);
        for (const { type, met } of waiting) if (heard.some((event) => event.type === type)) met();
      },
    });
  }

  /** Resolves at the next event of this type. */
  const next = (type: TrainingEvent['type']): Promise<void> =>
    new Promise((met) => waiting.push({ type, met }));
  const typesOf = (): string[] => events.map(({ type }) => type);
  const trainSlow = (epochs: number) => {
    const { spec } = makeSlowTraining(epochs);
    return worker.train({ specPath: spec, resume: false, overrides: {} });
  };

  it('trains, tells everything in order, and replies with the run', async () => {
    const specPath = join(copyPenguins(), 'penguins.nn.json');
    const { directory, run } = await worker.train({ specPath, resume: false, overrides: { epochs: 7 } });
    assert.equal(run.status, 'completed');
    assert.equal(typesOf()[0], 'started');
    assert.equal(typesOf().at(-1), 'done');
    const epochs = events.flatMap((event) => (event.type === 'epoch' ? [event.metrics.epoch] : []));
    assert.deepEqual(epochs, [1, 2, 3, 4, 5, 6, 7]);
    const steps = events.flatMap((event) => (event.type === 'samples' ? [...event.samples.steps] : []));
    assert.ok(steps.length > 0 && steps.every((step, i) => i === 0 || step > steps[i - 1]!));
    const record = JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8')) as RunRecord;
    assert.deepEqual(record, run);
    finished = run;
  });

  it('trains the editor’s text where it is newer than the file', async () => {
    const specPath = join(copyPenguins(), 'penguins.nn.json');
    const specText = readFileSync(specPath, 'utf8').replace('"units": 16', '"units": 5');
    const { run } = await worker.train({ specPath, specText, resume: false, overrides: { epochs: 1 } });
    assert.deepEqual(run.layers[0]!.parameters[0]!.shape, [5, 9]);
  });

  it('pauses, continues and stops', async () => {
    const ended = trainSlow(5000);
    await next('epoch');
    const paused = next('paused');
    await worker.pause();
    await paused;
    const told = events.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(typesOf().slice(told), []);
    const continued = next('continued');
    await worker.continue();
    await continued;
    await next('samples');
    await worker.stop();
    const { run } = await ended;
    assert.equal(run.status, 'stopped');
  });

  it('refuses what cannot be trained, with a code', async () => {
    const specPath = join(makeFolder(), 'none.nn.json');
    await assert.rejects(worker.train({ specPath, resume: false, overrides: {} }), { code: 'no-spec' });
    await assert.rejects(
      worker.train({ specPath, specText: '{ "layers": [] }', resume: false, overrides: {} }),
      { code: 'spec-problems' },
    );
  });

  it('trains one network at a time', async () => {
    const ended = trainSlow(5000);
    await next('started');
    await assert.rejects(trainSlow(1), { message: 'This worker trains already; start another one.' });
    await worker.stop();
    await ended;
  });

  it('says what the data has to say of a spec, and proposes a first one', async () => {
    const folder = copyPenguins();
    const specPath = join(folder, 'penguins.nn.json');
    const specText = readFileSync(specPath, 'utf8').replace('"species"', '"speciess"');
    const { problems } = await worker.check({ specPath, specText });
    assert.deepEqual(
      problems.map(({ severity, path }) => `${severity} ${path.join('.')}`),
      ['error data.target'],
    );
    const proposal = await worker.propose({ dataPath: join(folder, 'penguins.csv') });
    assert.equal(proposal.columns.length, 8);
    assert.match(proposal.text, /"train": "penguins\.csv"/);
    const { target } = await worker.propose({ dataPath: join(folder, 'penguins.csv'), target: 'sex' });
    assert.equal(target, 'sex');
  });

  it('leaves a run that is ended from outside as stopped, to be resumed', async () => {
    const ended = trainSlow(5000);
    await next('epoch');
    const started = events[0] as Extract<TrainingEvent, { type: 'started' }>;
    worker.dispose();
    await assert.rejects(ended, { code: 'disposed' });
    const record = JSON.parse(readFileSync(join(started.directory, 'run.json'), 'utf8')) as RunRecord;
    assert.equal(record.status, 'stopped');
  });

  for (const [what, code, body] of [
    ['dies of an error nobody caught', 'worker-failed', 'setTimeout(() => { throw new Error("boom"); });'],
    ['runs out of memory', 'out-of-memory', 'const held = []; for (;;) held.push(new Array(1e5).fill(0.5));'],
    ['just ends', 'worker-ended', 'process.exit(3);'],
  ] as const) {
    it(`turns a worker that ${what} into an error that names the run`, async function () {
      const folder = makeFolder();
      const record = { ...finished, status: 'running', pid: 1, finishedAt: null };
      writeFileSync(join(folder, 'run.json'), JSON.stringify(record));
      const crashing = join(folder, 'crashing.js');
      const told = { kind: 'event', name: 'training', payload: [{ type: 'started', directory: folder }] };
      writeFileSync(
        crashing,
        `require('node:worker_threads').parentPort.on('message', () => {
           require('node:worker_threads').parentPort.postMessage(${JSON.stringify(told)});
           setTimeout(() => { ${body} }, 50);
         });`,
      );
      worker.dispose();
      start(crashing, 32);
      const limited = worker.train({ specPath: '', resume: false, overrides: {} });
      await assert.rejects(limited, (error: Error & { code?: string }) => {
        assert.equal(error.code, code);
        assert.ok(error.message.includes(folder), error.message);
        return true;
      });
      const left = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
      assert.equal(left.status, 'failed');
      assert.equal(typeof left.error, 'string');
    });
  }
});
