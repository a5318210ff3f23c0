import * as z from 'zod/mini';
import { joinPath, type FileSystem } from './fileSystem.js';
import { directoryOf, ignoreRuns, runNameOf } from './folder.js';

/** A learning-rate range test as it stands beside the runs of its spec. */
export interface RangeTest {
  readonly version: 1;
  /** All of the spec that the answer depends on, as a text to compare. */
  readonly of: string;
  readonly optimizer: string;
  readonly batchSize: number;
  /** The rate of each step, rising. */
  readonly rates: readonly number[];
  /** The loss of each step's batch; null where it was not finite. */
  readonly losses: readonly (number | null)[];
  /** The rate to train with; null where the loss fell at none. */
  readonly suggestion: number | null;
  /** UTC, ISO 8601. */
  readonly testedAt: string;
}

const rangeTest = z.object({
  version: z.literal(1),
  of: z.string(),
  optimizer: z.string(),
  batchSize: z.number(),
  rates: z.array(z.number()),
  losses: z.array(z.nullable(z.number())),
  suggestion: z.nullable(z.number()),
  testedAt: z.string(),
}) satisfies z.ZodMiniType<RangeTest>;

/** Where the newest range test of a spec is kept: one a spec, `.netweight/range-tests/<name>.json`. */
function rangeTestPathOf(specPath: string): string {
  return joinPath(rangeTestsDirectoryOf(specPath), `${runNameOf(specPath)}.json`);
}

function rangeTestsDirectoryOf(specPath: string): string {
  return joinPath(directoryOf(specPath), '.netweight', 'range-tests');
}

/** The newest range test of a spec; null where there is none that can be read. */
export async function readRangeTest(fileSystem: FileSystem, specPath: string): Promise<RangeTest | null> {
  const bytes = await fileSystem.read(rangeTestPathOf(specPath));
  if (!bytes) return null;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  const result = rangeTest.safeParse(json);
  return result.success && result.data.rates.length === result.data.losses.length ? result.data : null;
}

/** Keeps a range test in the place of an earlier one. */
export async function writeRangeTest(
  fileSystem: FileSystem,
  specPath: string,
  test: RangeTest,
): Promise<void> {
  const directory = rangeTestsDirectoryOf(specPath);
  await fileSystem.makeDirectory(directory);
  await ignoreRuns(fileSystem, directoryOf(directory));
  await fileSystem.replace(rangeTestPathOf(specPath), new TextEncoder().encode(JSON.stringify(test)));
}
