/** Keras 3's .keras: a zip archive of config.json, metadata.json and model.weights.h5. */
import type { ByteSource } from '../byteSource.js';
import type { Format, OpenModel } from '../format.js';
import { FormatError } from '../formatError.js';
import { memorySource } from '../memory.js';
import { openedModel } from '../openedModel.js';
import { readZipDirectory } from '../zip/directory.js';
import { zipEntrySource } from '../zip/entry.js';
import { openHdf5 } from './hdf5.js';
import { findLambda } from './lambda.js';

const weightsName = 'model.weights.h5';
const largestWeights = 2 ** 30;
const largestText = 2 ** 24;

export const keras: Format = {
  name: 'keras',
  doc: 'A whole model of Keras 3: configuration and weights in one archive.',
  knownBy: 'a zip archive with `model.weights.h5`.',
  reads:
    'the weights; the version of Keras and the date as metadata. A Lambda layer, whose code is never run, is a warning.',
  leaves: 'assets, such as vocabularies.',
  extensions: ['.keras'],
  matches: () => false,
  matchesArchive: (names) => names.includes(weightsName),
  open: openKeras,
};

async function openKeras(source: ByteSource): Promise<OpenModel> {
  const { entries, warnings: found } = await readZipDirectory(source);
  const warnings = [...found];
  const readEntry = async (name: string, largest: number): Promise<Uint8Array | undefined> => {
    const entry = entries.get(name);
    if (!entry) return undefined;
    if (entry.size > largest)
      throw new FormatError(
        `"${name}" has ${entry.size} bytes, more than is read here (${largest})`,
        entry.headerOffset,
      );
    const content = zipEntrySource(source, entry, (message) => warnings.push(message));
    return content.read(0, content.size);
  };
  const weights = await readEntry(weightsName, largestWeights);
  if (!weights) throw new FormatError(`the archive has no ${weightsName}: it was not written by Keras`, 0);
  const model = await openHdf5(memorySource(weights), 'keras');
  const decode = (bytes: Uint8Array | undefined): string =>
    new TextDecoder().decode(bytes ?? new Uint8Array(0));
  const config = decode(await readEntry('config.json', largestText));
  const lambda = findLambda(config);
  if (lambda) warnings.push(lambda);
  return openedModel({
    format: 'keras',
    metadata: { ...model.metadata, ...readVersions(decode(await readEntry('metadata.json', largestText))) },
    tensors: model.tensors,
    warnings: [...warnings, ...model.warnings],
  });
}

function readVersions(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/"(keras_version|date_saved)"\s*:\s*"([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, key, value]) => [key!, value!]));
}
