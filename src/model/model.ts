import { applyPreprocessing, tableOptionsFor, type EncodedRows } from '../data/apply.js';
import { encodeText } from '../data/encodeText.js';
import type { DataFiles } from '../data/files.js';
import { readTable } from '../data/index.js';
import type { Preprocessing } from '../data/preprocessing.js';
import type { TableProblem } from '../data/problem.js';
import type { NetworkConfig } from '../engine/config.js';
import { createPredictor } from '../engine/predictor.js';
import type { KernelBinaries } from '../engine/session.js';
import type { ByteSource } from '../formats/byteSource.js';
import { FormatError } from '../formats/formatError.js';
import { openModel as openFile } from '../formats/index.js';
import { decodeCheckpointMetadata, type CheckpointMetadata } from '../runs/checkpoint.js';
import { toFloatTensor } from '../tensor/decode.js';
import { createWasmMachine, isSupported } from '../tensor/kernels/loader.js';
import type { Machine } from '../tensor/kernels/machine.js';
import { createReferenceMachine } from '../tensor/kernels/reference.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { classesOf, labelOf, readOutput, type Label } from './outputs.js';

export type { EncodedRows };

/** A trained network ready for use, by its checkpoint alone. */
export interface Model {
  readonly metadata: CheckpointMetadata;
  readonly preprocessing: Preprocessing;
  readonly network: NetworkConfig;
  readonly weights: readonly FloatTensor[];
  /** In the order of the outputs (of a binary task both, though there is one output); null for values. */
  readonly classes: readonly (string | number)[] | null;
  /** Encodes a file, or whatever else data comes in, as training did; problems of severity error leave no rows. */
  encode(files: DataFiles, path: string): Promise<EncodedFile>;
  /** The network's own outputs, `count · outputs`: logits, or values as they were scaled. */
  predictRaw(inputs: Float32Array, count: number): Float32Array;
  /** Where other networks made of these weights run, as fast as the host can; `predictRaw` is the same on every host. */
  readonly createMachine: (words: number) => Machine;
  /** Probabilities or values in the original units, and labels. */
  predict(rows: EncodedRows): Prediction[];
}

export interface EncodedFile {
  readonly rows: EncodedRows | null;
  readonly problems: readonly TableProblem[];
}

export interface Prediction {
  /** The row's number in its file, from 0, header not counted. */
  readonly row: number;
  readonly output: readonly number[];
  readonly label: Label;
}

/**
 * Opens a checkpoint of ours. Throws a FormatError where the file is damaged, or says nothing of the spec and
 * the preprocessing that it was trained with.
 */
export async function openModel(
  source: ByteSource,
  fileName: string,
  kernels: KernelBinaries | null,
): Promise<Model> {
  const file = await openFile(source, fileName);
  const metadata = decodeCheckpointMetadata(file.metadata);
  if (!metadata) {
    throw new FormatError(
      `${fileName} is no checkpoint of Netweight: it does not say how its data was prepared`,
      0,
    );
  }
  // Written by ourselves beside the weights; what does not fit fails where it is used.
  const preprocessing = metadata.preprocessing as Preprocessing;
  const network = metadata.network as NetworkConfig;
  const weights = await Promise.all(file.tensors.map(async (info) => toFloatTensor(await file.read(info))));
  const createMachine = (words: number, deterministic: boolean): Machine =>
    kernels && isSupported(kernels)
      ? createWasmMachine(kernels, words, deterministic)
      : createReferenceMachine(words, 'f32');
  const predictor = createPredictor(network, weights, (words) => createMachine(words, true));

  const predictRaw = (inputs: Float32Array, count: number): Float32Array => predictor.predict(inputs, count);
  return {
    metadata,
    preprocessing,
    network,
    weights,
    classes: classesOf(preprocessing),
    encode: async (files, path) => {
      if (preprocessing.task === 'language') return encodeText(preprocessing, files, path);
      const { table, problems } = await readTable(files, path, tableOptionsFor(preprocessing));
      if (!table) return { rows: null, problems };
      const applied = applyPreprocessing(preprocessing, table, path);
      const used = new Set(preprocessing.features.map(({ column }) => column));
      const ofUsed = problems.filter((problem) => problem.name === undefined || used.has(problem.name));
      const isSpoilt = ofUsed.some(({ severity }) => severity === 'error');
      return { rows: isSpoilt ? null : applied.rows, problems: [...ofUsed, ...applied.problems] };
    },
    predictRaw,
    createMachine: (words) => createMachine(words, false),
    predict: ({ inputs, count, rowNumbers }) => {
      const raw = predictRaw(inputs, count);
      const width = count === 0 ? 0 : raw.length / count;
      return Array.from({ length: count }, (_, i) => {
        const output = readOutput(preprocessing, raw.subarray(i * width, (i + 1) * width));
        return { row: rowNumbers[i]!, output, label: labelOf(preprocessing, output) };
      });
    },
  };
}
