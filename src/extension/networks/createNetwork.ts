import { Uri, window, workspace } from 'vscode';
import { UserError } from '../commands.js';
import type { WorkBench } from '../workBench.js';

/** Makes a first `*.nn.json` for data: asks which column to predict, writes the file beside it, opens it. */
export async function createNetwork(bench: WorkBench, resource?: Uri): Promise<Uri | undefined> {
  const data = resource ?? (await chooseData());
  if (!data) return undefined;
  const first = await bench.propose({ dataPath: data.fsPath });
  const target = await chooseTarget(first.columns, first.target);
  if (target === undefined) return undefined;
  const proposal = target === first.target ? first : await bench.propose({ dataPath: data.fsPath, target });
  const spec = await freeName(data);
  await workspace.fs.writeFile(spec, new TextEncoder().encode(proposal.text));
  await window.showTextDocument(await workspace.openTextDocument(spec));
  return spec;
}

/** What can be learnt from, among the files of the workspace; the search takes no braces within braces. */
const dataFiles = '**/{*.csv,*.tsv,*.parquet,*.npz,*images?idx3?ubyte,*images?idx3?ubyte.gz}';

async function chooseData(): Promise<Uri | undefined> {
  const found = await workspace.findFiles(dataFiles, '**/{node_modules,.netweight}/**', 1000);
  const items = found
    .map((uri) => ({ label: workspace.asRelativePath(uri), uri, isFolder: false }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const browse = { label: '$(folder-opened) Browse…', uri: undefined, isFolder: false };
  const images = { label: '$(file-media) Folder of Images…', uri: undefined, isFolder: true };
  const picked = await window.showQuickPick([...items, browse, images], {
    placeHolder: 'Where is the data?',
  });
  if (!picked) return undefined;
  if (picked.uri) return picked.uri;
  const chosen = await window.showOpenDialog(
    picked.isFolder
      ? { canSelectFiles: false, canSelectFolders: true, openLabel: 'Use These Images' }
      : {
          filters: { Data: ['csv', 'tsv', 'parquet', 'npz'], 'All Files': ['*'] },
          openLabel: 'Use This File',
        },
  );
  return chosen?.[0];
}

async function chooseTarget(
  columns: readonly { readonly name: string; readonly summary: string }[],
  proposed: string,
): Promise<string | undefined> {
  if (columns.length === 0) throw new UserError('There are no columns to learn from.');
  const items = columns.map(({ name, summary }) => ({
    label: name,
    description: name === proposed ? `${summary} (proposed)` : summary,
  }));
  const ordered = [
    ...items.filter(({ label }) => label === proposed),
    ...items.filter(({ label }) => label !== proposed),
  ];
  const picked = await window.showQuickPick(ordered, {
    placeHolder: 'Which column should the network predict?',
    matchOnDescription: true,
  });
  return picked?.label;
}

/** `penguins.nn.json` beside `penguins.csv`, or `penguins-2.nn.json` where that stands already. */
async function freeName(data: Uri): Promise<Uri> {
  const base = (data.path.split('/').pop() ?? 'network').replace(/\.[^.]*$/, '');
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}.nn.json` : `${base}-${number}.nn.json`;
    const uri = Uri.joinPath(data, '..', name);
    const isTaken = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isTaken) return uri;
  }
}
