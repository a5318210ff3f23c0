/** NumPy's .npz: a zip archive, stored or deflated, with a .npy for each array. */
import type { Format, ModelTensor } from '../format.js';
import { FormatError } from '../formatError.js';
import { openedModel } from '../openedModel.js';
import { readZipDirectory } from '../zip/directory.js';
import { zipEntrySource } from '../zip/entry.js';
import { ObjectArrayError, readArray } from './npy.js';

export const npz: Format = {
  name: 'npz',
  doc: 'Several arrays as NumPy’s savez writes them.',
  knownBy: 'a zip archive of nothing but `.npy` entries.',
  reads: 'every array, stored or deflated.',
  leaves:
    'arrays of Python objects: a warning by name; the others are shown. Encrypted entries and other ways of packing are refused.',
  extensions: ['.npz'],
  matches: () => false,
  matchesArchive: (names) => names.length > 0 && names.every((name) => name.endsWith('.npy')),
  open: async (source) => {
    const { entries, warnings: found } = await readZipDirectory(source);
    const warnings = [...found];
    const warn = (message: string): void => {
      if (!warnings.includes(message)) warnings.push(message);
    };
    const tensors: ModelTensor[] = [];
    for (const entry of entries.values()) {
      if (!entry.name.endsWith('.npy')) continue;
      const name = entry.name.slice(0, -'.npy'.length);
      try {
        tensors.push(await readArray(zipEntrySource(source, entry, warn), name));
      } catch (error) {
        if (error instanceof ObjectArrayError) warn(`array "${name}": ${error.message}`);
        else if (error instanceof FormatError)
          throw new FormatError(`array "${name}": ${error.message}`, entry.headerOffset);
        else throw error;
      }
    }
    return openedModel({ format: 'npz', metadata: {}, tensors, warnings });
  },
};
