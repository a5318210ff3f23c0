import type { ByteSource } from './byteSource.js';
import { headBytes } from './format.js';
import type { Format, OpenBeside, OpenModel } from './format.js';
import { FormatError } from './formatError.js';
import { gguf } from './gguf/gguf.js';
import { hdf5 } from './hdf5/hdf5.js';
import { keras } from './hdf5/keras.js';
import { npy } from './npy/npy.js';
import { npz } from './npy/npz.js';
import { onnx } from './onnx/onnx.js';
import { pytorch } from './pytorch/pytorch.js';
import { safetensors } from './safetensors.js';
import { safetensorsIndex } from './safetensorsIndex.js';
import { tfjs } from './tfjs.js';
import { tflite } from './tflite/tflite.js';
import { readZipDirectory } from './zip/directory.js';
import { isZip } from './zip/signature.js';

export const formats: readonly Format[] = [
  safetensors,
  safetensorsIndex,
  pytorch,
  onnx,
  gguf,
  npy,
  npz,
  hdf5,
  keras,
  tfjs,
  tflite,
];

/**
 * Opens a model file of any known format, told by its signature, or else by the extension of `fileName`. Parts in
 * other files (shards, external data) are opened by `openBeside`. Throws a FormatError where it is none, or not
 * whole.
 */
export async function openModel(
  source: ByteSource,
  fileName: string,
  openBeside: OpenBeside = refuseBeside,
): Promise<OpenModel> {
  const head = await source.read(0, Math.min(headBytes, source.size));
  if (head.length === 0) throw new FormatError(`${fileName} is empty: it has 0 bytes`, 0);
  const start = new TextDecoder('latin1').decode(head);
  if (start.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new FormatError(
      `${fileName} is a Git LFS pointer, not the model itself: run "git lfs pull" first`,
      0,
    );
  }
  const format = (await findFormatByContent(source, head)) ?? findFormatByName(fileName);
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(start)) {
    throw new FormatError(
      `${fileName} is a web page (HTML), not a model: the download has probably failed`,
      0,
    );
  }
  if (!format) {
    const known = formats.flatMap(({ extensions }) => extensions).join(', ');
    throw new FormatError(`${fileName} is no model file that we know (${known})`, 0);
  }
  return format.open(source, openBeside);
}

/** The format whose signature the file has; for an archive, by what is in it. */
async function findFormatByContent(source: ByteSource, head: Uint8Array): Promise<Format | undefined> {
  if (!isZip(head)) return formats.find((candidate) => candidate.matches(head));
  const names = [...(await readZipDirectory(source)).entries.keys()];
  return formats.find((candidate) => candidate.matchesArchive?.(names));
}

/** The format whose extension the file has; undefined where there is none. */
export function findFormatByName(fileName: string): Format | undefined {
  const lower = fileName.toLowerCase();
  return formats.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension)));
}

const refuseBeside: OpenBeside = async (path) => {
  throw new FormatError(`the file beside it, "${path}", cannot be opened here`, 0);
};
