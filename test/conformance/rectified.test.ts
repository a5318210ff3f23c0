/** A relu that the layer before it applies, in steps that nobody looks at. */
import assert from 'node:assert/strict';
import { mse } from '../../src/engine/losses/mse.js';
import { kernelMachines, prepareKernels, type KernelMachine } from './kernelMachines.js';
import { drawRows, planNetwork, trainingOf } from './plannedNetwork.js';

const rowCount = 10;

/** Gradients in a step of a network of relus behind norms and dense layers. */
function gradientsOfStep(create: KernelMachine['create'], sampled: boolean): number[] {
  const layers = [
    { type: 'dense', name: 'first', units: 9 },
    { type: 'activation', name: 'bent', function: 'relu' },
    { type: 'dense', name: 'second', units: 7 },
    { type: 'batchNorm', name: 'norm' },
    { type: 'activation', name: 'relu', function: 'relu' },
    { type: 'dense', name: 'third', units: 7 },
    { type: 'add', name: 'sum', from: ['relu', 'third'] },
    { type: 'dense', name: 'output' },
  ].map((config, index) => ({ ...config, index }));
  const config = { inputShape: [5], outputs: 2, freeze: [], layers: layers as never };
  const rows = drawRows(rowCount, [5], mse, 2);
  const { plan, machine } = planNetwork(config, trainingOf(mse, 2, { batchSize: rowCount }), rows, create);
  const calls = plan.trainStep(rowCount, sampled);
  assert.equal(calls.filter(({ kernel }) => kernel === 'activationForward').length, sampled ? 2 : 0);
  machine.compile(calls).run();
  const { gradient, words } = plan.placement.learning;
  return [...machine.floats.subarray(gradient, gradient + words)];
}

describe('a relu that the layer before it applies', function () {
  this.timeout(60_000);
  before(prepareKernels);

  for (const { name, create } of kernelMachines) {
    it(`has the same gradients to the bit whether it is looked at or not, on ${name}`, () => {
      assert.deepEqual(gradientsOfStep(create, true), gradientsOfStep(create, false));
    });
  }
});
