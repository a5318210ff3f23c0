import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatCount } from '../../display/numbers.js';
import type { ComparedRun, Comparison } from '../../protocol/comparePanel.js';
import { runFiles } from '../../runs/folder.js';
import { nodeFileSystem } from '../../runs/node.js';
import { RunReader } from '../../runs/reader.js';
import type { RunRecord } from '../../runs/run.js';
import { lineUpOptions, listOptions } from '../../spec/options.js';
import { curvesOf } from '../../training/curves.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { RunFolderReader, type RunFolder } from '../runsView/runFolders.js';
import { runLabel, secondsOf } from '../runsView/runWords.js';
import { thisHost } from '../trainings/storedRuns.js';
import type { Trainings } from '../trainings/trainings.js';

/** Where the figures of a comparison come from: what trains here, and a worker that reads folders. */
export interface ComparisonSources {
  readonly trainings: Trainings;
  readonly inspector: Inspector;
}

interface ReadRun {
  readonly compared: ComparedRun;
  readonly folder: RunFolder;
  readonly specText: string;
}

const reader = new RunFolderReader(thisHost);

/** Reads runs for a comparison, in the order of their folders. */
export async function readComparison(
  directories: readonly string[],
  sources: ComparisonSources,
): Promise<Comparison> {
  const folders = await Promise.all(directories.map((directory) => reader.open(directory)));
  const read = await Promise.all(
    folders.map(async (folder): Promise<ReadRun | null> => {
      if (!folder.record) return null;
      return { folder, ...(await readRun(folder, folder.record, sources)) };
    }),
  );
  const sound = read.filter((run) => run !== null);
  const names = nameRuns(sound.map(({ folder }) => folder));
  return {
    runs: sound.map(({ compared }, i) => ({ ...compared, name: names[i]! })),
    options: lineUpOptions(sound.map(({ specText }) => listOptions(specText))),
    circumstances: lineUpOptions(sound.map(({ compared }) => listCircumstances(compared.record))),
    unreadable: folders.flatMap(({ directory, damage }) =>
      damage === null ? [] : [{ directory, reason: damage }],
    ),
  };
}

async function readRun(
  folder: RunFolder,
  record: RunRecord,
  { trainings, inspector }: ComparisonSources,
): Promise<Omit<ReadRun, 'folder'>> {
  const { directory } = folder;
  const live = trainings.inDirectory(directory)?.run;
  const stored = new RunReader(nodeFileSystem, directory);
  const specText = await readFile(join(directory, runFiles.spec), 'utf8').catch(() => '{}');
  const findings = live ? live.findings : await stored.readFindings();
  return {
    specText,
    compared: {
      directory,
      name: '',
      state: live ? live.state : (folder.status as ComparedRun['state']),
      record: live ? { ...live.run, epochs: live.newestEpoch?.epoch ?? live.run.epochs } : record,
      seconds: secondsOf(record),
      findings: findings.map(({ code, severity }) => ({ code, severity })),
      curves: live ? curvesOf(live.allEpochs) : await inspector.ask('curves', directory, null),
    },
  };
}

/** By the user's name or the time; with the spec's before it where they are of several specs. */
function nameRuns(runs: readonly RunFolder[]): string[] {
  const specs = new Set(runs.map(({ spec }) => spec));
  const names = runs.map((run) => {
    const spec = specs.size > 1 ? `${basename(run.spec).replace(/\.nn\.json$/, '')} ` : '';
    return `${spec}${runLabel(run, Date.now())}`;
  });
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : runs[i]!.name));
}

/** What nobody wrote into the spec, and what explains a difference all the same. */
function listCircumstances(record: RunRecord): ReadonlyMap<string, string> {
  return new Map([
    ['contents of the data', record.dataSha256.slice(0, 8)],
    ['rows trained on', formatCount(record.trainRows)],
    ['rows validated on', formatCount(record.validationRows)],
    ['parameters', formatCount(record.parameters)],
    ['threads used', String(record.threads)],
    ['kernels', record.kernelBuild],
    ...Object.entries(record.versions).map(([name, version]): [string, string] => [
      `${name} version`,
      version,
    ]),
  ]);
}
