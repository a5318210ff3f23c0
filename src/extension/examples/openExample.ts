import { Uri, window, workspace, type ExtensionContext } from 'vscode';

const files = ['penguins.nn.json', 'penguins.csv', 'README.md'];

/**
 * Copies the example that comes with the extension into the workspace, or where no folder is open into the
 * extension's own storage, and opens its spec. What stands there already is opened as it is.
 */
export async function openExample(context: ExtensionContext): Promise<Uri> {
  const spec = await placeExample(context);
  await window.showTextDocument(await workspace.openTextDocument(spec));
  return spec;
}

/** The spec of the example, copied if need be. */
export async function placeExample({ extensionUri, globalStorageUri }: ExtensionContext): Promise<Uri> {
  const [folder] = workspace.workspaceFolders ?? [];
  const home = folder?.uri ?? Uri.joinPath(globalStorageUri, 'examples');
  const target = Uri.joinPath(home, 'penguins');
  for (const name of files) {
    const to = Uri.joinPath(target, name);
    if (!(await exists(to)))
      await workspace.fs.copy(Uri.joinPath(extensionUri, 'examples/penguins', name), to);
  }
  return Uri.joinPath(target, 'penguins.nn.json');
}

const exists = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
