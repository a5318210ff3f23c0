import * as fs from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  FileType,
  Range,
  TabInputTextDiff,
  UIKind,
  Uri,
  WorkspaceEdit,
  commands,
  env,
  window,
  workspace,
  type Tab,
  type TextDocument,
} from 'vscode';
import { formatBytes } from '../../display/units.js';
import { epochCheckpointName, epochOfCheckpoint, runFiles } from '../../runs/folder.js';
import { isAlive } from '../../runs/liveness.js';
import { nodeFileSystem } from '../../runs/node.js';
import { RunReader } from '../../runs/reader.js';
import { encodeRecord } from '../../runs/record.js';
import { isUnfinished } from '../../runs/runs.js';
import type { RunRecord } from '../../runs/run.js';
import { UserError } from '../commands.js';
import { readSpec, specName } from '../specDocuments.js';
import { specOf, thisHost } from '../trainings/storedRuns.js';
import { specCopyOf } from './nodes.js';
import { measureFolder } from './runFolders.js';

async function readRecord(directory: string): Promise<RunRecord> {
  const read = await new RunReader(nodeFileSystem, directory).readRecord();
  if ('reason' in read) throw new UserError(`${read.reason}.`);
  return read.value;
}

/** Its process writes run.json and checkpoints: nobody else may. */
function refuseWhileAlive(record: RunRecord, verb: string): void {
  if (isAlive(record, thisHost)) throw new UserError(`This run still trains: stop it before you ${verb}.`);
}

/** Asks for a name that people read; the folder keeps its own, which other tools may know. */
export async function renameRun(directory: string): Promise<void> {
  const record = await readRecord(directory);
  refuseWhileAlive(record, 'rename it');
  const name = await window.showInputBox({
    prompt: 'What is this run called? Left empty, it goes by its time.',
    value: record.title ?? '',
    placeHolder: basename(directory),
  });
  if (name === undefined) return;
  const { title: _, ...rest } = await readRecord(directory);
  const renamed = name.trim() === '' ? rest : { ...rest, title: name.trim() };
  await nodeFileSystem.replace(
    join(directory, runFiles.record),
    new TextEncoder().encode(encodeRecord(renamed)),
  );
}

/** Moves run folders to the trash, once that is confirmed; where there is none it asks again. */
export async function deleteRuns(directories: readonly string[]): Promise<void> {
  for (const directory of directories) {
    const read = await new RunReader(nodeFileSystem, directory).readRecord();
    if ('value' in read) refuseWhileAlive(read.value, 'delete it');
  }
  const sizes = await Promise.all(directories.map((directory) => measureFolder(directory)));
  const bytes = formatBytes(sizes.reduce((sum, size) => sum + size.bytes, 0));
  const what =
    directories.length === 1 ? `the run ${basename(directories[0]!)}` : `${directories.length} runs`;
  const move = 'Move to Trash';
  const detail = `${bytes}. Its checkpoints and curves go with it; the spec stays.`;
  if ((await window.showWarningMessage(`Delete ${what}?`, { modal: true, detail }, move)) !== move) return;
  const left: string[] = [];
  for (const directory of directories) {
    if (!(await moveToTrash(directory))) left.push(directory);
  }
  if (left.length === 0) return;
  const forever = 'Delete for Good';
  const question = `There is no trash here. Delete ${what} for good?`;
  const answer = await window.showWarningMessage(
    question,
    { modal: true, detail: 'This cannot be undone.' },
    forever,
  );
  if (answer !== forever) return;
  for (const directory of left) await workspace.fs.delete(Uri.file(directory), { recursive: true });
}

/** False where the folder still stands, since the place has no trash. */
async function moveToTrash(directory: string): Promise<boolean> {
  const uri = Uri.file(directory);
  try {
    await workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch (error) {
    const isStillThere = await workspace.fs.stat(uri).then(
      ({ type }) => type === FileType.Directory,
      () => false,
    );
    const isTrashless = /trash/i.test(error instanceof Error ? error.message : '');
    if (isStillThere && !isTrashless) throw error;
    return !isStillThere;
  }
  return true;
}

/** Deletes every checkpoint but the best; of a run that can go on also what it goes on from stays. */
export async function deleteCheckpoints(directory: string): Promise<void> {
  const record = await readRecord(directory);
  refuseWhileAlive(record, 'delete its checkpoints');
  if (!record.best) throw new UserError('This run has no best checkpoint yet.');
  const folder = join(directory, runFiles.checkpoints);
  const kept = new Set<string>([
    runFiles.best,
    epochCheckpointName(record.best.epoch),
    ...(isUnfinished(record) ? [runFiles.last] : []),
  ]);
  const names = await fs.readdir(folder);
  if (!names.includes(runFiles.best))
    throw new UserError('This run has no best checkpoint: nothing was deleted.');
  const deleted = names.filter(
    (name) => !kept.has(name) && (name === runFiles.last || epochOfCheckpoint(name) !== null),
  );
  if (deleted.length === 0) throw new UserError('There is no checkpoint but the best.');
  const question = `Delete ${deleted.length} checkpoints of ${basename(directory)}?`;
  const detail = `The best one (epoch ${record.best.epoch}) stays, and the curves. This cannot be undone.`;
  const go = 'Delete All but the Best';
  if ((await window.showWarningMessage(question, { modal: true, detail }, go)) !== go) return;
  const before = await measureFolder(directory);
  for (const name of deleted) await fs.rm(join(folder, name));
  const after = await measureFolder(directory);
  window.setStatusBarMessage(`$(trash) ${formatBytes(before.bytes - after.bytes)} freed`, 5000);
}

/**
 * Shows what the spec was against what it is; then, where that is wanted, puts it back as one edit that can be undone.
 * The edit goes into the editor's text and is not saved, so that what stood there, saved or not, is one undo away.
 */
export async function restoreSpec(directory: string): Promise<void> {
  const record = await readRecord(directory);
  const spec = specOf(directory, record.spec);
  const copy = Uri.file(specCopyOf(directory));
  const text = new TextDecoder().decode(await workspace.fs.readFile(copy));
  if (!(await exists(spec)) && !openDocument(spec)) {
    await workspace.fs.writeFile(spec, new TextEncoder().encode(text));
    await window.showTextDocument(spec);
    return;
  }
  const document = await readSpec(spec);
  if (document.getText() === text) throw new UserError('The spec is as it was in this run already.');
  await commands.executeCommand('vscode.diff', spec, copy, `${specName(spec)}: now ↔ ${basename(directory)}`);
  const restore = {
    label: '$(discard) Restore the spec of this run',
    description: 'one edit, not saved: undo takes it back',
  };
  const leave = { label: '$(close) Leave the spec as it is' };
  const options = {
    placeHolder: `Left is ${specName(spec)} now, right is what ${basename(directory)} was trained with`,
    ignoreFocusOut: true,
  };
  if ((await window.showQuickPick([restore, leave], options)) !== restore) return;
  const edit = new WorkspaceEdit();
  const whole = new Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(spec, whole, text);
  if (!(await workspace.applyEdit(edit)))
    throw new UserError('The spec could not be changed; is it read-only?');
  await window.tabGroups.close(diffTabs(spec, copy));
  await window.showTextDocument(document);
}

const exists = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

const openDocument = (uri: Uri): TextDocument | undefined =>
  workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

/** The tabs that show these two side by side: what else the user opened meanwhile stays open. */
const diffTabs = (original: Uri, modified: Uri): Tab[] =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputTextDiff &&
        input.original.toString() === original.toString() &&
        input.modified.toString() === modified.toString(),
    );

/** Shows the folder where the system shows files, or in the explorer where VS Code runs elsewhere. */
export async function revealRun(directory: string): Promise<void> {
  const isHere = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  await commands.executeCommand(isHere ? 'revealFileInOS' : 'revealInExplorer', Uri.file(directory));
}
