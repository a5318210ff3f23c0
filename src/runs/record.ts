import * as z from 'zod/mini';
import { runFacts } from './facts.js';
import type { EpochMetrics } from './metrics.js';
import type { RunRecord } from './run.js';

/** JSON has no NaN or Infinity: what was not finite comes back as null where null is allowed, else as 0. */
const finiteOrZero = z.pipe(
  z.nullable(z.number()),
  z.transform((value) => value ?? 0),
);
const numberOrNull = z.nullable(z.number());
const count = z.int().check(z.nonnegative());

const epochMetrics = z.object({
  epoch: count,
  step: count,
  loss: numberOrNull,
  validationLoss: numberOrNull,
  metrics: z.record(z.string(), numberOrNull),
  learningRate: finiteOrZero,
  gradientNorm: z.record(z.string(), numberOrNull),
  seconds: finiteOrZero,
  samplesPerSecond: finiteOrZero,
}) satisfies z.ZodMiniType<EpochMetrics>;

const runRecord = z.object({
  version: z.literal(1),
  name: z.string(),
  title: z.optional(z.string()),
  status: z.enum(['running', 'completed', 'stopped', 'early-stopped', 'diverged', 'failed']),
  spec: z.string(),
  specSha256: z.string(),
  dataSha256: z.string(),
  seed: z.number(),
  group: z.optional(z.string()),
  threads: count,
  refusedThreads: z.optional(z.string()),
  kernelBuild: z.enum(['simd', 'relaxed-simd', 'reference']),
  versions: z.record(z.string(), z.string()),
  startedAt: z.string(),
  finishedAt: z.nullable(z.string()),
  pid: z.nullable(z.int()),
  host: z.string(),
  heartbeatAt: z.nullable(z.string()),
  parameters: count,
  layers: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      parameters: z.array(z.object({ name: z.string(), shape: z.array(count) })),
    }),
  ),
  task: z.string(),
  trainRows: count,
  validationRows: count,
  stepsPerEpoch: count,
  plannedEpochs: count,
  epochs: count,
  facts: z._default(z.nullable(runFacts), null),
  best: z.nullable(z.object({ epoch: count, value: z.number() })),
  monitor: z.optional(z.string()),
  final: z.nullable(epochMetrics),
  error: z.nullable(z.string()),
}) satisfies z.ZodMiniType<RunRecord>;

/** What was read of a file that may be damaged: its value, or why there is none. */
export type Read<T> = { readonly value: T } | { readonly reason: string };

/** run.json as text. */
export function encodeRecord(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Reads run.json. A file that is not one is a reason in words, never a throw. */
export function decodeRecord(text: string): Read<RunRecord> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { reason: `run.json is no JSON: ${(error as Error).message}` };
  }
  const result = runRecord.safeParse(json);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0]!;
  const where = issue.path.length === 0 ? 'run.json' : `"${issue.path.join('.')}" in run.json`;
  return { reason: `${where} is not as expected: ${issue.message}` };
}
