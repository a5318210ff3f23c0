import { RunFolderError, joinPath, type FileSystem } from './fileSystem.js';

/** File names within a run folder. */
export const runFiles = {
  record: 'run.json',
  spec: 'spec.nn.json',
  state: 'last.state',
  findings: 'findings.json',
  checkpoints: 'checkpoints',
  best: 'best.safetensors',
  last: 'last.safetensors',
} as const;

/** `.netweight/runs` beside the spec. */
export function runsDirectoryOf(specPath: string): string {
  return joinPath(directoryOf(specPath), '.netweight', 'runs');
}

/** `penguins` for `…/penguins.nn.json`: what a run is called after. */
export function runNameOf(specPath: string): string {
  const file = specPath.split(/[\\/]/).at(-1) ?? specPath;
  return file.replace(/(\.nn)?\.jsonc?$/i, '');
}

/** `20260731-142501`, UTC. */
export function timeStamp(milliseconds: number): string {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

/** Makes a new run folder beside the spec, with a `.gitignore` above all runs. Returns its path. */
export async function makeRunFolder(fileSystem: FileSystem, specPath: string, now: number): Promise<string> {
  const runs = runsDirectoryOf(specPath);
  await fileSystem.makeDirectory(runs);
  await ignoreRuns(fileSystem, directoryOf(runs));
  const base = joinPath(runs, `${runNameOf(specPath)}-${timeStamp(now)}`);
  for (let attempt = 1; ; attempt++) {
    const directory = attempt === 1 ? base : `${base}-${attempt}`;
    if (await fileSystem.makeDirectory(directory)) return directory;
  }
}

/** Keeps all that lies in a `.netweight` folder out of Git. */
export async function ignoreRuns(fileSystem: FileSystem, directory: string): Promise<void> {
  const ignore = joinPath(directory, '.gitignore');
  if ((await fileSystem.size(ignore)) === null)
    await fileSystem.replace(ignore, new TextEncoder().encode('*\n'));
}

/** Makes a run folder at a path that its user has chosen; one that holds something already is refused. */
export async function makeChosenRunFolder(fileSystem: FileSystem, directory: string): Promise<string> {
  if (!(await fileSystem.makeDirectory(directory)) && (await fileSystem.list(directory)).length > 0) {
    throw new RunFolderError(
      `Cannot start a run in ${directory}: it is not empty. Give a new folder with --run, or go on with --resume.`,
      'taken',
      directory,
    );
  }
  return directory;
}

/** TensorBoard finds event files by this name. */
export function eventFileName(milliseconds: number, host: string): string {
  const seconds = String(Math.floor(milliseconds / 1000)).padStart(10, '0');
  return `events.out.tfevents.${seconds}.${host.replace(/[^\w.-]/g, '_') || 'localhost'}`;
}

export function isEventFile(name: string): boolean {
  return /(^|[^a-z])tfevents\./.test(name) && !name.endsWith('.tmp');
}

/** `epoch-0001.safetensors`; epochs count from 1. */
export function epochCheckpointName(epoch: number): string {
  return `epoch-${String(epoch).padStart(4, '0')}.safetensors`;
}

/** The epoch of a checkpoint's file name; null for `best`, `last` and all else. */
export function epochOfCheckpoint(name: string): number | null {
  const match = /^epoch-(\d{4,})\.safetensors$/.exec(name);
  return match === null ? null : Number(match[1]);
}

export function directoryOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return cut < 0 ? '.' : path.slice(0, cut) || '/';
}

/** How run.json names a spec: relative to the folder that holds `.netweight` where it stands there, else absolute. */
export function specPathFrom(directory: string, specPath: string): string {
  const home = homeOf(directory);
  return directoryOf(specPath) === home ? specPath.slice(home.length).replace(/^[\\/]+/, '') : specPath;
}

/** The path of the spec that a run folder (absolute) names so. */
export function specPathOf(directory: string, spec: string): string {
  return /^([\\/]|[a-z]:)/i.test(spec) ? spec : joinPath(homeOf(directory), spec);
}

/** The folder that holds the `.netweight` of a run. */
function homeOf(directory: string): string {
  return directoryOf(directoryOf(directoryOf(directory)));
}
