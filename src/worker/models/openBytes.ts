import type { OpenBeside } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import { openModel } from '../../formats/index.js';
import { memorySource } from '../../formats/memory.js';
import type { OpenedOrigin, ReadBeside } from './origin.js';

/** A model file that was handed over whole; `name` is its path or name. The files that it names are handed over as well. */
export async function openBytes(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  readBeside: ReadBeside,
): Promise<OpenedOrigin> {
  const fileName = name.split('/').at(-1) ?? name;
  const opened = await openModel(memorySource(bytes), fileName, besideInMemory(readBeside));
  return { opened, bytes: bytes.length };
}

/** Nothing outside the model's folder is asked for. */
function besideInMemory(readBeside: ReadBeside): OpenBeside {
  return async (path) => {
    const refuse = (reason: string): never => {
      throw new FormatError(`the file "${path}", which belongs to the model, ${reason}`, 0);
    };
    const isOutside = /^([\\/]|[a-z]+:)/i.test(path) || path.split(/[\\/]/).includes('..');
    if (isOutside) return refuse("lies outside the model's folder: refused");
    try {
      return memorySource(await readBeside(path));
    } catch (error) {
      const { code, message } = error as Error & { readonly code?: string | null };
      return refuse(`cannot be opened (${code ?? message})`);
    }
  };
}
