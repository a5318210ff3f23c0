import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';
import { PickleCutError } from '../pickle/byteReader.js';
import { unpickle, type Unpickled } from '../pickle/unpickle.js';
import { PickleDict, PickleList, PicklePersistent, PickleCall, type PickleValue } from '../pickle/values.js';
import { isKnownGlobal } from './globals.js';
import { readStorageRef, type StorageBytes } from './storage.js';
import type { Container } from './zipContainer.js';

const magic = 0x1950a86a20f9469cfc6cn;
const firstBytes = 2 ** 20;
const longestPickle = 2 ** 28;

/**
 * PyTorch before 1.6: pickles one after the other (a magic number, the protocol, the machine, the object, the keys
 * of the storages), then each storage as its number of values and the values. A pickle alone, of other origin,
 * opens as one without storages.
 */
export async function openLegacyContainer(source: ByteSource): Promise<Container> {
  const first = await readPickle(source, 0);
  if (first.value !== magic) {
    if (typeof first.value === 'bigint')
      throw new FormatError(
        `the magic number is ${first.value.toString()}, not PyTorch's: the file is damaged`,
        0,
      );
    return { pickle: first, declared: new Map(), findStorage: refuseStorage };
  }
  let position = first.length;
  const next = async (): Promise<Unpickled> => {
    const pickle = await readPickle(source, position);
    position += pickle.length;
    return pickle;
  };
  await next();
  const machine = (await next()).value;
  const pickle = await next();
  const keys = (await next()).value;
  const storages = await placeStorages(
    source,
    position,
    keys,
    listWidths(pickle.value),
    isBigEndian(machine),
  );
  return {
    pickle,
    declared: new Map(),
    findStorage: ({ key, byteOffset }) => {
      const storage = storages.get(key);
      if (!storage) throw new FormatError(`the file has no storage "${key}"`, byteOffset);
      return storage;
    },
  };
}

const refuseStorage = ({ key, byteOffset }: { key: string; byteOffset: number }): never => {
  throw new FormatError(`the pickle names a storage "${key}", but the file has none`, byteOffset);
};

/** The pickle at a place of a file whose rest may be gigabytes: as much is read as it turns out to need. */
async function readPickle(source: ByteSource, position: number): Promise<Unpickled> {
  for (let length = firstBytes; ; length *= 8) {
    const rest = source.size - position;
    const bytes = await source.read(position, Math.min(length, rest));
    try {
      return unpickle(bytes, position, isKnownGlobal);
    } catch (error) {
      if (!(error instanceof PickleCutError) || length >= rest || length > longestPickle) throw error;
    }
  }
}

async function placeStorages(
  source: ByteSource,
  start: number,
  keys: PickleValue,
  widths: ReadonlyMap<string, number>,
  bigEndian: boolean,
): Promise<Map<string, StorageBytes>> {
  const storages = new Map<string, StorageBytes>();
  let position = start;
  for (const key of keys instanceof PickleList ? keys.items.map(String) : []) {
    const width = widths.get(key);
    if (width === undefined) throw new FormatError(`no tensor says what storage "${key}" holds`, position);
    const left = source.size - position;
    if (left < 8) throw new FormatError(`storage "${key}" is missing: the file is cut off`, position);
    const head = await source.read(position, 8);
    const size = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, !bigEndian));
    const bytes = size * width;
    if (bytes > left - 8) {
      throw new FormatError(
        `storage "${key}" should hold ${size} values (${bytes} bytes), only ${left - 8} bytes follow: the file is cut off`,
        position,
      );
    }
    storages.set(key, { source, byteOffset: position + 8, bytes, bigEndian });
    position += 8 + bytes;
  }
  return storages;
}

/** Bytes of a value in each storage that the object refers to. */
function listWidths(root: PickleValue): Map<string, number> {
  const widths = new Map<string, number>();
  const seen = new Set<object>();
  const waiting: PickleValue[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop()!;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof PicklePersistent) {
      // Containers of source code stand outside too, and are no storages.
      if (!(value.id instanceof PickleList) || value.id.items[0] !== 'storage') continue;
      const { key, type } = readStorageRef(value);
      widths.set(key, type.width);
    } else if (value instanceof PickleList) waiting.push(...value.items);
    else if (value instanceof PickleDict) for (const [key, item] of value.entries) waiting.push(key, item);
    else if (value instanceof PickleCall) {
      for (const item of value.args) waiting.push(item);
      for (const item of value.items) waiting.push(item);
      for (const [key, item] of value.entries) waiting.push(key, item);
      waiting.push(value.state);
    }
  }
  return widths;
}

function isBigEndian(machine: PickleValue): boolean {
  const entries = machine instanceof PickleDict ? machine.entries : [];
  return entries.some(([key, value]) => key === 'little_endian' && value === false);
}
