/**
 * A model in several safetensors files: `…safetensors.index.json` says in which file beside it each tensor stands,
 * `{"metadata": {…}, "weight_map": {tensor: file}}`.
 */
import type { Format, ModelTensor, OpenBeside, OpenModel } from './format.js';
import { FormatError } from './formatError.js';
import type { ByteSource } from './byteSource.js';
import { isObject, readJson } from './json.js';
import { openedModel } from './openedModel.js';
import { safetensors } from './safetensors.js';

export const safetensorsIndex: Format = {
  name: 'safetensors-index',
  doc: 'The index of a model in several safetensors files.',
  knownBy: 'JSON that begins with `weight_map`, or with `metadata` before it.',
  reads: 'the tensors of all shards that it names, each opened when it is needed.',
  leaves:
    'shards outside the folder of the index: refused. A tensor that its shard does not have is a warning.',
  extensions: [],
  matches: (head) =>
    /^\s*\{\s*"(metadata"\s*:\s*\{[^}]*\}\s*,\s*"weight_map|weight_map|metadata"\s*:\s*\{\s*"total_)/.test(
      new TextDecoder().decode(head),
    ),
  open: openIndex,
};

async function openIndex(source: ByteSource, openBeside?: OpenBeside): Promise<OpenModel> {
  const index = await readJson(source);
  const map = isObject(index) ? index['weight_map'] : undefined;
  if (!isObject(index) || !isObject(map)) throw new FormatError('the index has no "weight_map"', 0);
  if (!openBeside) throw new FormatError('the files that the index names cannot be opened here', 0);
  const files = new Map<string, Map<string, ModelTensor>>();
  const warnings: string[] = [];
  const tensors: ModelTensor[] = [];
  for (const [name, file] of Object.entries(map)) {
    if (typeof file !== 'string') throw new FormatError(`the index names no file for "${name}"`, 0);
    let shard = files.get(file);
    if (!shard) {
      const model = await openShard(file, openBeside);
      warnings.push(...model.warnings.map((warning) => `${file}: ${warning}`));
      shard = new Map(model.tensors.map((tensor) => [tensor.name, tensor]));
      files.set(file, shard);
    }
    const tensor = shard.get(name);
    if (tensor) tensors.push(tensor);
    else warnings.push(`tensor "${name}" should stand in ${file}, but does not`);
  }
  const { metadata } = index;
  return openedModel({
    format: 'safetensors',
    metadata: Object.fromEntries(
      Object.entries(isObject(metadata) ? metadata : {}).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
    tensors,
    warnings,
  });
}

async function openShard(file: string, openBeside: OpenBeside): Promise<OpenModel> {
  const source = await openBeside(file);
  try {
    return await safetensors.open(source);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${file}: ${error.message}`, error.byteOffset);
  }
}
