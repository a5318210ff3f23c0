import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runCommand } from './command.js';

const models = join(import.meta.dirname, '../../fixtures/models');
const iris = join(models, 'torch/mlp_iris_state_dict.pt');

interface Inspected {
  format: string;
  bytes: number;
  parameters: number;
  metadata: Record<string, string>;
  tensors: (Record<string, unknown> & { name: string; histogram: { edges: number[]; counts: number[] } })[];
}

describe('netweight inspect', () => {
  it('--json: the file, every tensor, every statistic', async () => {
    const { status, stdout, stderr } = await runCommand(['inspect', iris, '--json']);
    assert.deepEqual([status, stderr], [0, '']);
    const file = JSON.parse(stdout) as Inspected;
    assert.deepEqual(Object.keys(file), ['format', 'bytes', 'parameters', 'metadata', 'tensors']);
    assert.deepEqual(
      [file.format, file.bytes, file.parameters, file.tensors.length],
      ['pytorch', 3895, 403, 6],
    );
    const [first] = file.tensors;
    assert.deepEqual(
      Object.keys(first!),
      'name dtype shape parameters bytes min max mean std l2 zeros nan inf histogram'.split(' '),
    );
    assert.deepEqual(
      [first!.name, first!['dtype'], first!['shape'], first!['bytes']],
      ['fc1.weight', 'float32', [16, 4], 256],
    );
    assert.equal(first!['min'], -0.8307992815971375);
    assert.equal(first!.histogram.counts.length, 32);
    assert.equal(first!.histogram.edges.length, 33);
  });

  it('--tensor and --bins', async () => {
    const { stdout } = await runCommand(['inspect', iris, '--tensor', 'out.bias', '--bins', '4', '--json']);
    const { tensors, parameters } = JSON.parse(stdout) as Inspected;
    assert.deepEqual([tensors.map(({ name }) => name), parameters], [['out.bias'], 403]);
    assert.equal(
      tensors[0]!.histogram.counts.reduce((sum, count) => sum + count),
      3,
    );
    assert.equal(tensors[0]!.histogram.counts.length, 4);
  });

  it('a table for people', async () => {
    const { status, stdout } = await runCommand(['inspect', iris]);
    assert.equal(status, 0);
    assert.match(stdout, /^pytorch · 3\.8 KB · 6 tensors · 403 parameters\n/);
    assert.match(stdout, /│ fc2\.weight │ float32 │ +16×16 │ +256 │/);
  });

  it('findings of the file, in words and with their figures', async () => {
    const zoo = join(models, 'torch/dtype_zoo.pt');
    const { stdout } = await runCommand(['inspect', zoo]);
    assert.match(
      stdout,
      /\nerror not-finite nan_inf: 1 NaN and 2 infinite of 8 values, the first at \[1\]\n/,
    );
    const json = await runCommand(['inspect', zoo, '--json']);
    const { findings } = JSON.parse(json.stdout) as { findings: Record<string, unknown>[] };
    assert.deepEqual(
      findings.map(({ code, parameter, value, threshold }) => [code, parameter, value, threshold]),
      [
        ['not-finite', 'nan_inf', 3, 0],
        ['not-finite', 'all_nan', 4, 0],
        ['all-zeros', 'all_zero', 1, 1],
      ],
    );
  });

  it('what cannot be is exit 2 in one line that says what to do', async () => {
    for (const [args, message] of [
      [
        [iris, '--tensor', 'fc1.wieght'],
        /There is no tensor "fc1\.wieght" in the file; did you mean "fc1\.weight"\?/,
      ],
      [[iris, '--bins', '0'], /--bins is "0"/],
      [[join(models, 'none.pt')], /none\.pt: there is no such file/],
      [[models], /is a folder/],
      [[join(models, 'hostile/evil_os_system.pt')], /evil_os_system\.pt: .*posix\.system.*refused/],
      [[join(models, 'hostile/bad_stride0_huge.pt'), '--tensor', 'w'], /1099511627776 times over/],
    ] as const) {
      const { status, stdout, stderr } = await runCommand(['inspect', ...args]);
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    }
  });

  it('a tensor that cannot be read does not hide the others', async () => {
    const { status, stdout, stderr } = await runCommand([
      'inspect',
      join(models, 'hostile/bad_stride0_huge.pt'),
      '--json',
    ]);
    assert.equal(status, 0);
    const [tensor] = (JSON.parse(stdout) as Inspected).tensors;
    assert.deepEqual(
      [tensor!['mean'], tensor!['zeros'], tensor!.histogram],
      [null, null, { edges: [], counts: [] }],
    );
    assert.match(stderr, /too many to be read/);
  });
});
