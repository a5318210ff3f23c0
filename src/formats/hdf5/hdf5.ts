/** HDF5, as Keras writes it (.h5, .hdf5, .weights.h5) and many others: every dataset of numbers is a tensor. */
import type { Values } from '../../tensor/values.js';
import type { ByteSource } from '../byteSource.js';
import { checkPiece, countValues, unreadableTensor } from '../denseTensor.js';
import type { Format, ModelTensor, OpenModel } from '../format.js';
import { openedModel } from '../openedModel.js';
import { splitIntoBoxes } from '../stridedTensor.js';
import { readHdf5Type } from './elementType.js';
import { Hdf5File } from './file.js';
import { findLambda } from './lambda.js';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const deepest = 64;
const mostObjects = 2 ** 20;
const longestMetadata = 4000;
/** No filter packs values denser than this; what is larger has never been written, and would be read for nothing. */
const densest = 1100;
const largestSparse = 2 ** 28;

export const hdf5: Format = {
  name: 'hdf5',
  doc: 'HDF5: models and weights of Keras, and arrays of h5py.',
  knownBy: '`\\x89HDF` at byte 0.',
  reads:
    'every dataset of numbers, chunked and compressed ones too; the configuration and the layer names of Keras.',
  leaves:
    'links into other files, and values that stand there: not followed, with a warning. Datasets of text are listed without values. Beyond what memory holds, a file is refused with its size.',
  extensions: ['.h5', '.hdf5'],
  matches: (head) => signature.every((byte, i) => head[i] === byte),
  open: (source) => openHdf5(source, 'hdf5'),
};

export async function openHdf5(source: ByteSource, format: string): Promise<OpenModel> {
  const file = await Hdf5File.open(source);
  const warnings: string[] = [];
  const tensors = collectDatasets(file, source.size, warnings);
  const texts = file.readTexts('/');
  const lambda = findLambda(texts.get('model_config') ?? '');
  if (lambda) warnings.push(lambda);
  return openedModel({
    format,
    metadata: Object.fromEntries([...texts].map(([key, text]) => [key, text.slice(0, longestMetadata)])),
    tensors,
    warnings,
  });
}

/** Every dataset, by the first of its paths. Links to other files are not followed, and no group is entered twice. */
function collectDatasets(file: Hdf5File, fileBytes: number, warnings: string[]): ModelTensor[] {
  const tensors: ModelTensor[] = [];
  const seen = new Set<string>();
  let left = mostObjects;
  const isNew = (path: string): boolean => seen.size < seen.add(file.identify(path)).size;
  const visit = (path: string, depth: number): void => {
    for (const name of file.list(path)) {
      if (left-- <= 0 || depth > deepest) return;
      const child = path === '/' ? `/${name}` : `${path}/${name}`;
      const kind = file.kindOf(child);
      if (kind === 'group' && isNew(child)) visit(child, depth + 1);
      else if (kind === 'dataset' && isNew(child)) tensors.push(describeDataset(file, child, fileBytes));
      else if (kind === 'externalLink') {
        warnings.push(`"${child.slice(1)}" is a link into another file: not followed`);
      }
    }
  };
  isNew('/');
  visit('/', 0);
  if (left <= 0) warnings.push(`only the first ${mostObjects} objects are listed`);
  return tensors;
}

function describeDataset(file: Hdf5File, path: string, fileBytes: number): ModelTensor {
  const name = path.slice(1);
  const metadata = file.describe(path);
  const { dtype, codec } = readHdf5Type(metadata);
  const info = { name, dtype, shape: metadata.shape ?? [0] };
  const size = countValues(name, info.shape);
  const bytes = size * metadata.size;
  if (metadata.virtual_sources && metadata.virtual_sources.length > 0) {
    return unreadableTensor(info, 'its values stand in other files: not followed', bytes);
  }
  if (bytes > largestSparse && bytes > densest * fileBytes) {
    const problem = `its ${bytes} bytes are hardly stored in a file of ${fileBytes}: too many to be read for so little`;
    return unreadableTensor(info, problem, bytes);
  }
  if (!codec) return unreadableTensor(info, 'its values are no numbers', bytes);
  const { shape } = info;
  return {
    ...info,
    bytes,
    size,
    read: async (offset, length) => {
      checkPiece(name, size, offset, length);
      const pieces: Values[] = [];
      for (const { start, count } of splitIntoBoxes(shape, offset, offset + length)) {
        pieces.push(codec.decode(file.read(path, start, count, codec.blockBytes), 0));
      }
      return join(pieces, length);
    },
  };
}

function join(pieces: readonly Values[], length: number): Values {
  const [first] = pieces;
  if (!first) return new Float32Array(0);
  if (pieces.length === 1) return first;
  const values = first instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const piece of pieces) {
    values.set(piece, at);
    at += piece.length;
  }
  return values;
}
