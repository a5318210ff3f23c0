import assert from 'node:assert/strict';
import { activations } from '../../src/engine/activations/index.js';
import type { LayerConfig, NetworkConfig, TrainingConfig } from '../../src/engine/config.js';
import { layers } from '../../src/engine/layers/index.js';
import type { LayerMember } from '../../src/engine/layers/layer.js';
import { huber } from '../../src/engine/losses/huber.js';
import { losses } from '../../src/engine/losses/index.js';
import type { Loss } from '../../src/engine/losses/loss.js';
import { mse } from '../../src/engine/losses/mse.js';
import type { Parameter } from '../../src/engine/network.js';
import { valueRuns } from '../../src/engine/pack.js';
import type { KernelCall } from '../../src/tensor/kernels/table.js';
import { createReferenceMachine } from '../../src/tensor/kernels/reference.js';
import { edges } from './layerEdges.js';
import { drawRows, planNetwork, trainingOf } from './plannedNetwork.js';

const rowCount = 5;
const tolerance = 1e-6;
const manyWords = 100;

/**
 * The layer between two dense ones, so that gradients flow to it and through it; the first is as wide as the last
 * axis of the input, so that shapes stay.
 */
function sandwich(layer: LayerMember, activation: string, outputs: number, more = {}): NetworkConfig {
  const own = 'activation' in layer.options ? { activation } : {};
  const options =
    layer.name === 'activation' ? { function: activation } : { ...layer.example.options, ...own };
  const before = 'activation' in own || layer.name === 'activation' ? 'tanh' : activation;
  const { inputShape } = layer.example;
  return networkOf(inputShape, outputs, [
    { type: 'dense', name: 'before', units: inputShape.at(-1)!, activation: before, init: 'lecunNormal' },
    { type: layer.name, name: 'tested', ...options, ...more },
  ]);
}

/** Layers, then a dense one on all of it. */
function networkOf(
  inputShape: readonly number[],
  outputs: number,
  chain: readonly Omit<LayerConfig, 'index'>[],
): NetworkConfig {
  const whole = [
    ...chain,
    { type: 'flatten', name: 'flat' },
    { type: 'dense', name: 'after', init: 'lecunNormal' },
  ];
  const layers = whole.map((config, index) => ({ ...config, index }) as LayerConfig);
  return { inputShape, outputs, freeze: [], layers };
}

/** Every way in which a loss reads its targets. */
function variants(loss: Loss): { label: string; outputs: number; more: Partial<TrainingConfig> }[] {
  return [1, 3]
    .filter((outputs) => outputs > 1 || loss.target(1) === 'values')
    .flatMap((outputs) => [
      { label: `${loss.name} of ${outputs}`, outputs, more: {} },
      ...(loss.takesClassWeights
        ? [
            {
              label: `${loss.name} of ${outputs} with class weights`,
              outputs,
              more: { classWeights: outputs === 1 ? [0.5, 2] : [0.5, 1, 2] },
            },
          ]
        : []),
    ]);
}

/** Compares every gradient with central differences of the loss; returns the worst relative error. */
function worstError(
  config: NetworkConfig,
  loss: Loss,
  outputs: number,
  more: Partial<TrainingConfig>,
): number {
  const rows = drawRows(rowCount, config.inputShape, loss, outputs);
  const { plan, machine } = planNetwork(config, trainingOf(loss, outputs, more), rows, (words) =>
    createReferenceMachine(words, 'f64'),
  );
  const { floats } = machine;
  const calls = plan.gradientStep(rowCount);
  const lossCalls = machine.compile(callsOfLoss(calls, plan.loss));
  const lossAt = (word: number, value: number): number => {
    floats[word] = value;
    lossCalls.run();
    return floats[plan.loss]!;
  };
  machine.compile(calls).run();
  const gradients = plan.learning.map(({ gradient, words }) => floats.slice(gradient, gradient + words));
  const norm = (values: Iterable<number>): number => Math.hypot(...values);
  const total = norm(gradients.map(norm));
  assert.ok(total > 0, 'no gradient at all');
  const errors = plan.learning.map(({ parameter, pointer, words }, index) => {
    const analytic = gradients[index]!;
    const real = realWords(parameter);
    // The last layer is wide behind a picture, and has tests of its own: some of its weights will do.
    const stride = parameter.name === 'after.weight' && words > manyWords ? 7 : 1;
    const differences = Array.from({ length: words }, (_, i) => {
      if (!real.has(i)) return 1e9 * analytic[i]!;
      if (i % stride !== 0) return 0;
      const weight = floats[pointer + i]!;
      const step = 1e-6;
      const slope = (lossAt(pointer + i, weight + step) - lossAt(pointer + i, weight - step)) / (2 * step);
      floats[pointer + i] = weight;
      return slope - analytic[i]!;
    });
    return norm(differences) / Math.max(norm(analytic), 1e-3 * total);
  });
  return Math.max(...errors);
}

/** What a loss needs of a step: all up to the loss, and what is added to it. The way back would take most of the time. */
function callsOfLoss(calls: readonly KernelCall[], loss: number): KernelCall[] {
  const last = calls.findLastIndex((call) => 'loss' in call.arguments && call.arguments.loss === loss);
  assert.ok(last >= 0);
  return calls.filter(({ kernel }, index) => index <= last || kernel === 'addPenalty');
}

/** The words of a stored parameter that are no padding; padding must have a gradient of 0. */
function realWords(parameter: Parameter): Set<number> {
  return new Set(
    valueRuns(parameter).flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)),
  );
}

describe('gradients against finite differences', function () {
  this.timeout(60_000);
  for (const layer of layers) {
    describe(layer.name, () => {
      for (const activation of activations) {
        it(`with ${activation.name}`, () => {
          // Every loss behind a dense layer; behind the others one that bends, and is smooth, will do.
          for (const loss of layer.name === 'dense' ? losses : [huber]) {
            for (const { label, outputs, more } of variants(loss)) {
              const error = worstError(sandwich(layer, activation.name, outputs), loss, outputs, more);
              assert.ok(error <= tolerance, `${label}: relative error ${error}`);
            }
          }
        });
      }
      if (!('trainable' in layer.options)) return;

      it('without a bias', () => {
        assert.ok(worstError(sandwich(layer, 'tanh', 2, { bias: false }), mse, 2, {}) <= tolerance);
      });
      it('frozen', () => {
        assert.ok(worstError(sandwich(layer, 'tanh', 2, { trainable: false }), mse, 2, {}) <= tolerance);
      });
      it('with only its weights, and only its biases, frozen', () => {
        for (const freeze of [['tested.weight*'], ['tested.bias*']]) {
          const config = { ...sandwich(layer, 'tanh', 2), freeze };
          assert.ok(worstError(config, mse, 2, {}) <= tolerance);
        }
      });
      it('with penalties', () => {
        const config = sandwich(layer, 'tanh', 2, { l1: 0.03, l2: 0.05 });
        assert.ok(worstError(config, mse, 2, {}) <= tolerance);
      });
    });
  }

  for (const { label, inputShape, chain } of edges) {
    it(label, () => {
      const error = worstError(networkOf(inputShape, 2, chain), mse, 2, {});
      assert.ok(error <= tolerance, `relative error ${error}`);
    });
  }
});
