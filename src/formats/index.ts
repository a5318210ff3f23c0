import type { ByteSource } from './byteSource.js';
import { headBytes } from './format.js';
import type { Format, OpenModel } from './format.js';
import { FormatError } from './formatError.js';
import { safetensors } from './safetensors.js';

export const formats: readonly Format[] = [safetensors];

/**
 * Opens a model file of any known format, told by its signature, or else by the extension of `fileName`.
 * Throws a FormatError where it is none, or not whole.
 */
export async function openModel(source: ByteSource, fileName: string): Promise<OpenModel> {
  const head = await source.read(0, Math.min(headBytes, source.size));
  const start = new TextDecoder('latin1').decode(head);
  if (start.startsWith('version https://git-lfs.github.com/spec/')) {
    throw new FormatError(
      `${fileName} is a Git LFS pointer, not the model itself: run "git lfs pull" first`,
      0,
    );
  }
  const format = formats.find((candidate) => candidate.matches(head)) ?? findFormatByName(fileName);
  if (!format) {
    const known = formats.flatMap(({ extensions }) => extensions).join(', ');
    throw new FormatError(`${fileName} is no model file that we know (${known})`, 0);
  }
  return format.open(source);
}

/** The format whose extension the file has; undefined where there is none. */
export function findFormatByName(fileName: string): Format | undefined {
  const lower = fileName.toLowerCase();
  return formats.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension)));
}
