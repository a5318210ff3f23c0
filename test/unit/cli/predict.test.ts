import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, copyPenguins, makeFolder, runCommand } from './command.js';

interface Predicted {
  readonly classes: readonly string[] | null;
  readonly rows: readonly {
    readonly row: number;
    readonly output: readonly number[];
    readonly label: unknown;
  }[];
}

const predictJson = async (folder: string, ...args: string[]): Promise<Predicted> => {
  const { status, stdout, stderr } = await runCommand(['predict', ...args, '--json'], { cwd: folder });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Predicted;
};

/** A small table of two numbers whose sum decides everything, and a spec for it. */
function makeSums(target: string | readonly string[], data: object): string {
  const folder = makeFolder();
  const lines = ['a,b,sum,sign,odd,even'];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [(i * 37) % 23, (i * 53) % 19];
    const sum = 1000 + 50 * (a - b);
    lines.push([a, b, sum, a > b ? 'plus' : 'minus', Number(a > 11), Number(b > 9)].join(','));
  }
  writeFileSync(join(folder, 'sums.csv'), lines.join('\n'));
  const spec = {
    data: { train: 'sums.csv', target, features: ['a', 'b'], ...data },
    layers: [{ type: 'dense', units: 8, activation: 'tanh' }, { type: 'dense' }],
    optimizer: { type: 'adam', learningRate: 0.02 },
    training: { epochs: 60, seed: 1 },
  };
  writeFileSync(join(folder, 'sums.nn.json'), JSON.stringify(spec));
  return folder;
}

describe('netweight predict', function () {
  this.timeout(60_000);
  before(buildCommand);

  it('gives probabilities and labels of classes, with or without the target, and keeps row numbers', async () => {
    const folder = copyPenguins();
    await runCommand(['train', 'penguins.nn.json', '--run', 'run'], { cwd: folder });
    const { classes, rows } = await predictJson(folder, 'run', 'penguins.csv');
    assert.deepEqual(classes, ['Adelie', 'Chinstrap', 'Gentoo']);
    assert.equal(rows.length, 333);
    assert.deepEqual(
      rows.slice(0, 4).map(({ row }) => row),
      [0, 1, 2, 4],
    );
    const lines = readFileSync(join(folder, 'penguins.csv'), 'utf8').trimEnd().split('\n');
    const correct = rows.filter(({ row, label }) => lines[row + 1]!.startsWith(`${String(label)},`));
    assert.ok(correct.length / rows.length >= 0.97, `${correct.length} of ${rows.length}`);
    for (const { output } of rows) {
      assert.ok(Math.abs(output.reduce((sum, p) => sum + p, 0) - 1) < 1e-9);
    }

    const header = lines[0]!.split(',');
    const without = lines.map((line) => line.split(',').slice(1).join(','));
    assert.equal(header[0], 'species');
    writeFileSync(join(folder, 'unknown.csv'), without.join('\n'));
    assert.deepEqual((await predictJson(folder, 'run', 'unknown.csv')).rows, rows);

    // A checkpoint predicts by itself, wherever it lies.
    const elsewhere = makeFolder();
    copyFileSync(join(folder, 'run/checkpoints/best.safetensors'), join(elsewhere, 'moved.safetensors'));
    const moved = join(elsewhere, 'moved.safetensors');
    assert.deepEqual((await predictJson(folder, moved, 'penguins.csv')).rows, rows);
  });

  it('gives one probability for two classes', async () => {
    const folder = makeSums('sign', {});
    await runCommand(['train', 'sums.nn.json', '--run', 'run'], { cwd: folder });
    const { classes, rows } = await predictJson(folder, 'run', 'sums.csv');
    assert.deepEqual(classes, ['minus', 'plus']);
    for (const { output, label } of rows) {
      assert.equal(output.length, 1);
      assert.equal(label, output[0]! >= 0.5 ? 'plus' : 'minus');
    }
  });

  it('gives every label that is likely', async () => {
    const folder = makeSums(['odd', 'even'], {});
    await runCommand(['train', 'sums.nn.json', '--run', 'run'], { cwd: folder });
    const { classes, rows } = await predictJson(folder, 'run', 'sums.csv');
    assert.deepEqual(classes, ['odd', 'even']);
    for (const { output, label } of rows) {
      assert.deepEqual(
        label,
        classes?.filter((_, i) => output[i]! >= 0.5),
      );
    }
  });

  it('gives values in the original units of a scaled target', async () => {
    const folder = makeSums('sum', { scaleTarget: 'standard' });
    const { stdout } = await runCommand(['train', 'sums.nn.json', '--run', 'run', '--json'], { cwd: folder });
    const { metrics } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { metrics: Record<string, number> };
    const { classes, rows } = await predictJson(folder, 'run', 'sums.csv');
    assert.equal(classes, null);
    const lines = readFileSync(join(folder, 'sums.csv'), 'utf8').split('\n');
    const errors = rows.map(({ row, output }) =>
      Math.abs(output[0]! - Number(lines[row + 1]!.split(',')[2])),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(mean < 40, `mean absolute error ${mean}`);
    const { meanAbsoluteError, validationMeanAbsoluteError, validationR2 } = metrics;
    assert.ok(meanAbsoluteError! > mean / 4 && meanAbsoluteError! < mean * 4);
    assert.ok(validationMeanAbsoluteError! > mean / 4 && validationMeanAbsoluteError! < mean * 4);
    assert.ok(validationR2! > 0.95 && validationR2! < 1);
  });

  it('writes a table for people, to a file with --out', async () => {
    const folder = copyPenguins();
    await runCommand(['train', 'penguins.nn.json', '--run', 'run'], { cwd: folder });
    const { stdout } = await runCommand(['predict', 'run', 'penguins.csv'], { cwd: folder });
    assert.match(stdout, /^row,species,p\(Adelie\),p\(Chinstrap\),p\(Gentoo\)\n0,Adelie,/);
    await runCommand(['predict', 'run', 'penguins.csv', '--out', 'out.csv'], { cwd: folder });
    assert.equal(readFileSync(join(folder, 'out.csv'), 'utf8'), stdout);
  });
});
