import type { ModelTensor, OpenModel } from '../../../src/formats/format.js';
import { openedModel } from '../../../src/formats/openedModel.js';
import { createRandom } from '../../../src/tensor/random.js';

/** A model that lies in no file, or one of the fixtures by its name. */
export type ModelScene = string | (() => OpenModel);

/** Tensors whose values come from their name and place. */
function tensorOf(
  name: string,
  shape: readonly number[],
  valueAt: (index: number, column: number) => number,
  dtype = 'float32',
): ModelTensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const cols = shape.length === 0 ? 1 : shape.at(-1)!;
  return {
    name,
    dtype,
    shape,
    size,
    bytes: 4 * size,
    read: async (offset, length) =>
      Float32Array.from({ length }, (_, i) => valueAt(offset + i, (offset + i) % cols)),
  };
}

const noise = (stream: number): ((index: number) => number) => {
  const random = createRandom(11, 2, stream);
  return (index) => (random.uniform(index) + random.uniform(index + 1e6) - 1) / 3;
};

function network(moved: number): OpenModel {
  const layers: [string, number[]][] = [
    ['features.0.weight', [16, 3, 3, 3]],
    ['features.0.bias', [16]],
    ['features.1.weight', [32, 16, 3, 3]],
    ['features.1.bias', [32]],
    ['classifier.hidden.weight', [64, 128]],
    ['classifier.hidden.bias', [64]],
    ['classifier.output.weight', [10, 64]],
    ['classifier.output.bias', [10]],
  ];
  return openedModel({
    format: 'safetensors',
    metadata: { format: 'pt', trained_on: 'digits' },
    warnings: [],
    tensors: layers.map(([name, shape], place) => {
      const [start, step] = [noise(place), noise(place + 100)];
      const isHead = name.startsWith('classifier');
      return tensorOf(name, shape, (i, col) => {
        const value = start(i) * (1 + Math.sin(col / 9) / 4);
        return isHead && col % 7 !== 0 ? value + moved * step(i) : value;
      });
    }),
  });
}

/** Names as long, values as odd, and shapes as many-sided as files have them. */
function odd(): OpenModel {
  const flat = noise(1);
  return openedModel({
    format: 'onnx',
    metadata: {
      producer_name: 'pytorch',
      producer_version: '2.1.0',
      opset: '17',
      doc_string: 'A '.repeat(600),
    },
    warnings: ['the archive has 12 bytes after its end'],
    tensors: [
      tensorOf('encoder.notFinite', [40, 60], (i) => (i % 97 === 5 ? NaN : i === 3 ? Infinity : flat(i))),
      tensorOf('encoder.zeros', [12, 12], () => 0),
      tensorOf('encoder.same', [7], () => 0.25),
      tensorOf('encoder.blocks.0.attention.queryKeyValue.projection.weight.original', [4, 6, 8, 10, 3], flat),
      tensorOf('encoder.nothing', [0, 8], flat),
      tensorOf('step', [], () => 1200, 'int64'),
      {
        ...tensorOf('encoder.unknown', [3, 3], flat, 'float8'),
        problem: 'values of type float8 cannot be read (at byte 1024)',
        read: () => Promise.reject(new Error('values of type float8 cannot be read')),
      },
    ],
  });
}

/** One of every finding, some of them several times. */
function ill(): OpenModel {
  const flat = noise(5);
  const rowOf = (i: number): number => Math.floor(i / 64);
  const blocks = Array.from({ length: 8 }, (_, block) =>
    tensorOf(`encoder.blocks.${block}.attention.projection.weight`, [48, 64], (i) => {
      if (block === 6) return 30 * flat(i);
      if (block === 1 && rowOf(i) === 9) return flat(i + 936);
      return block >= 2 && block <= 4 && rowOf(i) % 8 === 5 ? 0 : flat(i + 1000 * block);
    }),
  );
  return openedModel({
    format: 'safetensors',
    metadata: {},
    warnings: [],
    tensors: [
      ...blocks,
      tensorOf('stem.weight', [16, 3, 3, 3], (i) => (i === 200 ? NaN : flat(i))),
      tensorOf('embedding.weight', [2000, 640], (i) => (i === 777_777 ? -Infinity : flat(i % 9973))),
      tensorOf('norm.weight', [96], () => 0),
      tensorOf('norm.bias', [96], (i) => (i === 60 ? NaN : flat(i))),
    ],
  });
}

/** As many tensors as the largest models have. */
function large(): OpenModel {
  const value = noise(3);
  return openedModel({
    format: 'gguf',
    metadata: {},
    warnings: [],
    tensors: Array.from({ length: 20_000 }, (_, i) =>
      tensorOf(`blk.${Math.floor(i / 10)}.part${i % 10}.weight`, [4, 8], (at) => value(at + i)),
    ),
  });
}

export const modelScenes: Readonly<Record<string, readonly ModelScene[]>> = {
  network: [() => network(0)],
  moved: [() => network(0), () => renameHead(network(0.4))],
  overTime: Array.from({ length: 12 }, (_, i) => () => network(i / 8)),
  odd: [odd],
  ill: [ill],
  large: [large],
  conv: ['torch/cnn_dataparallel_half.pth'],
  broken: ['hostile/gguf_utf8_mangled.gguf'],
};

/** The second file has a head of another size, a layer more, and `module.` before every name. */
function renameHead(model: OpenModel): OpenModel {
  const tensors = model.tensors
    .map((tensor) =>
      tensor.name === 'classifier.output.bias' ? tensorOf(tensor.name, [5], noise(9)) : tensor,
    )
    .map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
  return openedModel({ ...model, tensors: [...tensors, tensorOf('extra.norm', [64], () => 1)] });
}
