import type { Hdf5Module, TypeMetadata } from 'h5wasm-module';
import type { ByteSource } from '../byteSource.js';
import { FormatError } from '../formatError.js';
import { typeClass } from './elementType.js';

const name = 'model.h5';
/** What is read whole, where the host cannot read by range at once. */
const largestInMemory = 2 ** 28;
const longestAttribute = 2 ** 24;

/** Kinds of objects, as `get_type` numbers them; a soft link counts as none, since its target has a name itself. */
const kinds: Readonly<Record<number, 'group' | 'dataset' | 'externalLink'>> = {
  0: 'group',
  1: 'dataset',
  4: 'externalLink',
};

/** An HDF5 file in a library of its own. What the library throws comes out as FormatErrors. */
export class Hdf5File {
  private constructor(
    private readonly library: Hdf5Module,
    private readonly id: bigint,
  ) {}

  static async open(source: ByteSource): Promise<Hdf5File> {
    const { createModule } = await import('./h5wasm.js');
    const library = await createModule({
      noInitialRun: true,
      print: () => undefined,
      printErr: () => undefined,
    });
    library.activate_throwing_error_handler();
    await place(library, source);
    return attempt('the file cannot be opened as HDF5', () => {
      const id = library.open(name, 0, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST);
      if (id < 0n) throw new Error('it is damaged or cut off');
      return new Hdf5File(library, id);
    });
  }

  /** Names of what stands in a group. */
  list(path: string): string[] {
    return attempt(`the group "${path}" cannot be listed`, () => [
      ...this.library.get_names(this.id, path, false),
    ]);
  }

  kindOf(path: string): 'group' | 'dataset' | 'externalLink' | 'other' {
    return attempt(`"${path}" cannot be looked at`, () => {
      const { library, id } = this;
      if (library.get_symbolic_link(id, path) !== null) return 'other';
      return kinds[library.get_type(id, path)] ?? 'other';
    });
  }

  /** The same for every path to the same object. */
  identify(path: string): string {
    return attempt(`"${path}" cannot be looked at`, () =>
      [...this.library.create_object_reference(this.id, path)].join(' '),
    );
  }

  describe(path: string): TypeMetadata {
    return attempt(`the dataset "${path}" cannot be looked at`, () =>
      this.library.get_dataset_metadata(this.id, path),
    );
  }

  /** The elements of a block of a dataset, as they stand in the file's types. */
  read(path: string, start: readonly number[], count: readonly number[], elementBytes: number): Uint8Array {
    const { library, id } = this;
    const bytes = count.reduce((product, n) => product * n, elementBytes);
    return attempt(`tensor "${path}": its values cannot be read`, () => {
      const pointer = library._malloc(bytes);
      if (pointer === 0) throw new Error(`${bytes} bytes of memory could not be had`);
      try {
        const isScalar = count.length === 0;
        library.get_dataset_data(
          id,
          path,
          isScalar ? null : count.map(BigInt),
          isScalar ? null : start.map(BigInt),
          isScalar ? null : count.map(() => 1n),
          BigInt(pointer),
        );
        return library.HEAPU8.slice(pointer, pointer + bytes);
      } finally {
        library._free(pointer);
      }
    });
  }

  /** The attributes of an object that are one text each. */
  readTexts(path: string): Map<string, string> {
    return attempt(`the attributes of "${path}" cannot be read`, () => {
      const texts = new Map<string, string>();
      for (const attribute of this.library.get_attribute_names(this.id, path)) {
        const text = this.readText(path, attribute);
        if (text !== undefined) texts.set(attribute, text);
      }
      return texts;
    });
  }

  private readText(path: string, attribute: string): string | undefined {
    const { library, id } = this;
    const metadata = library.get_attribute_metadata(id, path, attribute);
    const { type, size, vlen, total_size: count } = metadata;
    if (type !== typeClass.string || count !== 1 || size > longestAttribute) return undefined;
    const pointer = library._malloc(size);
    if (pointer === 0) return undefined;
    try {
      library.get_attribute_data(id, path, attribute, BigInt(pointer));
      const bytes = library.HEAPU8.slice(pointer, pointer + size);
      if (!vlen) return new TextDecoder().decode(bytes).replace(/\0.*$/s, '');
      const text = library.UTF8ToString(new DataView(bytes.buffer).getUint32(0, true));
      library.reclaim_vlen_memory(id, path, attribute, BigInt(pointer));
      return text;
    } finally {
      library._free(pointer);
    }
  }
}

/** Makes the source a file of the library's: read by range where the host can, else held in memory. */
async function place({ FS }: Hdf5Module, source: ByteSource): Promise<void> {
  const { size } = source;
  const readSync = source.readSync?.bind(source);
  if (!readSync) {
    if (size > largestInMemory) {
      throw new FormatError(
        `${size} bytes of HDF5 are more than can be held in memory here (${largestInMemory})`,
        0,
      );
    }
    FS.writeFile(name, await source.read(0, size));
    return;
  }
  const node = FS.createFile('/', name, {}, true, false);
  Object.defineProperty(node, 'usedBytes', { get: () => size });
  node.stream_ops = {
    ...node.stream_ops,
    read: (_: unknown, memory: Uint8Array, at: number, length: number, position: number): number => {
      const there = Math.max(0, Math.min(length, size - position));
      if (there > 0) memory.set(readSync(position, there), at);
      return there;
    },
  };
}

/** What the library throws, JavaScript's errors and its own numbers, is told of as the file's fault. */
function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${what}: ${findReason(error)}`, 0);
  }
}

/** The library's errors are a stack of places in its source, outermost first: the last says what was wrong. */
function findReason(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const reasons = [...message.matchAll(/ in \w+\(\): (.*)$/gm)].map(([, reason]) => reason!);
  return reasons.at(-1) ?? (message.split('\n')[0] || 'it is damaged');
}
