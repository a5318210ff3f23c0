import { readFile } from 'node:fs/promises';
import type { KernelBinaries } from '../../src/engine/session.js';
import { diagnose } from '../../src/diagnose/index.js';
import type { Finding } from '../../src/runs/finding.js';
import type { Metrics } from '../../src/runs/metrics.js';
import { memorySource } from '../../src/formats/memory.js';
import { openModel, type Model } from '../../src/model/model.js';
import { RunReader } from '../../src/runs/reader.js';
import type { RunRecord } from '../../src/runs/run.js';
import { applyTextEdits, editSpec } from '../../src/spec/edit.js';
import { parseSpec } from '../../src/spec/parse.js';
import type { Spec } from '../../src/spec/spec.js';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import { MemoryTraining } from '../unit/training/memoryTraining.js';
import { readTableFile, type WrittenSpec } from './tables.js';

export interface Outcome {
  readonly text: string;
  readonly spec: Spec;
  readonly run: RunRecord;
  /** As read back from the run folder. */
  readonly metrics: Metrics;
  readonly findings: readonly Finding[];
  /** What the training itself has left in findings.json. */
  readonly told: readonly Finding[];
  /** Where training ended. */
  readonly openModel: () => Promise<Model>;
}

let kernels: Promise<KernelBinaries> | null = null;

function loadKernels(): Promise<KernelBinaries> {
  return (kernels ??= buildKernels().then(async ({ simd, relaxedSimd }) => ({
    simd: await readFile(simd),
    relaxedSimd: await readFile(relaxedSimd),
  })));
}

/** Trains a spec on the repository's tables, with everything in memory, and diagnoses what its folder holds. */
export async function trainSpec(written: WrittenSpec | string): Promise<Outcome> {
  const text = typeof written === 'string' ? written : JSON.stringify(written, null, 2);
  const training = new MemoryTraining();
  training.kernels = await loadKernels();
  const { spec } = parseSpec(text);
  if (!spec) throw new Error(`the spec has errors: ${text}`);
  for (const part of [spec.data.train, spec.data.validation, spec.data.test]) {
    if (typeof part === 'string') training.files.set(part, await readTableFile(part));
  }
  const { run } = await training.run(withPlainKernels(text));
  const reader = new RunReader(training.fileSystem, '/run');
  await reader.readEvents();
  const metrics = reader.metrics(run);
  const checkpoint = '/run/checkpoints/last.safetensors';
  const open = async (): Promise<Model> => {
    const bytes = await training.fileSystem.read(checkpoint);
    if (!bytes) throw new Error('the run has no last checkpoint');
    return openModel(memorySource(bytes), checkpoint, await loadKernels());
  };
  const findings = diagnose({ spec, metrics });
  return { text, spec, run, metrics, findings, told: await reader.readFindings(), openModel: open };
}

/** The same numbers on every machine. */
function withPlainKernels(text: string): string {
  const edits = editSpec(text, [{ op: 'set', path: ['training', 'deterministic'], value: true }]);
  if (!edits) throw new Error(`the spec cannot be edited: ${text}`);
  return applyTextEdits(text, edits);
}
