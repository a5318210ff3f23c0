import { dirname } from 'node:path';
import { workspace } from 'vscode';
import { isSpec } from '../specDocuments.js';

const leftOut = '**/{node_modules,.netweight}/**';

/** Paths of the workspace's specs, and of those that are open from elsewhere. */
export async function findSpecs(): Promise<string[]> {
  const found = await workspace.findFiles('**/*.nn.json', leftOut, 1000);
  const open = workspace.textDocuments.filter(isSpec);
  return [...new Set([...found, ...open.map(({ uri }) => uri)].map(({ fsPath }) => fsPath))];
}

/** Folders that hold runs: each `.netweight` has a `.gitignore` of its own, which is quicker found than the runs. */
export async function findRunParents(): Promise<string[]> {
  const marks = await workspace.findFiles('**/.netweight/.gitignore', '**/node_modules/**', 1000);
  return marks.map(({ fsPath }) => dirname(dirname(fsPath)));
}
