import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createPredictor } from '../../../src/engine/predictor.js';
import { FormatError } from '../../../src/formats/formatError.js';
import { memorySource } from '../../../src/formats/memory.js';
import { readOnnxGraph, type OnnxGraph } from '../../../src/formats/onnx/graph.js';
import { convertGraph, type ConvertedGraph } from '../../../src/model/onnx/convertGraph.js';
import { createReferenceMachine } from '../../../src/tensor/kernels/reference.js';

interface Expected {
  readonly shape: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

const refuse = (path: string): never => {
  throw new Error(path);
};

async function readGraph(path: string): Promise<OnnxGraph> {
  return readOnnxGraph(memorySource(await readFile(path)), refuse);
}

/** What the network puts out for rows, in f64. */
function run({ network, weights }: ConvertedGraph, rows: readonly (readonly number[])[]): number[][] {
  const predictor = createPredictor(network, weights, (words) => createReferenceMachine(words, 'f64'));
  const outputs = predictor.predict(Float32Array.from(rows.flat()), rows.length);
  const width = outputs.length / rows.length;
  return rows.map((_, row) => Array.from(outputs.subarray(row * width, (row + 1) * width)));
}

async function refusalOf(path: string): Promise<FormatError> {
  try {
    await convertGraph(await readGraph(path), 'model.onnx');
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
  throw new Error(`${path} was converted`);
}

describe('ONNX models', () => {
  for (const [name, head] of [
    ['dense', 'softmax'],
    ['image', null],
    ['series', null],
    ['branches', 'sigmoid'],
    ['scaled', null],
  ] as const) {
    it(`put out what PyTorch does: ${name}`, async () => {
      const expected = JSON.parse(await readFile(`test/fixtures/onnx/${name}.json`, 'utf8')) as Expected;
      const converted = await convertGraph(
        await readGraph(`test/fixtures/onnx/${name}.onnx`),
        `${name}.onnx`,
      );
      assert.deepEqual(converted.network.inputShape, expected.shape);
      assert.equal(converted.head, head);
      const outputs = run(converted, expected.rows);
      const largest = Math.max(...expected.outputs.flat().map(Math.abs));
      outputs.flat().forEach((value, i) => {
        const error = Math.abs(value - expected.outputs.flat()[i]!);
        assert.ok(error < 1e-5 * largest, `output ${i} is ${value}, not ${expected.outputs.flat()[i]}`);
      });
    });
  }

  it('have activations in the layers before them, as a spec would', async () => {
    const { network } = await convertGraph(await readGraph('test/fixtures/onnx/dense.onnx'), 'dense.onnx');
    assert.deepEqual(
      network.layers.map(({ type, activation }) => [type, activation ?? null]),
      [
        ['dense', 'relu'],
        ['dense', 'relu'],
        ['dense', 'linear'],
        ['activation', null],
      ],
    );
  });

  it('are refused where an operator is not known: each by name, with its first node', async () => {
    const error = await refusalOf('test/fixtures/models/onnx/transformer_layer.onnx');
    assert.match(
      error.message,
      /^model\.onnx has operators that cannot be run here: Transpose \(node "[^"]+", 4 of 73\), /,
    );
    assert.match(error.message, /Pow \(node "[^"]+", 49 of 73\)/);
    assert.equal(error.message.match(/Transpose \(/g)!.length, 1);
    assert.ok(error.byteOffset > 0);
  });

  it('are refused where they take several inputs', async () => {
    const error = await refusalOf('test/fixtures/models/onnx/constant_node.onnx');
    assert.match(error.message, /takes 2 inputs \("0", "1"\)/);
  });

  it('may have the residuals and pools of a deep network of images', async () => {
    const graph = await readGraph('test/fixtures/models/onnx/light_squeezenet.onnx');
    const { network, head } = await convertGraph(graph, 'squeezenet.onnx');
    assert.deepEqual([network.inputShape, network.outputs, head], [[3, 224, 224], 1000, 'softmax']);
  });
});
