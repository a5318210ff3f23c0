import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/runs/run.js';
import { nodeFileSystem } from '../../../src/runs/node.js';
import { RunReader } from '../../../src/runs/reader.js';
import {
  buildCommand,
  copyPenguins,
  makeSlowTraining,
  parseLines,
  readCheckpoints,
  runCommand,
  type Line,
} from './command.js';

function readRecord(run: string): RunRecord {
  return JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as RunRecord;
}

/** All that the event file of a run says, without wall times. */
async function readEvents(run: string) {
  const reader = new RunReader(nodeFileSystem, run);
  await reader.readEvents();
  const { epochs, scalars } = reader.metrics(readRecord(run));
  const lasting = epochs.map(({ seconds: _, samplesPerSecond: __, ...epoch }) => epoch);
  return { epochs: lasting, scalars: [...scalars], histograms: [...reader.histograms] };
}

const isNumberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);

describe('netweight train', function () {
  this.timeout(120_000);
  before(buildCommand);

  it('learns the penguins to at least 97 % on rows it has not seen', async () => {
    const folder = copyPenguins();
    const { status, stdout, stderr } = await runCommand(['train', 'penguins.nn.json', '--json'], {
      cwd: folder,
    });
    assert.equal(status, 0, stderr);
    const lines = parseLines(stdout);
    const done = lines.at(-1)!;
    const metrics = done['metrics'] as Record<string, number>;
    assert.ok(metrics['validationAccuracy']! >= 0.97, `${metrics['validationAccuracy']}`);
    assert.deepEqual(Object.keys(done), ['event', 'run', 'status', 'epochs', 'loss', 'metrics']);
    assert.equal(done['status'], 'completed');
  });

  it('prints a line an epoch as the contract says', async () => {
    const folder = copyPenguins();
    const args = ['train', 'penguins.nn.json', '--epochs', '3', '--run', 'run', '--json'];
    const lines = parseLines((await runCommand(args, { cwd: folder })).stdout);
    assert.deepEqual(
      lines.map(({ event }) => event),
      ['epoch', 'epoch', 'epoch', 'done'],
    );
    const keys = [
      'epoch',
      'loss',
      'validationLoss',
      'metrics',
      'learningRate',
      'gradientNorm',
      'seconds',
      'samplesPerSecond',
    ];
    for (const [i, line] of lines.slice(0, 3).entries()) {
      assert.deepEqual(Object.keys(line), ['event', ...keys]);
      assert.equal(line['epoch'], i + 1);
      for (const key of ['loss', 'validationLoss', 'learningRate', 'seconds', 'samplesPerSecond']) {
        assert.ok(isNumberOrNull(line[key]), key);
      }
      assert.deepEqual(Object.keys(line['metrics'] as object), ['accuracy', 'validationAccuracy']);
      const names = ['hidden.weight', 'hidden.bias', 'output.weight', 'output.bias'];
      assert.deepEqual(Object.keys(line['gradientNorm'] as object), names);
    }
    assert.equal(lines.at(-1)!['run'], join(folder, 'run'));
    assert.equal(readRecord(join(folder, 'run')).plannedEpochs, 3);
  });

  it('gives the same bytes for the same seed', async () => {
    const folder = copyPenguins();
    for (const run of ['one', 'two']) {
      await runCommand(['train', 'penguins.nn.json', '--epochs', '20', '--run', run], { cwd: folder });
    }
    assertSameCheckpoints(join(folder, 'one'), join(folder, 'two'));
    assert.deepEqual(await readEvents(join(folder, 'one')), await readEvents(join(folder, 'two')));
  });

  let slow: ReturnType<typeof makeSlowTraining>;
  before(async () => {
    slow = makeSlowTraining(24);
    const whole = await runCommand(['train', slow.spec, '--run', 'whole'], { cwd: slow.folder });
    assert.equal(whole.status, 0, whole.stderr);
  });

  for (const [signal, words] of [
    ['SIGINT', 'stopped by Ctrl+C'],
    ['SIGTERM', 'stopped by SIGTERM'],
    ['SIGKILL', 'killed'],
  ] as const) {
    it(`goes on where it was ${words}, to the same bytes as if it never had been`, async () => {
      const { folder, spec } = slow;
      const run = `cut-by-${signal}`;
      const cut = await runCommand(['train', spec, '--run', run, '--json'], {
        cwd: folder,
        onLine: (line, child) => {
          if ((JSON.parse(line) as Line)['epoch'] === 5) child.kill(signal);
        },
      });
      assert.equal(cut.status, signal === 'SIGKILL' ? null : 130, cut.stderr);
      const left = readRecord(join(folder, run));
      assert.equal(left.status, signal === 'SIGKILL' ? 'running' : 'stopped');
      assert.ok(left.epochs < 24, `${left.epochs} epochs`);
      if (signal !== 'SIGKILL') assert.equal(parseLines(cut.stdout).at(-1)!['status'], 'stopped');

      const resumed = await runCommand(['train', spec, '--run', run, '--resume', '--json'], {
        cwd: folder,
      });
      assert.equal(resumed.status, 0, resumed.stderr);
      assertSameCheckpoints(join(folder, 'whole'), join(folder, run));
      assert.deepEqual(await readEvents(join(folder, run)), await readEvents(join(folder, 'whole')));
      const [a, b] = ['whole', run].map((name) => readRecord(join(folder, name)));
      assert.deepEqual(b!.best, a!.best);
      assert.deepEqual(b!.final!.metrics, a!.final!.metrics);
    });
  }

  it('shares a step between threads, to the same bytes, and ends by itself', async () => {
    const folder = copyPenguins();
    for (const threads of ['1', '3']) {
      const args = ['train', 'penguins.nn.json', '--epochs', '3', '--run', threads, '--threads', threads];
      assert.equal((await runCommand(args, { cwd: folder })).status, 0);
      assert.equal(readRecord(join(folder, threads)).threads, Number(threads));
    }
    assert.deepEqual(readCheckpoints(join(folder, '3')), readCheckpoints(join(folder, '1')));
  });

  it('resumes the newest unfinished run of a spec', async () => {
    const { folder, spec } = makeSlowTraining(8);
    const cut = await runCommand(['train', spec, '--json'], {
      cwd: folder,
      onLine: (line, child) => {
        if ((JSON.parse(line) as Line)['epoch'] === 2) child.kill('SIGINT');
      },
    });
    assert.equal(cut.status, 130, cut.stderr);
    const resumed = await runCommand(['train', spec, '--resume', '--json'], { cwd: folder });
    assert.equal(resumed.status, 0, resumed.stderr);
    const runs = readdirSync(join(folder, '.netweight/runs'));
    assert.equal(runs.length, 1);
    assert.equal(parseLines(resumed.stdout).at(-1)!['epochs'], 8);
    const again = await runCommand(['train', spec, '--resume'], { cwd: folder });
    assert.equal(again.status, 2);
    assert.match(again.stderr, /^netweight: There is no unfinished run of slow in .*\n$/);
  });

  it('says what it found to people, and how to go on', async () => {
    const folder = copyPenguins();
    const { status, stdout } = await runCommand(['train', 'penguins.nn.json', '--run', 'run'], {
      cwd: folder,
    });
    assert.equal(status, 0);
    assert.match(stdout, /^penguins\.nn\.json: 211 parameters, 266 rows, validated on 67, 60 epochs\n/);
    assert.match(stdout, /accuracy +│ +\d+\.\d\s% +│ +\d+\.\d\s%/);
    assert.match(stdout, /\nRun: run\nPredict: {2}netweight predict run DATA\.csv\n/);
    assert.ok(!stdout.includes('\u001b'), 'no colours where there is no terminal');
  });

  it('trains with several seeds: a run each, then mean and spread', async () => {
    const folder = copyPenguins();
    const args = ['train', 'penguins.nn.json', '--seeds', '2', '--epochs', '4', '--json'];
    const { status, stdout, stderr } = await runCommand(args, { cwd: folder });
    assert.equal(status, 0, stderr);
    const lines = parseLines(stdout);
    const last = lines.at(-1)!;
    const done = lines.filter(({ event }) => event === 'done');
    const runs = last['runs'] as string[];
    assert.deepEqual(
      done.map(({ run }) => run),
      runs,
    );
    assert.deepEqual([last['event'], last['seeds']], ['seeds', [42, 43]]);
    const [a, b] = done.map(({ metrics }) => (metrics as Record<string, number>)['validationAccuracy']!);
    const { mean, std } = (last['metrics'] as Record<string, { mean: number; std: number }>)[
      'validationAccuracy'
    ]!;
    assert.ok(Math.abs(mean - (a! + b!) / 2) < 1e-12);
    assert.ok(Math.abs(std - Math.abs(a! - b!) / Math.SQRT2) < 1e-12);
    const [first, second] = runs.map(readRecord);
    assert.ok(first!.group !== undefined && first!.group === second!.group);
    assert.deepEqual([first!.seed, second!.seed], [42, 43]);
    assert.match(readFileSync(join(runs[1]!, 'spec.nn.json'), 'utf8'), /"seed": 43/);
  });

  it('finds a learning rate: a line a step, the rate at the end, no run', async () => {
    const folder = copyPenguins();
    const { status, stdout, stderr } = await runCommand(
      ['train', 'penguins.nn.json', '--find-lr', '--json'],
      {
        cwd: folder,
      },
    );
    assert.equal(status, 0, stderr);
    const lines = parseLines(stdout);
    const done = lines.pop()!;
    for (const [i, line] of lines.entries()) {
      assert.deepEqual(Object.keys(line), ['event', 'step', 'learningRate', 'loss']);
      assert.equal(line['step'], i + 1);
      assert.ok(isNumberOrNull(line['loss']));
    }
    const { learningRate, ...rest } = done;
    assert.deepEqual(rest, { event: 'done', status: 'completed', steps: lines.length });
    assert.ok(Number(learningRate) > 1e-3 && Number(learningRate) < 0.2, `${learningRate as number}`);
    assert.deepEqual(readdirSync(join(folder, '.netweight')), ['.gitignore', 'range-tests']);
    const forPeople = await runCommand(['train', 'penguins.nn.json', '--find-lr'], { cwd: folder });
    assert.match(forPeople.stdout, /\nWrite "learningRate": [\d.]+ at penguins\.nn\.json:15:\d+\.\n$/);
    const both = await runCommand(['train', 'penguins.nn.json', '--find-lr', '--resume'], { cwd: folder });
    assert.equal(both.status, 2);
  });
});

/** Every checkpoint that both have is the same, and so are the ones that every run ends with. */
function assertSameCheckpoints(one: string, two: string): void {
  const [a, b] = [readCheckpoints(one), readCheckpoints(two)];
  const shared = [...a.keys()].filter((name) => b.has(name));
  for (const name of ['best.safetensors', 'last.safetensors', 'epoch-0001.safetensors']) {
    assert.ok(shared.includes(name), name);
  }
  for (const name of shared) assert.ok(a.get(name)!.equals(b.get(name)!), name);
}
