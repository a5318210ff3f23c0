import type { ByteSource } from '../byteSource.js';
import type { ZipEntry } from '../zip/directory.js';
import { zipEntrySource } from '../zip/entry.js';

/** Attributes of each TorchScript class that are its parameters and buffers, by the class's full name. */
export type DeclaredTensors = ReadonlyMap<string, ReadonlySet<string>>;

const longestCode = 2 ** 24;

/**
 * Which attributes belong to the state of each class, as the archive's code declares them: its tensors that are
 * neither parameters nor buffers are not weights. The code is searched for its declarations and for nothing else.
 */
export async function readDeclaredTensors(
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  folder: string,
): Promise<DeclaredTensors> {
  const declared = new Map<string, Set<string>>();
  const start = `${folder}code/`;
  let left = longestCode;
  for (const entry of entries.values()) {
    if (!entry.name.startsWith(start) || !entry.name.endsWith('.py')) continue;
    left -= entry.size;
    if (left < 0) break;
    const content = zipEntrySource(source, entry, () => undefined);
    const text = new TextDecoder().decode(await content.read(0, content.size));
    const module = entry.name.slice(start.length, -'.py'.length).replaceAll('/', '.');
    for (const [, name, body] of text.matchAll(/^class (\w+)\(Module\):\n((?: {2}.*\n)*)/gm)) {
      const lists = [...body!.matchAll(/^ {2}__(?:parameters|buffers)__ = \[(.*)\]$/gm)];
      const names = lists.flatMap(([, list]) => [...list!.matchAll(/"([^"]*)"/g)].map(([, each]) => each!));
      declared.set(`${module}.${name}`, new Set(names));
    }
  }
  return declared;
}
