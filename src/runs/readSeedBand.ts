import type { FileSystem } from './fileSystem.js';
import { directoryOf } from './folder.js';
import { RunReader } from './reader.js';
import type { RunRecord } from './run.js';
import { listRuns } from './runs.js';
import { bandOf, type SeedBand } from './seedSpread.js';

/** The band of all runs that were trained together with this one, each with a seed of its own; null where it is alone. */
export async function readSeedBand(
  fileSystem: FileSystem,
  directory: string,
  { group }: RunRecord,
): Promise<SeedBand | null> {
  if (group === undefined) return null;
  const runs = await listRuns(fileSystem, directoryOf(directory));
  const together = runs.filter(({ record }) => record.group === group && record.status !== 'running');
  const epochs = await Promise.all(
    together.map(async (run) => {
      const reader = new RunReader(fileSystem, run.directory);
      await reader.readEvents();
      return reader.metrics(run.record).epochs;
    }),
  );
  return bandOf(epochs);
}
