import { Range, commands, window, workspace, type Disposable, type TextDocument, type Uri } from 'vscode';
import { UserError } from './commands.js';

/** Which documents are specs, for what VS Code asks about documents. */
export const specFiles = { scheme: 'file', language: 'jsonc', pattern: '**/*.nn.json' };

/** The copy that a run keeps of its spec is none: it is there to be read, and its data does not lie beside it. */
export const isSpecPath = (path: string): boolean =>
  path.endsWith('.nn.json') && !path.includes('/.netweight/');

export const isSpec = (document: TextDocument): boolean =>
  document.uri.scheme === 'file' && isSpecPath(document.uri.path);

/** Whether a document's lines may be rows to explain. */
export const isTable = (document: TextDocument): boolean =>
  document.uri.scheme === 'file' && /\.[ct]sv$/i.test(document.uri.path);

/** `penguins` of `penguins.nn.json`. */
export const specName = (uri: Uri): string => (uri.path.split('/').pop() ?? '').replace(/\.nn\.json$/, '');

/** The text of a spec: the editor's where it is open, else the file's. */
export async function readSpec(uri: Uri): Promise<TextDocument> {
  return (
    workspace.textDocuments.find((document) => document.uri.toString() === uri.toString()) ??
    workspace.openTextDocument(uri)
  );
}

/** The range of a problem that counts lines and columns from 1. */
export function rangeAt(document: TextDocument, offset: number, length: number): Range {
  return new Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Keeps the context key `netweight.spec`: the active editor shows a spec. */
export function followActiveSpec(): Disposable {
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    void commands.executeCommand('setContext', 'netweight.spec', document !== undefined && isSpec(document));
  };
  update();
  return window.onDidChangeActiveTextEditor(update);
}

/** The workspace's only spec, or the one that is picked. */
export async function chooseSpec(): Promise<Uri> {
  const specs = await workspace.findFiles('**/*.nn.json', '**/{node_modules,.netweight}/**', 1000);
  if (specs.length === 0) {
    throw new UserError(
      'There is no *.nn.json to train yet: make one with "Netweight: New Network from Data…".',
    );
  }
  if (specs.length === 1) return specs[0]!;
  const items = specs
    .map((uri) => ({ label: specName(uri), description: workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await window.showQuickPick(items, { placeHolder: 'Which network to train?' });
  if (!picked) throw new UserError('Nothing was chosen to train.');
  return picked.uri;
}
