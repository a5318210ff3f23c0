import { FormatError } from '../formats/formatError.js';
import { joinPath, type FileSystem } from './fileSystem.js';
import { runFiles } from './folder.js';
import { isAlive, type Host } from './liveness.js';
import { decodeRecord } from './record.js';
import type { RunRecord } from './run.js';
import { decodeState, type EventsPosition, type ResumeState } from './state.js';

export interface ListedRun {
  readonly directory: string;
  readonly record: RunRecord;
}

/** All runs in a `runs` directory with a readable run.json, newest first. */
export async function listRuns(fileSystem: FileSystem, runsDirectory: string): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  for (const name of await fileSystem.list(runsDirectory)) {
    const directory = joinPath(runsDirectory, name);
    const record = await readRecord(fileSystem, directory);
    if (record !== null) runs.push({ directory, record });
  }
  return runs.sort(
    (a, b) => compare(b.record.startedAt, a.record.startedAt) || compare(b.directory, a.directory),
  );
}

/**
 * The newest run of this name in a `runs` directory. Folders are named by time: of a thousand runs only those are
 * read that are of this name and newer.
 */
export async function findNewestRun(
  fileSystem: FileSystem,
  runsDirectory: string,
  name: string,
): Promise<ListedRun | null> {
  const folders = await fileSystem.list(runsDirectory);
  const stamped = folders.filter((folder) => folder.startsWith(`${name}-`)).sort(compareStamps);
  for (const folder of stamped) {
    const directory = joinPath(runsDirectory, folder);
    const record = await readRecord(fileSystem, directory);
    if (record?.name === name) return { directory, record };
  }
  return null;
}

/** By the time in their names and the number behind it, newest first. */
function compareStamps(a: string, b: string): number {
  const stampOf = (folder: string): [string, number] => {
    const [, stamp = '', number = '1'] = /-(\d{8}-\d{6})(?:-(\d+))?$/.exec(folder) ?? [];
    return [stamp, Number(number)];
  };
  const [stampA, numberA] = stampOf(a);
  const [stampB, numberB] = stampOf(b);
  return compare(stampB, stampA) || numberB - numberA;
}

/** Whether there is something left to do: a run that was stopped, killed, or failed. */
export function isUnfinished(record: RunRecord): boolean {
  return record.status === 'running' || record.status === 'stopped' || record.status === 'failed';
}

/** The newest run of this name in a `runs` directory that is unfinished; one that still trains is passed over. */
export async function findNewestUnfinished(
  fileSystem: FileSystem,
  runsDirectory: string,
  name: string,
  host: Host,
): Promise<ListedRun | null> {
  const runs = await listRuns(fileSystem, runsDirectory);
  return (
    runs.find(({ record }) => record.name === name && isUnfinished(record) && !isAlive(record, host)) ?? null
  );
}

export type Resumable =
  | {
      readonly record: RunRecord;
      readonly state: ResumeState;
      readonly events: EventsPosition;
    }
  | { readonly reason: string; readonly code: ResumeObstacle };

export type ResumeObstacle = 'no-run' | 'run-alive' | 'data-changed' | 'finished' | 'no-state' | 'damaged';

/**
 * Whether a run can go on, and from where; else why not, in one line that says what to do. `dataSha256` is of the
 * data as it is now; null leaves that open.
 */
export async function checkResumable(
  fileSystem: FileSystem,
  directory: string,
  dataSha256: string | null,
  host: Host,
): Promise<Resumable> {
  const refuse = (code: ResumeObstacle, reason: string): Resumable => ({
    code,
    reason: `Cannot resume ${directory}: ${reason}`,
  });
  const bytes = await fileSystem.read(joinPath(directory, runFiles.record));
  if (bytes === null)
    return refuse('no-run', 'there is no run.json in it. Give the folder of a run with --run.');
  const read = decodeRecord(new TextDecoder().decode(bytes));
  if ('reason' in read) return refuse('damaged', `${read.reason}. Train anew.`);
  const record = read.value;
  if (isAlive(record, host)) {
    return refuse(
      'run-alive',
      `process ${record.pid ?? 0} on ${record.host} still trains it. Stop it first.`,
    );
  }
  if (!isUnfinished(record)) {
    return refuse('finished', `it is ${record.status}. Train anew.`);
  }
  if (dataSha256 !== null && dataSha256 !== record.dataSha256) {
    return refuse('data-changed', 'the data has changed since it began. Put the data back, or train anew.');
  }
  const state = await fileSystem.read(joinPath(directory, runFiles.state));
  if (state === null) return refuse('no-state', 'it was ended before its first checkpoint. Train anew.');
  try {
    return { record, ...(await decodeState(state)) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return refuse('damaged', `last.state is damaged: ${error.message}. Train anew.`);
  }
}

async function readRecord(fileSystem: FileSystem, directory: string): Promise<RunRecord | null> {
  const bytes = await fileSystem.read(joinPath(directory, runFiles.record));
  if (bytes === null) return null;
  const read = decodeRecord(new TextDecoder().decode(bytes));
  return 'value' in read ? read.value : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
