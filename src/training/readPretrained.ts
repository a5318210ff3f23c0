import type { DataFiles } from '../data/files.js';
import { openModel } from '../formats/index.js';
import { FormatError } from '../formats/formatError.js';
import { memorySource } from '../formats/memory.js';
import type { Network } from '../engine/network.js';
import type { PretrainedSection } from '../spec/spec.js';
import type { Complaint } from '../spec/report.js';
import { toFloatTensor } from '../tensor/decode.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { matchWeights } from './matchWeights.js';

/** The tensors of a weights file that belong to this network, under the network's names. */
export async function readPretrained(
  section: PretrainedSection | undefined,
  network: Network,
  files: DataFiles,
): Promise<{ readonly tensors: readonly FloatTensor[]; readonly problems: readonly Complaint[] }> {
  if (!section?.weights) return { tensors: [], problems: [] };
  const refuse = (code: string, message: string) => ({
    tensors: [],
    problems: [{ code, message, path: ['pretrained', 'weights'] }],
  });
  let bytes: Uint8Array;
  try {
    bytes = await files.read(section.weights);
  } catch (error) {
    return refuse('pretrained-file', (error as Error).message);
  }
  try {
    const file = await openModel(memorySource(bytes), section.weights);
    const { sources, problems } = matchWeights(file.tensors, network, section);
    const byName = new Map(file.tensors.map((info) => [info.name, info]));
    const tensors = await Promise.all(
      [...sources].map(async ([name, source]) => {
        const tensor = await file.read(byName.get(source)!);
        return toFloatTensor({ ...tensor, name });
      }),
    );
    return { tensors, problems };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return refuse('pretrained-file', `"${section.weights}" cannot be read: ${error.message}.`);
  }
}
