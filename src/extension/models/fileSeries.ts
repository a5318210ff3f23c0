import { FileType, Uri, workspace } from 'vscode';
import { modelExtensions } from '../contributions.js';
import { largestSeries, seriesOf, type NamedSeries } from './seriesNames.js';

/** Model files of one training, in the order of time. */
export interface FileSeries {
  /** What their times count. */
  readonly word: string;
  readonly files: readonly { readonly uri: Uri; readonly name: string; readonly time: number }[];
}

/** A folder with more is seen in so many of its files, evenly over the time. */
const mostFiles = 200;

/**
 * The files beside a model file that its name is one of a series with; where its own name has no number, those of the
 * same name in folders beside its folder (`checkpoint-500/model.safetensors`).
 */
export async function findSeries(uri: Uri): Promise<FileSeries | null> {
  const [folder, name] = [Uri.joinPath(uri, '..'), nameOf(uri)];
  const files = await namesIn(folder, FileType.File);
  const series = seriesOf(name, files);
  if (series) return locate(series, name, (member) => Uri.joinPath(folder, member));
  const above = Uri.joinPath(folder, '..');
  const folders = seriesOf(nameOf(folder), await namesIn(above, FileType.Directory));
  return folders && locate(folders, nameOf(folder), (member) => Uri.joinPath(above, member, name));
}

/** The model files of a folder. */
export async function findSeriesIn(folder: Uri): Promise<FileSeries | null> {
  const isModel = (name: string): boolean =>
    modelExtensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`));
  const series = largestSeries((await namesIn(folder, FileType.File)).filter(isModel));
  return series && locate(series, series.members.at(-1)!.name, (member) => Uri.joinPath(folder, member));
}

const nameOf = ({ path }: Uri): string => path.split('/').at(-1) ?? '';

async function namesIn(folder: Uri, type: FileType): Promise<string[]> {
  const entries = await workspace.fs.readDirectory(folder);
  return entries.filter(([, found]) => (found & type) !== 0).map(([name]) => name);
}

function locate({ word, members }: NamedSeries, kept: string, place: (member: string) => Uri): FileSeries {
  const every = Math.ceil(members.length / mostFiles);
  const files = members
    .filter(({ name }, i) => name === kept || i % every === 0 || i === members.length - 1)
    .map(({ name, time }) => ({ uri: place(name), name, time }));
  return { word, files };
}
