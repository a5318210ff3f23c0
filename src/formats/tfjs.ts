/**
 * TensorFlow.js: `model.json` with a `weightsManifest`, or the manifest alone: groups of weights, each group one run
 * of bytes cut into the files beside it. Weights may be quantised: whole numbers, a scale and a minimum.
 */
import type { DType } from '../tensor/dtype.js';
import { affineTensor } from './affineTensor.js';
import type { ByteSource } from './byteSource.js';
import { complexCodec, plainCodec, type Codec } from './codec.js';
import { countValues, denseTensor, plainTensor, unreadableTensor } from './denseTensor.js';
import type { Format, ModelTensor, OpenBeside, OpenModel } from './format.js';
import { FormatError } from './formatError.js';
import { joinedSource } from './joinedSource.js';
import { isListOfCounts, isObject, readJson } from './json.js';
import { openedModel } from './openedModel.js';

const firstKeys =
  'modelTopology|weightsManifest|generatedBy|convertedBy|signature|userDefinedMetadata|trainingConfig';
const signature = new RegExp(
  `^\\s*(\\{\\s*"(${firstKeys}|format"\\s*:\\s*"(graph|layers)-model)"|\\[\\s*\\{\\s*"(weights|paths)")`,
);

export const tfjs: Format = {
  name: 'tfjs',
  doc: 'TensorFlow.js: model.json or a weights manifest, with its shards beside it.',
  knownBy: 'JSON with a `weightsManifest`, or that is a manifest itself.',
  reads:
    'layers and graph models with their shards; weights quantised to 8 or 16 bits or to float16, as the numbers they stand for.',
  leaves: 'text: listed without values. Shards outside the model’s folder are refused.',
  extensions: ['.json'],
  matches: (head) => signature.test(new TextDecoder().decode(head)),
  open: openTfjs,
};

async function openTfjs(source: ByteSource, openBeside?: OpenBeside): Promise<OpenModel> {
  const model = await readJson(source);
  const manifest = Array.isArray(model)
    ? (model as unknown[])
    : isObject(model)
      ? model['weightsManifest']
      : undefined;
  if (!Array.isArray(manifest)) {
    throw new FormatError('the file is JSON, but has no "weightsManifest": it is no TensorFlow.js model', 0);
  }
  if (!openBeside) throw new FormatError('the files that hold the weights cannot be opened here', 0);
  const tensors: ModelTensor[] = [];
  for (const group of manifest as unknown[]) tensors.push(...(await openGroup(group, openBeside)));
  return openedModel({
    format: 'tfjs',
    metadata: isObject(model) ? readMetadata(model) : {},
    tensors,
    warnings: [],
  });
}

function readMetadata(model: Record<string, unknown>): Record<string, string> {
  const keys = ['format', 'generatedBy', 'convertedBy'];
  return Object.fromEntries(
    keys.flatMap((key) => (typeof model[key] === 'string' ? [[key, model[key]]] : [])),
  );
}

async function openGroup(group: unknown, openBeside: OpenBeside): Promise<ModelTensor[]> {
  const { paths, weights } = isObject(group) ? group : {};
  const isPaths = Array.isArray(paths) && paths.every((path): path is string => typeof path === 'string');
  if (!isPaths || !Array.isArray(weights))
    throw new FormatError('a group of the manifest lacks "paths" or "weights"', 0);
  const source = joinedSource(await Promise.all(paths.map((path) => openBeside(path))));
  const tensors: ModelTensor[] = [];
  let byteOffset = 0;
  for (const weight of weights as unknown[]) {
    const tensor = placeWeight(weight, source, byteOffset);
    byteOffset += tensor.bytes;
    tensors.push(tensor);
  }
  return tensors;
}

const plainTypes: Readonly<Record<string, DType>> = {
  float32: 'float32',
  float16: 'float16',
  int32: 'int32',
  uint16: 'uint16',
  uint8: 'uint8',
  bool: 'bool',
};

function placeWeight(weight: unknown, source: ByteSource, byteOffset: number): ModelTensor {
  const { name, shape, dtype, quantization } = isObject(weight) ? weight : {};
  if (typeof name !== 'string') throw new FormatError('a weight of the manifest has no name', 0);
  const fail = (message: string): never => {
    throw new FormatError(`tensor "${name}": ${message}`, 0);
  };
  if (!isListOfCounts(shape)) return fail('its "shape" is not a list of whole numbers from 0');
  if (typeof dtype !== 'string') return fail('it has no "dtype"');
  if (isObject(quantization)) {
    const { dtype: stored, scale, min } = quantization;
    const storedType = typeof stored === 'string' ? plainTypes[stored] : undefined;
    if (!storedType) return fail(`it is quantised as "${String(stored)}", which is not known`);
    const whole = denseTensor({ name, dtype, shape, source, byteOffset, codec: plainCodec(storedType) });
    if (storedType === 'float16') return whole;
    if (typeof scale !== 'number' || typeof min !== 'number')
      return fail('its quantisation has no scale or no minimum');
    return affineTensor(whole, dtype, async () => ({
      scales: [scale],
      zeroPoints: [0],
      axis: 0,
      minimum: min,
    }));
  }
  const plain = plainTypes[dtype];
  if (plain) return plainTensor({ name, dtype: plain, shape, source, byteOffset });
  const codec: Codec | undefined = dtype === 'complex64' ? complexCodec(4) : undefined;
  if (codec) return denseTensor({ name, dtype, shape, source, byteOffset, codec });
  countValues(name, shape);
  return unreadableTensor(
    { name, dtype, shape },
    `its values, of type ${dtype}, are no numbers`,
    0,
    byteOffset,
  );
}
