import { dirname } from 'node:path';
import { window, workspace, type Uri } from 'vscode';
import { isAlive } from '../../runs/liveness.js';
import { nodeFileSystem } from '../../runs/node.js';
import { findNewestRun, isUnfinished, listRuns, type ListedRun } from '../../runs/runs.js';
import { runNameOf, runsDirectoryOf } from '../../runs/folder.js';
import { UserError } from '../commands.js';
import { thisHost } from './storedRuns.js';

/** The newest run of a spec, if there is any. */
export async function newestRunOf(spec: Uri): Promise<string | undefined> {
  const runs = runsDirectoryOf(spec.fsPath);
  return (await findNewestRun(nodeFileSystem, runs, runNameOf(spec.fsPath)))?.directory;
}

/** Lets people pick among the runs that can go on: of this spec, or of the whole workspace. */
export async function chooseRun(spec: Uri | undefined): Promise<string | undefined> {
  const runs = (await listUnfinished(spec)).filter(({ record }) => !isAlive(record, thisHost));
  if (runs.length === 0) throw new UserError('There is no stopped run to resume.');
  if (runs.length === 1) return runs[0]!.directory;
  const items = runs.map(({ directory, record }) => ({
    label: record.name,
    description: `epoch ${record.epochs} of ${record.plannedEpochs}, ${record.status}`,
    detail: directory,
    directory,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Which run to resume?' }))?.directory;
}

async function listUnfinished(spec: Uri | undefined): Promise<ListedRun[]> {
  const folders = spec ? [runsDirectoryOf(spec.fsPath)] : await findRunsDirectories();
  const runs = (await Promise.all(folders.map((folder) => listRuns(nodeFileSystem, folder)))).flat();
  return runs.filter(
    ({ record }) => isUnfinished(record) && (!spec || record.name === runNameOf(spec.fsPath)),
  );
}

/** The run folders beside all specs of the workspace. */
async function findRunsDirectories(): Promise<string[]> {
  const specs = await workspace.findFiles('**/*.nn.json', '**/{node_modules,.netweight}/**', 1000);
  const folders = new Map(specs.map((uri) => [dirname(uri.fsPath), runsDirectoryOf(uri.fsPath)]));
  return [...folders.values()];
}
