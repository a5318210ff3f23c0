import type { DataFiles } from '../../data/files.js';
import { readTable } from '../../data/index.js';
import type { FeatureEncoding, Preprocessing } from '../../data/preprocessing.js';
import type { Column, Table } from '../../data/table.js';
import type { NetworkConfig } from '../../engine/config.js';
import type { ByteSource } from '../../formats/byteSource.js';
import type { OpenBeside } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import { readOnnxGraph } from '../../formats/onnx/graph.js';
import type { CheckpointMetadata } from '../../runs/checkpoint.js';
import { sizeOf } from '../../tensor/shape.js';
import type { FloatTensor } from '../../tensor/tensor.js';
import { convertGraph, type ConvertedGraph } from './convertGraph.js';

/** Where the rows stand that a model is asked about. */
export interface DataPlace {
  readonly files: DataFiles;
  readonly path: string;
}

export interface OpenedOnnx {
  readonly network: NetworkConfig;
  readonly weights: readonly FloatTensor[];
  readonly preprocessing: Preprocessing;
  readonly metadata: CheckpointMetadata;
}

/**
 * An ONNX model and what its data is to it: the file does not say, so features are the first columns of the data, as
 * many as the input takes, in their order and as they stand. Behind a softmax or sigmoid are classes, called by their
 * number; else it puts out values. Throws a FormatError where the model cannot be run here or the data does not fit.
 */
export async function openOnnx(
  source: ByteSource,
  fileName: string,
  data: DataPlace,
  openBeside: OpenBeside = refuse,
): Promise<OpenedOnnx> {
  const converted = await convertGraph(await readOnnxGraph(source, openBeside), fileName);
  const { inputShape } = converted.network;
  const { table, problems } = await readTable(data.files, data.path, {
    ...{ header: true, missingValues: [], purpose: 'predict', shape: inputShape },
  });
  if (!table) throw new FormatError(problems[0]?.message ?? `${data.path} cannot be read`, 0);
  const preprocessing: Preprocessing = {
    version: 1,
    ...readTarget(converted),
    features: chooseFeatures(table, inputShape, data.path, fileName),
    inputs: sizeOf(inputShape),
    inputShape,
    missing: 'drop',
    missingValues: [],
    header: true,
  };
  const metadata = { spec: '', preprocessing, network: converted.network, version: '', epoch: 0, step: 0 };
  return { network: converted.network, weights: converted.weights, preprocessing, metadata };
}

const refuse: OpenBeside = async (path) => {
  throw new FormatError(`its values stand in "${path}", which cannot be opened here`, 0);
};

/** The first array of the input's size, or as many of the first columns as it takes. */
function chooseFeatures(
  { columns }: Table,
  inputShape: readonly number[],
  path: string,
  fileName: string,
): FeatureEncoding[] {
  const wanted = sizeOf(inputShape);
  const array = columns.find((column) => column.kind === 'array');
  const takes = `${fileName} takes ${wanted} numbers ([${inputShape.join(', ')}])`;
  if (array) {
    if (sizeOf(array.shape) === wanted) return [describeFeature(array)];
    throw new FormatError(
      `"${array.name}" of ${path} holds arrays of ${array.shape.join(' × ')}, and ${takes}`,
      0,
    );
  }
  if (columns.length < wanted) {
    throw new FormatError(
      `${path} has ${columns.length} columns, and ${takes}: one column each, in their order`,
      0,
    );
  }
  const chosen = columns.slice(0, wanted);
  const text = chosen.find(({ kind }) => kind === 'text');
  if (!text) return chosen.map(describeFeature);
  throw new FormatError(
    `column "${text.name}" of ${path} holds text, and ${takes}: the first ${wanted} columns, in their order`,
    0,
  );
}

/** As it stands: what the model wants beyond that is in its graph. */
function describeFeature(column: Column): FeatureEncoding {
  const asIs = { column: column.name, offset: 0, scale: 1, fill: null };
  return column.kind === 'array'
    ? { kind: 'array', shape: column.shape, ...asIs }
    : { kind: 'number', ...asIs };
}

function readTarget({
  head,
  output,
  network: { outputs },
}: ConvertedGraph): Pick<Preprocessing, 'task' | 'target'> {
  const numbers = Array.from({ length: outputs }, (_, index) => index);
  const names = outputs === 1 ? [output] : numbers.map((index) => `${output}[${index}]`);
  if (head === 'softmax') {
    return { task: 'classification', target: { kind: 'class', column: output, classes: numbers } };
  }
  if (head === 'sigmoid') {
    return outputs === 1
      ? { task: 'binary', target: { kind: 'class', column: output, classes: [0, 1] } }
      : { task: 'multilabel', target: { kind: 'labels', columns: names } };
  }
  const [offset, scale] = [numbers.map(() => 0), numbers.map(() => 1)];
  return { task: 'regression', target: { kind: 'values', columns: names, offset, scale } };
}
