import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const python = '/usr/bin/python3';

/** Whether there is a PyTorch to hold checkpoints against. */
export const hasTorch =
  spawnSync(python, ['-c', 'import numpy; from importlib.util import find_spec; assert find_spec("torch")'])
    .status === 0;

/** What `predict --json` prints. */
export interface PredictedRows {
  readonly rows: readonly { readonly row: number; readonly output: readonly number[] }[];
}

/** Loads the last checkpoint of each run strictly into a module of PyTorch, and predicts the rows of its data. */
export function predictInTorch(
  runs: readonly { readonly run: string; readonly data: string }[],
): PredictedRows[] {
  const script = join(root, 'test/reference/load_checkpoint.py');
  const output = execFileSync(python, [script, ...runs.flatMap(({ run, data }) => [run, data])], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PredictedRows);
}

/** Within 1e-5, of values relative to their size. */
export function assertSameRows({ rows: ours }: PredictedRows, { rows: theirs }: PredictedRows): void {
  assert.deepEqual(
    ours.map(({ row }) => row),
    theirs.map(({ row }) => row),
  );
  for (const [i, { row, output }] of ours.entries()) {
    assert.equal(output.length, theirs[i]!.output.length);
    for (const [j, value] of output.entries()) {
      const expected = theirs[i]!.output[j]!;
      const error = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
      assert.ok(error <= 1e-5, `row ${row}: ${value}, in PyTorch ${expected}`);
    }
  }
}
