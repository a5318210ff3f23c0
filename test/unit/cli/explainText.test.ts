import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, makeFolder, runCommand } from './command.js';

interface Explained {
  readonly method: string;
  readonly output: string;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly baseValue: readonly number[];
  readonly texts: readonly (readonly string[])[];
  readonly rows: readonly {
    readonly row: number;
    readonly prediction: readonly number[];
    readonly values: readonly (readonly number[])[];
    readonly residual: readonly number[];
  }[];
}

describe('netweight explain of a text', function () {
  this.timeout(120_000);
  let folder = '';
  const run = (...args: string[]) => runCommand(args, { cwd: folder });
  const explain = async (...args: string[]): Promise<Explained> => {
    const { status, stdout, stderr } = await run('explain', ...args, '--json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Explained;
  };

  before(async () => {
    await buildCommand();
    folder = makeFolder();
    writeFileSync(join(folder, 'song.txt'), 'abcd. abdc. cabd. dbca. '.repeat(60));
    writeFileSync(join(folder, 'end.txt'), 'dbca. abcd. ab');
    const spec = (layers: string): string => `{
      "data": { "train": "song.txt", "context": 8 }, "task": "language", "layers": [${layers}],
      "optimizer": { "type": "adam", "learningRate": 0.02 }, "training": { "epochs": 3, "batchSize": 16 } }`;
    const embedding = '{ "type": "embedding", "dimension": 8 }';
    // One sees the last character alone, the other all of them.
    writeFileSync(join(folder, 'last.nn.json'), spec(`${embedding}, { "type": "dense" }`));
    writeFileSync(
      join(folder, 'all.nn.json'),
      spec(`${embedding}, { "type": "gru", "units": 8, "returnSequences": true }, { "type": "dense" }`),
    );
    for (const name of ['last', 'all']) {
      const { status, stderr } = await run('train', `${name}.nn.json`, '--run', name);
      assert.equal(status, 0, stderr);
    }
  });

  it('gives what moves the next character to the characters that the network sees', async () => {
    const told = await explain('last', 'end.txt');
    assert.deepEqual([told.method, told.output], ['occlusion', 'logit']);
    assert.equal(told.rows.length, 1);
    assert.equal(told.texts[0]!.join(''), 'abcd. ab', 'the last characters of the text');
    const { values } = told.rows[0]!;
    assert.ok(values.slice(0, -1).every((each) => each.every((value) => Math.abs(value) < 1e-9)));
    assert.ok(values.at(-1)!.some((value) => Math.abs(value) > 0.1));
    const all = await explain('all', 'end.txt');
    assert.ok(all.rows[0]!.values.slice(0, -1).some((each) => each.some((value) => Math.abs(value) > 0.01)));
  });

  it('adds up by permutation, of logits and of probabilities', async () => {
    for (const output of ['logit', 'probability']) {
      const told = await explain('all', 'end.txt', '--method', 'permutation', '--output', output);
      assert.equal(told.rows[0]!.prediction.length, told.classes.length);
      const sum = told.rows[0]!.prediction.reduce((total, value) => total + value, 0);
      if (output === 'probability') assert.ok(Math.abs(sum - 1) < 1e-5);
      assert.ok(told.rows[0]!.residual.every((value) => Math.abs(value) < 1e-5));
    }
  });

  it('shows people the text, and which characters did it', async () => {
    const { stdout } = await run('explain', 'last', 'end.txt');
    assert.match(stdout, /^occlusion \(approximate\), against 20 rows of the training rows/);
    assert.match(stdout, /row \d+, logit of ".", which is expected to follow: /);
    assert.match(stdout, /\nabcd\. ab▁\n/);
    assert.match(stdout, /\n +-1 +d\.␠a\[b\] +[+−-]\d/);
  });

  it('refuses what cannot be done with text', async () => {
    for (const [method, message] of [
      ['importance', /a text has none; use another method/],
      ['expectedGradients', /reads tokens, by which nothing can be differentiated/],
    ] as const) {
      const { status, stderr } = await run('explain', 'last', 'end.txt', '--method', method);
      assert.equal(status, 2);
      assert.match(stderr, message);
    }
  });
});
