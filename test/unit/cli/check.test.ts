import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, copyPenguins, runCommand } from './command.js';

interface Checked {
  readonly problems: readonly Record<string, unknown>[];
  readonly findings: readonly Record<string, unknown>[];
}

describe('netweight check', function () {
  this.timeout(120_000);
  before(buildCommand);

  /** Checks the penguins' spec with a part of its text replaced. */
  async function checkWith(from: string, to: string): Promise<{ status: number | null; checked: Checked }> {
    const folder = copyPenguins();
    const path = join(folder, 'penguins.nn.json');
    const text = readFileSync(path, 'utf8');
    assert.ok(text.includes(from), from);
    writeFileSync(path, text.replace(from, to));
    const { status, stdout } = await runCommand(['check', 'penguins.nn.json', '--json'], { cwd: folder });
    return { status, checked: JSON.parse(stdout) as Checked };
  }

  it('finds nothing wrong with a sound spec', async () => {
    const { status, checked } = await checkWith('"units": 16', '"units": 17');
    assert.equal(status, 0);
    assert.ok(checked.problems.every(({ severity }) => severity === 'information'));
    assert.deepEqual(checked.findings, []);
  });

  it('gives problems of the text with line, column and path', async () => {
    const { status, checked } = await checkWith('"relu"', '"rellu"');
    assert.equal(status, 1);
    const [problem] = checked.problems;
    assert.deepEqual(Object.keys(problem!), ['severity', 'code', 'message', 'line', 'column', 'path']);
    assert.deepEqual(
      [problem!['severity'], problem!['line'], problem!['path']],
      ['error', 11, ['layers', 0, 'activation']],
    );
  });

  it('gives problems of the data at the key that names them', async () => {
    const { status, checked } = await checkWith('"target": "species"', '"target": "specis"');
    assert.equal(status, 1);
    assert.deepEqual(checked.problems[0]!['path'], ['data', 'target']);
    assert.match(String(checked.problems[0]!['message']), /"species"/);
  });

  it('gives problems of the network at its layer', async () => {
    const { status, checked } = await checkWith('"name": "output" }', '"name": "output", "units": 2 }');
    assert.equal(status, 1);
    assert.deepEqual(checked.problems.at(-1)!['path'], ['layers', 2, 'units']);
  });

  it('gives the findings of a run on the lines of its spec; an error among them exits 1', async () => {
    const folder = copyPenguins();
    const path = join(folder, 'penguins.nn.json');
    const text = readFileSync(path, 'utf8');
    const sick = text.replace(
      '{ "type": "adam", "learningRate": 0.01 }',
      '{ "type": "sgd", "learningRate": 1e30 }',
    );
    writeFileSync(path, sick.replace('"relu"', '"linear"'));
    const trained = await runCommand(['train', 'penguins.nn.json', '--run', 'run', '--json'], {
      cwd: folder,
    });
    assert.equal(trained.status, 1, trained.stderr);
    const lines = trained.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([lines.at(-1)!['status'], lines.at(-1)!['loss']], ['diverged', null]);
    const told = lines.filter(({ event }) => event === 'finding').map(({ event: _, ...finding }) => finding);

    const { status, stdout } = await runCommand(['check', 'run', '--json'], { cwd: folder });
    assert.equal(status, 1);
    const { findings } = JSON.parse(stdout) as Checked;
    assert.ok(findings.some(({ code }) => code === 'not-finite'));
    assert.ok(findings.every(({ line }) => Number(line) >= 1));
    for (const finding of findings) assert.ok(told.some(({ code }) => code === finding['code']));
    const kept = JSON.parse(readFileSync(join(folder, 'run/findings.json'), 'utf8')) as Record<
      string,
      unknown
    >[];
    assert.deepEqual(
      findings.map(({ line: _, column: __, related: ___, ...finding }) => finding),
      kept.map(({ related: _, ...finding }) => finding),
    );
  });

  it('finds what event files show that others have written, without a spec', async () => {
    const folder = copyPenguins();
    const path = join(folder, 'penguins.nn.json');
    const text = readFileSync(path, 'utf8');
    const deep = Array.from(
      { length: 10 },
      (_, i) => `{ "type": "dense", "name": "deep${i}", "units": 16, "activation": "sigmoid" }`,
    );
    const hidden = text.indexOf('{ "type": "dense", "name": "hidden"');
    writeFileSync(path, `${text.slice(0, hidden)}${deep.join(',')},${text.slice(hidden)}`);
    const trained = await runCommand(['train', 'penguins.nn.json', '--run', 'run', '--epochs', '12'], {
      cwd: folder,
    });
    assert.equal(trained.status, 0, trained.stderr);
    for (const name of ['run.json', 'spec.nn.json', 'findings.json']) rmSync(join(folder, 'run', name));
    const { status, stdout } = await runCommand(['check', 'run', '--json'], { cwd: folder });
    assert.equal(status, 0);
    const [finding] = (JSON.parse(stdout) as Checked).findings;
    assert.deepEqual(
      [finding!['code'], finding!['layer'], finding!['line']],
      ['vanishing-gradient', 'deep0', 1],
    );
  });
});
