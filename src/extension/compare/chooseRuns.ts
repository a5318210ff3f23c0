import { dirname } from 'node:path';
import { Uri, window, type QuickPickItem } from 'vscode';
import { UserError } from '../commands.js';
import { specName } from '../specDocuments.js';
import { thisHost } from '../trainings/storedRuns.js';
import { findRunParents, findSpecs } from '../runsView/findRuns.js';
import { RunFolderReader, type RunFolder } from '../runsView/runFolders.js';
import { describeRun, runLabel, statusLook } from '../runsView/runWords.js';

interface RunItem extends QuickPickItem {
  readonly directory: string;
}

/** Two run folders or more: those that are given, else what is picked among the workspace's, the given one chosen already. */
export async function chooseRuns(given: readonly string[]): Promise<readonly string[]> {
  if (given.length > 1) return given;
  const runs = (await listRuns()).filter(({ record }) => record !== null);
  if (runs.length < 2) throw new UserError('There are no two runs to compare yet: train once more.');
  const proposed = proposeRuns(runs, given);
  const items = runs.map((run): RunItem => {
    const { icon } = statusLook(run.status);
    const name = specName(Uri.file(run.spec));
    return {
      label: `$(${icon}) ${name} · ${runLabel(run, Date.now())}`,
      description: describeRun(run, null, []),
      directory: run.directory,
      picked: proposed.has(run.directory),
    };
  });
  const options = {
    canPickMany: true,
    placeHolder: 'Which runs to compare?',
    matchOnDescription: true,
  } as const;
  const picked = await window.showQuickPick(items, options);
  if (!picked) return [];
  if (picked.length < 2) throw new UserError('It takes two runs to compare.');
  return picked.map(({ directory }) => directory);
}

/** The given run, else the newest, and the one before it of the same spec. */
function proposeRuns(runs: readonly RunFolder[], [given]: readonly string[]): ReadonlySet<string> {
  const at = Math.max(
    0,
    runs.findIndex(({ directory }) => directory === given),
  );
  const run = runs[at]!;
  const before = runs.slice(at + 1).find(({ spec }) => spec === run.spec);
  return new Set([run, before].flatMap((one) => one?.directory ?? []));
}

/** All runs of the workspace, newest first. */
async function listRuns(): Promise<RunFolder[]> {
  const folders = new Set([...(await findSpecs()).map(dirname), ...(await findRunParents())]);
  const reader = new RunFolderReader(thisHost);
  const runs = (await Promise.all([...folders].map((folder) => reader.list(folder)))).flat();
  return runs.sort((a, b) => b.startedAt - a.startedAt);
}
