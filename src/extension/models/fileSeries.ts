import { FileType, Uri, workspace } from 'vscode';
import { modelExtensions } from '../modelFiles.js';
import { largestSeries, markOf, seriesOf, type NamedSeries } from './seriesNames.js';

/** Model files of one training, in the order of time. */
export interface FileSeries {
  /** What their times count. */
  readonly word: string;
  readonly files: readonly { readonly uri: Uri; readonly name: string; readonly time: number }[];
  /** Files beside them that are copies of some of them, as their names tell: of the best one, of the last. */
  readonly marked: readonly { readonly uri: Uri; readonly mark: 'best' | 'last' }[];
}

/** A folder with more is seen in so many of its files, evenly over the time. */
const mostFiles = 200;

/**
 * The files beside a model file that its name is one of a series with, or says to be a copy of; where its own name has
 * no number, those of the same name in folders beside its folder (`checkpoint-500/model.safetensors`).
 */
export async function findSeries(uri: Uri): Promise<FileSeries | null> {
  const [folder, name] = [Uri.joinPath(uri, '..'), nameOf(uri)];
  const files = (await namesIn(folder, FileType.File)).filter(
    (other) => extensionOf(other) === extensionOf(name),
  );
  const unmarked = files.filter((other) => markOf(other) === null);
  const series = seriesOf(name, files) ?? (markOf(name) === null ? null : largestSeries(unmarked));
  if (series) return locate(series, files, name, (member) => Uri.joinPath(folder, member));
  const above = Uri.joinPath(folder, '..');
  const folders = seriesOf(nameOf(folder), await namesIn(above, FileType.Directory));
  return folders && locate(folders, [], nameOf(folder), (member) => Uri.joinPath(above, member, name));
}

/** The model files of a folder. */
export async function findSeriesIn(folder: Uri): Promise<FileSeries | null> {
  const files = (await namesIn(folder, FileType.File)).filter((name) =>
    modelExtensions.includes(extensionOf(name)),
  );
  const series = largestSeries(files);
  return (
    series && locate(series, files, series.members.at(-1)!.name, (member) => Uri.joinPath(folder, member))
  );
}

export const nameOf = ({ path }: Uri): string => path.split('/').at(-1) ?? '';
export const extensionOf = (name: string): string => name.split('.').at(-1)!.toLowerCase();

async function namesIn(folder: Uri, type: FileType): Promise<string[]> {
  const entries = await workspace.fs.readDirectory(folder);
  return entries.filter(([, found]) => (found & type) !== 0).map(([name]) => name);
}

function locate(
  { word, members }: NamedSeries,
  beside: readonly string[],
  kept: string,
  place: (member: string) => Uri,
): FileSeries {
  const every = Math.ceil(members.length / mostFiles);
  const files = members
    .filter(({ name }, i) => name === kept || i % every === 0 || i === members.length - 1)
    .map(({ name, time }) => ({ uri: place(name), name, time }));
  const own = new Set(members.map(({ name }) => name));
  const marked = beside.flatMap((name) => {
    const mark = own.has(name) ? null : markOf(name);
    return mark === null ? [] : [{ uri: place(name), mark }];
  });
  return { word, files, marked };
}
