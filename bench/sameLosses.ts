import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../src/tensor/kernels/machine.js';
import { createReferenceMachine } from '../src/tensor/kernels/reference.js';
import { createJobSession, drawJobRows } from './job.js';
import { jobs, type JobName } from './jobs.mjs';

/** In single precision our kernels, in double our reference of them. */
export type Precision = 'float32' | 'float64';

/**
 * Whether PyTorch, at `python` and `script`, trains the very same network: both begin with the same weights and rows
 * and do some steps. Returns the largest difference of their losses in a step, as a share of the loss.
 */
export function compareLosses(
  name: JobName,
  python: string,
  script: string,
  steps: number,
  precision: Precision,
): number {
  const whole = jobs[name];
  const job = { ...whole, rows: steps * whole.batchSize };
  const rows = drawJobRows(job);
  const reference = (machine: Machine): Machine => createReferenceMachine(machine.floats.length, 'f64');
  const session = createJobSession(
    job,
    { deterministic: true, shuffle: false, ...(precision === 'float64' ? { machine: reference } : {}) },
    rows,
  );
  const file = join(tmpdir(), `netweight-${name}-${process.pid}.bin`);
  const tensors = [
    ...session.readWeights(),
    { name: 'inputs', shape: [job.rows, rows.inputs.length / job.rows], values: rows.inputs },
    { name: 'targets', shape: [job.rows, rows.targets.length / job.rows], values: rows.targets },
  ];
  const header = JSON.stringify(tensors.map((tensor) => ({ name: tensor.name, shape: tensor.shape })));
  writeFileSync(file, `${header}\n`);
  for (const { values } of tensors) {
    const { buffer, byteOffset, byteLength } = Float32Array.from(values);
    writeFileSync(file, new Uint8Array(buffer, byteOffset, byteLength), { flag: 'a' });
  }
  const answer = execFileSync(python, [script, '1', name, file, String(steps), precision], {
    encoding: 'utf8',
  });
  rmSync(file);
  const theirs = JSON.parse(answer) as number[];

  session.beginEpoch(0);
  let summed = 0;
  const differences = theirs.map((loss) => {
    session.run(
      1,
      () => 0.001,
      () => undefined,
    );
    const { loss: sum } = session.totals();
    const own = (sum - summed) / job.batchSize;
    summed = sum;
    return Math.abs(own - loss) / loss;
  });
  return Math.max(...differences);
}
