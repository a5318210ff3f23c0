import { sizeOf } from '../tensor/shape.js';
import { explainDamage, listFolder, readUnpacked, type DataFiles, type Unreadable } from './files.js';
import { decodePicture, isPicture, readPictureHeader, type PictureHeader } from './picture.js';
import { counted, ProblemList, type TableProblem } from './problem.js';
import { refuse, type TableOptions, type TableRead, type TableSource } from './source.js';
import type { Column, TextColumn } from './table.js';

/** Told of beside the files. */
export const imageFolder = {
  name: 'Folder of images',
  doc: 'A folder with a folder of PNG or JPEG files for each class, which is called as its folder is; `"target"` is what the class is to be called. All have the same size; `shape` is `[3, height, width]`, or `[1, height, width]` where the first image is grey, or what the spec says. Levels are divided by 255.',
};

/** One image: to predict from. */
export const image: TableSource = {
  name: 'Image',
  doc: 'One PNG or JPEG, to predict from.',
  extensions: ['png', 'jpg', 'jpeg'],
  matches: isPicture,
  read: ({ path, bytes }, options) =>
    readPictures([{ path, label: null }], { read: async () => bytes, list: async () => null }, path, options),
};

interface PictureFile {
  readonly path: string;
  /** Null where no folder tells it. */
  readonly label: string | null;
}

const mostBytes = 2 ** 31;
const isPictureName = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);

/** Reads a folder of folders, or to predict from a folder of images; `entries` are those of the folder. */
export async function readImageFolder(
  files: DataFiles,
  path: string,
  entries: readonly string[],
  options: TableOptions,
): Promise<TableRead> {
  const folder = path.replace(/[\\/]+$/, '');
  const pictures: PictureFile[] = [];
  for (const entry of entries) {
    if (entry.startsWith('.')) continue;
    if (!entry.endsWith('/')) {
      if (isPictureName(entry)) pictures.push({ path: `${folder}/${entry}`, label: null });
      continue;
    }
    const label = entry.slice(0, -1);
    const listed = await listFolder(files, `${folder}/${label}`);
    if ('problem' in listed) return { table: null, problems: [listed.problem] };
    for (const name of listed.entries ?? []) {
      if (isPictureName(name)) pictures.push({ path: `${folder}/${label}/${name}`, label });
    }
  }
  const labelled = pictures.filter(({ label }) => label !== null);
  if (labelled.length > 0) return readPictures(labelled, files, path, options);
  if (pictures.length === 0) {
    const message = `"${path}" is a folder without PNG or JPEG files in the folders in it: name a file, or a folder with a folder of images for each class.`;
    return refuse('no-images', message, { file: path });
  }
  if (options.purpose === 'predict') return readPictures(pictures, files, path, options);
  const message = `The images in ${path} stand side by side: put those of each class into a folder that is called as the class is.`;
  return refuse('no-classes', message, { file: path });
}

/** What all pictures of a folder are like: as the spec says, or as the first one is. */
interface Form {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  /** Whose form it is, for messages. */
  readonly source: string;
}

async function readPictures(
  pictures: readonly PictureFile[],
  files: DataFiles,
  path: string,
  options: TableOptions,
): Promise<TableRead> {
  const problems = new ProblemList<TableProblem>();
  const first = await openPicture(files, pictures[0]!.path);
  if ('problem' in first) return { table: null, problems: [first.problem] };
  const form = settleForm(pictures[0]!.path, first.header, options.shape);
  const shape = [form.channels, form.height, form.width];
  const size = sizeOf(shape);
  if (size * pictures.length > mostBytes) {
    const message = `${counted(pictures.length, 'image')} of ${shape.join(' × ')} are more than the 2 GB that can be held: take smaller ones, or fewer.`;
    return refuse('data-too-large', message, { file: path });
  }
  const values = new Uint8Array(size * pictures.length);
  let converted = 0;
  for (const [row, picture] of pictures.entries()) {
    const opened = await openPicture(files, picture.path);
    if ('problem' in opened) problems.add(opened.problem);
    else if (opened.header.height !== form.height || opened.header.width !== form.width)
      problems.add(otherSize(picture.path, opened.header, form));
    else if (!problems.hasErrors) {
      const { bytes, header } = opened;
      const levels = await explainDamage(picture.path, () => decodePicture(bytes, header, form.channels));
      if ('problem' in levels) problems.add(levels.problem);
      else values.set(levels, row * size);
      if (header.isGrey !== (form.channels === 1)) converted++;
    }
  }
  if (problems.hasErrors) return { table: null, problems: problems.list() };
  if (converted > 0) problems.add(tellConverted(path, converted, pictures.length, form));
  const columns: Column[] = [{ kind: 'array', name: 'image', shape, values }];
  if (pictures[0]!.label !== null) columns.push(labelColumn(pictures, options.targets?.[0] ?? 'label'));
  const names = pictures.map((picture) => picture.path);
  return { table: { columns, rowCount: pictures.length, files: names }, problems: problems.list() };
}

async function openPicture(
  files: DataFiles,
  path: string,
): Promise<{ readonly bytes: Uint8Array; readonly header: PictureHeader } | Unreadable> {
  const read = await readUnpacked(files, path);
  if ('problem' in read) return read;
  return explainDamage(path, () => ({ bytes: read.bytes, header: readPictureHeader(read.bytes) }));
}

/** A shape of three dimensions, one or three of them channels, says what pictures are like. */
function settleForm(
  path: string,
  { isGrey, height, width }: PictureHeader,
  shape: readonly number[] = [],
): Form {
  const [channels, ...size] = shape;
  if (size.length === 2 && (channels === 1 || channels === 3)) {
    return { channels, height: size[0]!, width: size[1]!, source: 'the shape' };
  }
  return { channels: isGrey ? 1 : 3, height, width, source: path };
}

function otherSize(path: string, { height, width }: PictureHeader, form: Form): TableProblem {
  const message = `${path} is ${height} pixels high and ${width} wide, but ${form.source} is ${form.height} by ${form.width}: all images of a data set have one size.`;
  return { severity: 'error', code: 'other-shape', message, file: path };
}

function tellConverted(
  path: string,
  converted: number,
  count: number,
  { channels, source }: Form,
): TableProblem {
  const [were, become, other] = channels === 1 ? ['in colour', 'grey', 3] : ['grey', 'colour', 1];
  const message = `${converted} of ${counted(count, 'image')} of ${path} ${converted === 1 ? 'is' : 'are'} ${were} and turned to ${become}, as ${source} is: a "shape" of [${other}, height, width] does it the other way round.`;
  return { severity: 'information', code: 'images-converted', message, file: path };
}

function labelColumn(pictures: readonly PictureFile[], name: string): TextColumn {
  const words = [...new Set(pictures.map(({ label }) => label!))];
  const codeOf = new Map(words.map((word, code) => [word, code]));
  return { kind: 'text', name, codes: Int32Array.from(pictures, ({ label }) => codeOf.get(label!)!), words };
}
