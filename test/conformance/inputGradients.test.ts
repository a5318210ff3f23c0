import assert from 'node:assert/strict';
import { activations } from '../../src/engine/activations/index.js';
import { buildNetwork } from '../../src/engine/build.js';
import type { LayerConfig, NetworkConfig } from '../../src/engine/config.js';
import { createDifferentiator } from '../../src/engine/differentiator.js';
import { initialValues } from '../../src/engine/initialValues.js';
import { layers } from '../../src/engine/layers/index.js';
import { findUnrescalable } from '../../src/engine/linearity.js';
import { createPredictor } from '../../src/engine/predictor.js';
import { createReferenceMachine } from '../../src/tensor/kernels/reference.js';
import { createRandom } from '../../src/tensor/random.js';
import { sizeOf } from '../../src/tensor/shape.js';
import type { FloatTensor } from '../../src/tensor/tensor.js';

const createMachine = (words: number) => createReferenceMachine(words, 'f64');
const outputs = 3;
/** More than a batch, so that the last one is not whole. */
const count = 131;

interface Built {
  readonly config: NetworkConfig;
  readonly weights: readonly FloatTensor[];
  readonly inputs: Float32Array;
  readonly references: Float32Array;
  readonly width: number;
}

/** The chain between two dense layers, with weights and inputs drawn from a seed. */
function build(inputShape: readonly number[], chain: readonly Omit<LayerConfig, 'index'>[]): Built {
  const layersOfChain = [
    { type: 'dense', name: 'before', units: inputShape.at(-1)!, activation: 'tanh', init: 'lecunNormal' },
    ...chain,
    { type: 'flatten', name: 'flat' },
    { type: 'dense', name: 'after', init: 'lecunNormal' },
  ].map((layer, index) => ({ ...layer, index }) as LayerConfig);
  const config: NetworkConfig = { inputShape, outputs, freeze: [], layers: layersOfChain };
  const { network, problems } = buildNetwork(config);
  if (!network) throw new Error(JSON.stringify(problems));
  const width = sizeOf(inputShape);
  const random = createRandom(7, 103);
  const draw = (offset: number) =>
    Float32Array.from({ length: count * width }, (_, i) => random.normal(offset + i));
  const weights = initialValues(network, 4).map((tensor) => ({
    ...tensor,
    values: tensor.values.map((value, i) => (tensor.name.endsWith('bias') ? 0.3 * random.normal(i) : value)),
  }));
  const states = network.state.map(({ name, shape, initial }) => ({
    name,
    shape,
    values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => initial + 0.1 * i),
  }));
  const all = [...weights.filter(({ name }) => !states.some((state) => state.name === name)), ...states];
  return { config, weights: all, inputs: draw(0), references: draw(1e6), width };
}

/** Share of gradients that are not the central difference, to 1e-3 of the largest gradient. */
function shareOfWrongGradients({ config, weights, inputs, width }: Built): number {
  const predictor = createPredictor(config, weights, createMachine);
  const differentiator = createDifferentiator('gradient', config, weights, createMachine);
  const step = 1e-2;
  const gradients = differentiator.gradient(
    inputs,
    count,
    Array.from({ length: outputs }, (_, o) => o),
  );
  const largest = Math.max(...gradients.map((values) => Math.max(...values.map(Math.abs))));
  let wrong = 0;
  for (let i = 0; i < width; i++) {
    const moved = (by: number): Float32Array =>
      predictor.predict(
        inputs.map((value, at) => (at % width === i ? value + by : value)),
        count,
      );
    const [up, down] = [moved(step), moved(-step)];
    for (let row = 0; row < count; row++) {
      for (let o = 0; o < outputs; o++) {
        const slope = (up[row * outputs + o]! - down[row * outputs + o]!) / (2 * step);
        if (!(Math.abs(slope - gradients[o]![row * width + i]!) < 1e-3 * largest)) wrong++;
      }
    }
  }
  return wrong / (width * count * outputs);
}

/** Largest |Σ m·(x − r) − (f(x) − f(r))|, relative to the largest difference. */
function worstResidual({ config, weights, inputs, references, width }: Built): number {
  const predictor = createPredictor(config, weights, createMachine);
  const differentiator = createDifferentiator('multipliers', config, weights, createMachine);
  const all = Array.from({ length: outputs }, (_, o) => o);
  const multipliers = differentiator.multipliers(inputs, references, count, all);
  const [at, from] = [predictor.predict(inputs, count), predictor.predict(references, count)];
  let worst = 0;
  let largest = 0;
  for (let row = 0; row < count; row++) {
    for (const o of all) {
      let sum = 0;
      for (let i = row * width; i < (row + 1) * width; i++) {
        sum += multipliers[o]![i]! * (inputs[i]! - references[i]!);
      }
      const difference = at[row * outputs + o]! - from[row * outputs + o]!;
      worst = Math.max(worst, Math.abs(sum - difference));
      largest = Math.max(largest, Math.abs(difference));
    }
  }
  return worst / largest;
}

describe('gradients and multipliers by the inputs', function () {
  this.timeout(60_000);
  for (const layer of layers) {
    const { inputShape, options } = layer.example;
    const chain = [{ type: layer.name, name: 'tested', ...options }];
    it(`${layer.name}: the gradient is the slope`, function () {
      // There is none between one token and the next.
      if (layer.readsTokens) this.skip();
      // Where the largest of a window changes hands within the step, there is no slope to compare with.
      const allowed = layer.name.startsWith('maxPool') ? 0.05 : 0;
      assert.ok(shareOfWrongGradients(build(inputShape, chain)) <= allowed);
    });
    it(`${layer.name}: multipliers add up, or the layer says that they do not`, () => {
      const built = build(inputShape, chain);
      const { network } = buildNetwork(built.config);
      if (findUnrescalable(network!)) assert.equal(findUnrescalable(network!)!.name, 'tested');
      else assert.ok(worstResidual(built) < 1e-5, `${worstResidual(built)}`);
    });
  }

  for (const activation of activations) {
    it(`${activation.name}: multipliers add up, or it says that they do not`, () => {
      const built = build([6], [{ type: 'dense', name: 'tested', units: 9, activation: activation.name }]);
      const { network } = buildNetwork(built.config);
      const stopped = findUnrescalable(network!);
      assert.equal(stopped?.name, activation.name === 'softmax' ? 'tested' : undefined);
      if (!stopped) assert.ok(worstResidual(built) < 1e-5, `${worstResidual(built)}`);
    });
  }
});
