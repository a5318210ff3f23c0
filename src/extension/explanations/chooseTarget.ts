import { basename } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import type { ExplainTarget } from '../../protocol/explain.js';
import { parseSpec } from '../../spec/parse.js';
import { UserError } from '../commands.js';
import { isSpecPath, readSpec, specName } from '../specDocuments.js';
import { newestRunOf } from '../trainings/chooseRun.js';

/**
 * A spec's newest run is explained on what it was trained on, a data file's rows by a run, an ONNX model on data that is
 * chosen. Null where a choice was not made.
 */
export async function chooseTarget(resource: Uri | undefined): Promise<ExplainTarget | null> {
  if (resource && isSpecPath(resource.path)) return targetOfSpec(resource);
  if (resource && isOnnx(resource)) return targetOfModel(resource);
  if (resource) {
    const spec = await chooseTrained(
      await specsOf(resource),
      `explain the rows of ${basename(resource.path)}`,
    );
    return spec && { directory: spec.directory, data: resource.fsPath, line: lineOf(resource) };
  }
  const spec = await chooseTrained(await listSpecs(), 'explain');
  return spec && { directory: spec.directory, data: null, line: null };
}

export const isOnnx = ({ path }: Uri): boolean => path.toLowerCase().endsWith('.onnx');

async function targetOfSpec(spec: Uri): Promise<ExplainTarget> {
  const directory = await newestRunOf(spec);
  if (directory === undefined) {
    throw new UserError(`There is no run of ${specName(spec)} to explain yet: train it first.`);
  }
  return { directory, data: null, line: null };
}

/** An ONNX model does not say what it was trained on. */
async function targetOfModel(model: Uri): Promise<ExplainTarget | null> {
  const [data] =
    (await window.showOpenDialog({
      title: `Rows to explain with ${basename(model.path)}: its input takes their first columns`,
      openLabel: 'Explain',
      defaultUri: Uri.joinPath(model, '..'),
      filters: { Data: ['csv', 'tsv', 'parquet', 'npz'], 'All files': ['*'] },
    })) ?? [];
  return data ? { directory: model.fsPath, data: data.fsPath, line: null } : null;
}

/** The line of the cursor, where the file is in the active editor. */
function lineOf(data: Uri): number | null {
  const editor = window.activeTextEditor;
  if (editor?.document.uri.toString() !== data.toString()) return null;
  return editor.selection.active.line + 1;
}

const listSpecs = (): PromiseLike<Uri[]> =>
  workspace.findFiles('**/*.nn.json', '**/{node_modules,.netweight}/**', 1000);

/** The specs that name this file as their data; all of them where none does. */
async function specsOf(data: Uri): Promise<Uri[]> {
  const specs = await listSpecs();
  const naming = await Promise.all(
    specs.map(async (uri) => {
      const { spec } = parseSpec((await readSpec(uri)).getText());
      const files = spec ? [spec.data.train, spec.data.validation, spec.data.test] : [];
      return files.some(
        (file) => typeof file === 'string' && Uri.joinPath(uri, '..', file).fsPath === data.fsPath,
      );
    }),
  );
  const named = specs.filter((_, at) => naming[at]);
  return named.length > 0 ? named : specs;
}

/** Of these specs the one that has a run, or the one that is picked. */
async function chooseTrained(
  specs: readonly Uri[],
  what: string,
): Promise<{ readonly uri: Uri; readonly directory: string } | null> {
  const runs = await Promise.all(specs.map(async (uri) => ({ uri, directory: await newestRunOf(uri) })));
  const trained = runs.flatMap(({ uri, directory }) => (directory === undefined ? [] : [{ uri, directory }]));
  if (trained.length === 0)
    throw new UserError(`There is no trained network to ${what} with: train one first.`);
  if (trained.length === 1) return trained[0]!;
  const items = trained.map((run) => ({
    label: specName(run.uri),
    description: workspace.asRelativePath(run.uri),
    run,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: `Which network to ${what} with?` });
  return picked?.run ?? null;
}
