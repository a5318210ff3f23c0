import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../../../src/formats/writeSafetensors.js';
import { toTensor } from '../../../src/runs/checkpoint.js';
import { buildCommand, makeFolder, runCommand } from './command.js';

describe('netweight diff', function () {
  this.timeout(60_000);
  let folder = '';
  const run = (...args: string[]) => runCommand(['diff', ...args], { cwd: folder });

  before(async () => {
    await buildCommand();
    folder = makeFolder();
    const write = (name: string, tensors: Record<string, readonly [number[], number[]]>): void => {
      const all = Object.entries(tensors).map(([tensor, [shape, values]]) =>
        toTensor({ name: tensor, shape, values: Float32Array.from(values) }),
      );
      writeFileSync(join(folder, name), writeSafetensors(all, {}));
    };
    write('a.safetensors', {
      'fc.weight': [[2], [3, 4]],
      kept: [[2], [1, NaN]],
      shaped: [
        [2, 2],
        [1, 2, 3, 4],
      ],
      gone: [[1], [1]],
    });
    write('b.safetensors', {
      'module.fc.weight': [[2], [6, 0]],
      kept: [[2], [1, NaN]],
      shaped: [[4], [1, 2, 3, 4]],
      fresh: [[1], [1]],
    });
  });

  it('gives every tensor its status and figures as JSON', async () => {
    const { status, stdout } = await run('a.safetensors', 'b.safetensors', '--json');
    assert.equal(status, 0);
    const nothing = { l2: null, relative: null, cosine: null, maxAbs: null };
    assert.deepEqual(JSON.parse(stdout), {
      tensors: [
        { name: 'fc.weight', status: 'changed', l2: 5, relative: 1, cosine: 0.6, maxAbs: 4 },
        { name: 'kept', status: 'same', l2: 0, relative: 0, cosine: 1, maxAbs: 0 },
        { name: 'shaped', status: 'reshaped', ...nothing },
        { name: 'gone', status: 'removed', ...nothing },
        { name: 'fresh', status: 'added', ...nothing },
      ],
    });
  });

  it('shows people what differs, and counts what is the same', async () => {
    const { stdout } = await run('a.safetensors', 'b.safetensors');
    assert.match(stdout, /^1 changed · 1 same · 1 added · 1 removed · 1 reshaped\n/);
    assert.match(
      stdout,
      /fc\.weight → module\.fc\.weight │ changed +│ +2 │ +5\.00 │ +1\.0e0 │ █+ │ +0\.6000 │ +4\.00 │ █▁+█ │/,
    );
    assert.match(stdout, /shaped +│ reshaped │ 2×2 → 4 │ +– │/);
    assert.doesNotMatch(stdout, /kept/);
    assert.match((await run('a.safetensors', 'a.safetensors')).stdout, /^4 same\n$/);
  });

  for (const [args, message] of [
    [['a.safetensors'], /diff takes 2 files, not 1/],
    [['a.safetensors', 'none.safetensors'], /none\.safetensors: there is no such file/],
  ] as const) {
    it(`refuses ${args.join(' ')} in one line`, async () => {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
  }
});
