/**
 * PyTorch's `torch.save` and TorchScript: a pickle that describes an object, and its storages beside it, in a zip
 * archive or, before 1.6, one after the other. The pickle is read as data; nothing in it is ever called.
 */
import type { ByteSource } from '../byteSource.js';
import type { Format, OpenModel } from '../format.js';
import { FormatError } from '../formatError.js';
import { openedModel } from '../openedModel.js';
import { readZipDirectory } from '../zip/directory.js';
import { isZip } from '../zip/signature.js';
import { collectMetadata, collectTensors, describeGlobals, listRefused } from './collect.js';
import { openLegacyContainer } from './legacyContainer.js';
import { findPickle, openZipContainer } from './zipContainer.js';

export const pytorch: Format = {
  name: 'pytorch',
  doc: 'What torch.save and TorchScript write: state dicts, whole modules, checkpoints with their optimizer.',
  knownBy: 'a zip archive with a `data.pkl`, or a pickle of protocol 2 to 5 (files from before PyTorch 1.6).',
  reads:
    'tensors wherever they stand: state dicts, whole modules, optimizer state, TorchScript; tied and strided ones, affine-quantised (by tensor or channel) and sparse (COO) ones.',
  leaves:
    'code, which is never run: classes and functions beyond an allow-list are told by name, and a file that has only such is refused. Tensors of the meta device, and of unknown quantisation, are listed without values.',
  extensions: ['.pt', '.pth', '.ckpt', '.bin', '.pkl', '.jit'],
  matches: isPickle,
  matchesArchive: (names) => findPickle(names) !== undefined,
  open: openPytorch,
};

/** A pickle of protocol 2 to 5 begins with the opcode PROTO. */
function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5;
}

async function openPytorch(source: ByteSource): Promise<OpenModel> {
  const warnings: string[] = [];
  const warn = (message: string): void => {
    if (!warnings.includes(message)) warnings.push(message);
  };
  const head = await source.read(0, Math.min(4, source.size));
  const isArchive = isZip(head) || (!isPickle(head) && (await hasZipDirectory(source)));
  let container;
  if (isArchive) {
    const directory = await readZipDirectory(source);
    directory.warnings.forEach(warn);
    container = await openZipContainer(source, directory, warn);
  } else container = await openLegacyContainer(source);

  const { value, globals } = container.pickle;
  const tensors = collectTensors(value, container);
  const refused = listRefused(globals);
  if (tensors.length === 0 && refused.length > 0) {
    throw new FormatError(
      `the file holds no tensors and asks Python for ${refused.join(', ')}: refused, nothing that a file names is ever looked up or run`,
      globals.get(refused[0]!)!.byteOffset,
    );
  }
  if (tensors.length === 0 && !isArchive) {
    throw new FormatError('the file is a pickle, but holds no tensors of PyTorch', 0);
  }
  if (tensors.length === 0) warn('the file holds no tensors');
  describeGlobals(globals).forEach(warn);
  return openedModel({ format: 'pytorch', metadata: collectMetadata(value), tensors, warnings });
}

async function hasZipDirectory(source: ByteSource): Promise<boolean> {
  try {
    return (await readZipDirectory(source)).entries.size > 0;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
