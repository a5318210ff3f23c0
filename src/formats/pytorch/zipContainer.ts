import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';
import { unpickle, type Unpickled } from '../pickle/unpickle.js';
import type { ZipDirectory } from '../zip/directory.js';
import { zipEntrySource } from '../zip/entry.js';
import { isKnownGlobal } from './globals.js';
import type { FindStorage, StorageBytes } from './storage.js';
import { readDeclaredTensors, type DeclaredTensors } from './torchScript.js';

/** The object that a file holds, and where its storages are. */
export interface Container {
  readonly pickle: Unpickled;
  readonly findStorage: FindStorage;
  /** Of TorchScript; empty elsewhere. */
  readonly declared: DeclaredTensors;
}

const longestPickle = 2 ** 28;

/** The pickle of an archive: `<name>/data.pkl`, beside `<name>/data/<storage>`. */
export function findPickle(names: Iterable<string>): string | undefined {
  return [...names].find((name) => /^([^/]+\/)?data\.pkl$/.test(name));
}

/** PyTorch 1.6 and later: a zip archive. `warn` is told what is odd, also later while values are read. */
export async function openZipContainer(
  source: ByteSource,
  { entries }: ZipDirectory,
  warn: (message: string) => void,
): Promise<Container> {
  const pickleName = findPickle(entries.keys());
  if (pickleName === undefined) {
    throw new FormatError('the zip archive has no data.pkl: it was not written by PyTorch', 0);
  }
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const pickleEntry = entries.get(pickleName)!;
  if (pickleEntry.size > longestPickle) {
    throw new FormatError(
      `"${pickleName}" claims ${pickleEntry.size} bytes, too many for names`,
      pickleEntry.headerOffset,
    );
  }
  const pickleSource = zipEntrySource(source, pickleEntry, warn);
  const pickle = unpickle(
    await pickleSource.read(0, pickleSource.size),
    pickleEntry.headerOffset,
    isKnownGlobal,
  );

  const order = entries.get(`${folder}byteorder`);
  const bigEndian =
    order !== undefined && order.size < 16 && (await readText(zipEntrySource(source, order, warn))) === 'big';
  const storages = new Map<string, StorageBytes>();
  return {
    pickle,
    declared: await readDeclaredTensors(source, entries, folder),
    findStorage: ({ key, type, size, byteOffset }) => {
      const name = `${folder}data/${key}`;
      let storage = storages.get(name);
      if (!storage) {
        const entry = entries.get(name);
        if (!entry) throw new FormatError(`the archive has no storage data/${key}`, byteOffset);
        storage = {
          source: zipEntrySource(source, entry, warn),
          byteOffset: 0,
          bytes: entry.size,
          bigEndian,
        };
        storages.set(name, storage);
        const claimed = size * type.width;
        if (entry.size !== claimed) {
          throw new FormatError(
            `storage data/${key} should hold ${size} values (${claimed} bytes), it has ${entry.size} bytes`,
            entry.headerOffset,
          );
        }
      }
      return storage;
    },
  };
}

async function readText(source: ByteSource): Promise<string> {
  return new TextDecoder().decode(await source.read(0, source.size)).trim();
}
