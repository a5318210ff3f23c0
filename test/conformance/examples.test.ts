import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, makeFolder, parseLines, runCommand, type Line } from '../unit/cli/command.js';
import { assertSameRows, hasTorch, predictInTorch, type PredictedRows } from './inTorch.js';

const examples = join(import.meta.dirname, '../../examples');

/** What an example is held to after so few epochs that a test has time for them. */
interface Example {
  readonly spec: string;
  readonly epochs: number;
  /** What to predict; a text is cut to a few rows. */
  readonly data: string;
  readonly expect: (metrics: Readonly<Record<string, number>>, codes: readonly string[]) => void;
}

const list: readonly Example[] = [
  {
    spec: 'penguins/penguins',
    epochs: 20,
    data: 'penguins/penguins.csv',
    expect: ({ validationAccuracy }) => assert.ok(validationAccuracy! > 0.9),
  },
  {
    spec: 'mnist/mnist',
    epochs: 2,
    data: 'mnist/mnist.npz',
    expect: ({ validationAccuracy, testAccuracy }) => {
      assert.ok(validationAccuracy! > 0.9);
      assert.ok(testAccuracy! > 0.88);
    },
  },
  {
    spec: 'residual/residual',
    epochs: 3,
    data: 'mnist/mnist.npz',
    expect: ({ validationAccuracy }) => assert.ok(validationAccuracy! > 0.85),
  },
  {
    spec: 'shakespeare/shakespeare',
    epochs: 1,
    data: 'shakespeare/shakespeare.txt',
    // Of 62 characters; what follows one letter brings it to about 12.
    expect: ({ validationPerplexity }) => assert.ok(validationPerplexity! < 13),
  },
  {
    spec: 'weather/weather',
    epochs: 8,
    data: 'weather/weather.csv',
    expect: ({ validationR2 }) => assert.ok(validationR2! > 0.83),
  },
  {
    spec: 'deep/deep',
    epochs: 15,
    data: 'penguins/penguins.csv',
    expect: ({ accuracy, validationAccuracy }, codes) => {
      assert.ok(accuracy! < 0.5 && validationAccuracy! < 0.5);
      assert.ok(codes.includes('vanishing-gradient'));
    },
  },
  {
    spec: 'deep/deep-norm',
    epochs: 15,
    data: 'penguins/penguins.csv',
    expect: ({ validationAccuracy }, codes) => {
      assert.ok(validationAccuracy! > 0.9);
      assert.ok(!codes.includes('vanishing-gradient'));
    },
  },
];

describe('examples', function () {
  this.timeout(300_000);
  const folder = makeFolder();
  const runOf = ({ spec }: Example): string => join(folder, `run-${spec.replace('/', '-')}`);
  const predicted = new Map<string, PredictedRows>();
  const dataOf = ({ data }: Example): string => join(folder, data);

  before(async () => {
    await buildCommand();
    cpSync(examples, folder, { recursive: true, filter: (path) => !path.includes('.netweight') });
  });

  it('are all held to what they say', () => {
    const specs = readdirSync(examples, { recursive: true, encoding: 'utf8' });
    const names = specs.filter((path) => path.endsWith('.nn.json') && !path.includes('.netweight'));
    assert.deepEqual(
      names.map((name) => name.replace('.nn.json', '')).sort(),
      list.map(({ spec }) => spec).sort(),
    );
    for (const { spec } of list) readFileSync(join(examples, spec, '../README.md'));
  });

  for (const example of list) {
    it(`${example.spec} has no problems, and learns what its README says`, async () => {
      const spec = join(folder, `${example.spec}.nn.json`);
      const checked = await runCommand(['check', spec, '--json']);
      const { problems } = JSON.parse(checked.stdout) as { problems: { severity: string }[] };
      assert.deepEqual(
        problems.filter(({ severity }) => severity !== 'information'),
        [],
      );

      const run = runOf(example);
      const args = ['train', spec, '--run', run, '--epochs', String(example.epochs), '--json'];
      const trained = await runCommand(args);
      assert.equal(trained.status, 0, trained.stderr);
      const lines = parseLines(trained.stdout);
      const done = lines.at(-1) as Line & { metrics: Record<string, number> };
      const codes = lines.filter(({ event }) => event === 'finding').map(({ code }) => String(code));
      example.expect(done.metrics, codes);
    });
  }

  it(`load strictly in PyTorch and predict the same there${hasTorch ? '' : ' (skipped: no torch)'}`, async function () {
    if (!hasTorch) this.skip();
    const text = dataOf({ data: 'shakespeare/shakespeare.txt' } as Example);
    writeFileSync(text, readFileSync(text, 'utf8').slice(0, 1000));
    for (const example of list) {
      const last = join(runOf(example), 'checkpoints/last.safetensors');
      const { status, stdout, stderr } = await runCommand(['predict', last, dataOf(example), '--json']);
      assert.equal(status, 0, stderr);
      predicted.set(example.spec, JSON.parse(stdout) as PredictedRows);
    }
    const theirs = predictInTorch(list.map((example) => ({ run: runOf(example), data: dataOf(example) })));
    for (const [i, { spec }] of list.entries()) {
      assert.ok(predicted.get(spec)!.rows.length > 10);
      assertSameRows(predicted.get(spec)!, theirs[i]!);
    }
  });
});
