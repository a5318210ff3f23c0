import { FormatError } from '../formats/formatError.js';
import { explainDamage, readUnpacked, type DataFiles } from './files.js';
import { arrayColumn, type NdArray } from './ndArray.js';
import { refuse, type SourceFile, type TableOptions, type TableRead, type TableSource } from './source.js';
import type { NumberColumn } from './table.js';

/**
 * IDX, the format of MNIST: an array a file, images in one and their labels in another. Two zero bytes, the
 * type, the number of dimensions, each of them in 32 bits, the elements; all big-endian
 * (yann.lecun.com/exdb/mnist, "the IDX file format").
 */
export const idx: TableSource = {
  name: 'IDX',
  doc: 'The format of MNIST, gzipped or not. `"train"` names the images (`train-images-idx3-ubyte.gz`) and `"target"` the file of their labels; where that lies beside the images under its usual name (`train-labels-idx1-ubyte.gz`), the target may be any name, such as `"digit"`. Images are divided by 255 and have the shape `[1, height, width]`.',
  extensions: ['idx', 'idx1-ubyte', 'idx2-ubyte', 'idx3-ubyte', 'idx4-ubyte'],
  matches: (bytes) => {
    const [first, second, type, dimensions] = bytes;
    return (
      first === 0 && second === 0 && types.has(type!) && dimensions! > 0 && dimensions! <= mostDimensions
    );
  },
  read: readIdx,
};

/** The images' column: a spec has no name for it. */
const imagesName = 'image';
const mostDimensions = 8;

interface ElementType {
  readonly bytes: number;
  read(view: DataView, offset: number): number;
}

/** By the third byte of a file; bytes themselves are taken as they stand. */
const types: ReadonlyMap<number, ElementType> = new Map([
  [0x08, { bytes: 1, read: (view, at) => view.getUint8(at) }],
  [0x09, { bytes: 1, read: (view, at) => view.getInt8(at) }],
  [0x0b, { bytes: 2, read: (view, at) => view.getInt16(at) }],
  [0x0c, { bytes: 4, read: (view, at) => view.getInt32(at) }],
  [0x0d, { bytes: 4, read: (view, at) => view.getFloat32(at) }],
  [0x0e, { bytes: 8, read: (view, at) => view.getFloat64(at) }],
]);

async function readIdx({ path, bytes, files }: SourceFile, options: TableOptions): Promise<TableRead> {
  const images = parseIdx(bytes);
  const [rowCount, ...shape] = images.shape as [number, ...number[]];
  if (shape.length === 0) {
    return refuse(
      'not-images',
      `${path} holds single values, as a file of labels does: name the file with the images here, and that of the labels as "target".`,
      { file: path },
    );
  }
  if (rowCount === 0) return refuse('no-rows', `${path} holds no images.`, { file: path });
  // A picture without an axis of channels has one channel, whatever its numbers are.
  const isGrey = shape.length === 2;
  const image = arrayColumn(imagesName, isGrey ? { ...images, shape: [rowCount, 1, ...shape] } : images);
  const found = await findLabels(path, files, options);
  if ('table' in found) return found;
  const { labels } = found;
  if (labels && labels.values.length !== rowCount) {
    return refuse(
      'labels-mismatch',
      `${path} has ${rowCount} images, but ${found.path} has ${labels.values.length} labels: take files that belong together.`,
      { file: path },
    );
  }
  return { table: { columns: labels ? [image, labels] : [image], rowCount }, problems: [] };
}

/** The labels in the file that the target names, or else in the one that lies beside the images. */
async function findLabels(
  path: string,
  files: DataFiles,
  { targets = [], purpose = 'train' }: TableOptions,
): Promise<TableRead | { readonly path: string; readonly labels: NumberColumn | null }> {
  const [target, second] = targets;
  if (target === undefined) return { path, labels: null };
  if (second !== undefined) {
    return refuse('several-targets', `${path} has one label an image: name one "target".`, { name: second });
  }
  const beside = labelsBeside(path);
  // The target is the file with the labels of the training images; other images have theirs beside them.
  for (const candidate of [purpose === 'train' ? target : null, beside]) {
    const read = candidate === null ? null : await readUnpacked(files, candidate);
    if (!read || candidate === null) continue;
    if (!('problem' in read)) {
      const labels = await explainDamage(candidate, () => parseLabels(read.bytes, target));
      return 'problem' in labels ? { table: null, problems: [labels.problem] } : { path: candidate, labels };
    }
    if (read.problem.code !== 'unreadable-file') return { table: null, problems: [read.problem] };
  }
  if (purpose === 'predict') return { path, labels: null };
  const lookedFor = [purpose === 'train' ? target : null, beside].filter((name) => name !== null);
  return refuse(
    'no-labels',
    `The labels of ${path} are missing: there is no file ${lookedFor.map((name) => `"${name}"`).join(', nor ')}. Name the file with the labels as "target".`,
    purpose === 'train' ? { name: target } : {},
  );
}

function parseLabels(bytes: Uint8Array, name: string): NumberColumn {
  const { shape, values } = parseIdx(bytes);
  if (shape.length !== 1) {
    throw new FormatError(`labels have one dimension, these have ${shape.length}`, 3);
  }
  return { kind: 'number', name, values: Float64Array.from(values) };
}

/** `data/train-images-idx3-ubyte.gz` → `data/train-labels-idx1-ubyte.gz`; null where the name is another. */
function labelsBeside(path: string): string | null {
  const name = /[^\\/]*$/.exec(path)![0];
  const labels = name.replace('images', 'labels').replace(/idx\d/, 'idx1');
  return labels === name ? null : path.slice(0, path.length - name.length) + labels;
}

/** Throws a `FormatError` where the header and the length do not agree; nothing is taken from memory before. */
export function parseIdx(bytes: Uint8Array): NdArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = types.get(bytes[2] ?? 0);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || !type) {
    throw new FormatError('this is no IDX file: it does not begin with two zeros and a type', 0);
  }
  const dimensions = bytes[3]!;
  const start = 4 + 4 * dimensions;
  if (dimensions === 0 || dimensions > mostDimensions) {
    throw new FormatError(`an array of ${dimensions} dimensions cannot be read`, 3);
  }
  if (bytes.length < start) throw new FormatError('the header is cut off', bytes.length);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const empty = shape.indexOf(0, 1);
  if (empty > 0) throw new FormatError('a dimension is 0', 4 + 4 * empty);
  const count = shape.reduce((product, size) => product * size, 1);
  const missing = start + count * type.bytes - bytes.length;
  if (missing > 0) {
    throw new FormatError(
      `the header tells of ${shape.join(' × ')} elements, but the file ends ${missing} bytes before`,
      bytes.length,
    );
  }
  if (missing < 0) throw new FormatError(`${-missing} bytes follow the last element`, bytes.length + missing);
  if (bytes[2] === 0x08) return { shape, values: bytes.subarray(start) };
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = type.read(view, start + i * type.bytes);
  return { shape, values };
}
