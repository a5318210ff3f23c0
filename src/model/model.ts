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
import type { OpenBeside } from '../formats/format.js';
import { FormatError } from '../formats/formatError.js';
import { openModel as openFile } from '../formats/index.js';
import { decodeCheckpointMetadata, type CheckpointMetadata } from '../runs/checkpoint.js';
import { toFloatTensor } from '../tensor/decode.js';
import { createWasmMachine, isSupported } from '../tensor/kernels/loader.js';
import type { Machine } from '../tensor/kernels/machine.js';
import { createReferenceMachine } from '../tensor/kernels/reference.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { openOnnx, type DataPlace } from './onnx/openOnnx.js';
import { classesOf, labelOf, readOutput, type Label } from './outputs.js';

export type { EncodedRows };

/** A trained network ready for use: by its checkpoint alone, or an ONNX model beside its data. */
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

/** What a model is made of. */
type ModelParts = Pick<Model, 'metadata' | 'preprocessing' | 'network' | 'weights'>;

/**
 * Opens a checkpoint of ours, or an ONNX model, whose features are the columns of `data`. Throws a FormatError where
 * the file is damaged, cannot be run here, or does not say how its data was prepared.
 */
export async function openModel(
  source: ByteSource,
  fileName: string,
  kernels: KernelBinaries | null,
  { data, openBeside }: { data?: DataPlace; openBeside?: OpenBeside } = {},
): Promise<Model> {
  const file = await openFile(source, fileName, openBeside);
  if (file.format === 'onnx' && data) {
    return makeModel(await openOnnx(source, fileName, data, openBeside), kernels);
  }
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
  return makeModel({ metadata, preprocessing, network, weights }, kernels);
}

function makeModel(parts: ModelParts, kernels: KernelBinaries | null): Model {
  const { preprocessing, network, weights } = parts;
  const createMachine = (words: number, deterministic: boolean): Machine =>
    kernels && isSupported(kernels)
      ? createWasmMachine(kernels, words, deterministic)
      : createReferenceMachine(words, 'f32');
  const predictor = createPredictor(network, weights, (words) => createMachine(words, true));

  const predictRaw = (inputs: Float32Array, count: number): Float32Array => predictor.predict(inputs, count);
  return {
    ...parts,
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
