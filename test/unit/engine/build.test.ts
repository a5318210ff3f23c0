import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/engine/build.js';
import type { LayerConfig, NetworkConfig } from '../../../src/engine/config.js';
import { unmatchedPatterns } from '../../../src/engine/freeze.js';
import type { Network } from '../../../src/engine/network.js';

function configOf(layers: object[], more: Partial<NetworkConfig> = {}): NetworkConfig {
  return {
    inputShape: [4],
    outputs: 3,
    freeze: [],
    layers: layers.map((layer, index) => ({ name: `layer${index}`, ...layer, index }) as LayerConfig),
    ...more,
  };
}

function networkOf(layers: object[], more: Partial<NetworkConfig> = {}): Network {
  const { network, problems } = buildNetwork(configOf(layers, more));
  assert.ok(network, JSON.stringify(problems));
  return network;
}

const dense = { type: 'dense', units: 5 };
const last = { type: 'dense' };

describe('buildNetwork', () => {
  it('follows shapes from the inputs to the target', () => {
    const network = networkOf([dense, { type: 'batchNorm' }, { type: 'dropout', rate: 0.5 }, last]);
    assert.deepEqual(
      network.layers.map((layer) => layer.outputShape),
      [[5], [5], [5], [3]],
    );
    assert.deepEqual(
      network.parameters.map(({ name, shape, fanIn, fanOut }) => [name, shape, fanIn, fanOut]),
      [
        ['layer0.weight', [5, 4], 4, 5],
        ['layer0.bias', [5], 4, 5],
        ['layer1.weight', [5], 5, 5],
        ['layer1.bias', [5], 5, 5],
        ['layer3.weight', [3, 5], 5, 3],
        ['layer3.bias', [3], 5, 3],
      ],
    );
    assert.deepEqual(
      network.state.map(({ name, initial }) => [name, initial]),
      [
        ['layer1.running_mean', 0],
        ['layer1.running_var', 1],
      ],
    );
  });

  it('works on the last axis, and flattens', () => {
    const network = networkOf([dense, { type: 'layerNorm' }, { type: 'flatten' }, last], {
      inputShape: [2, 3, 4],
    });
    assert.deepEqual(
      network.layers.map((layer) => layer.outputShape),
      [[2, 3, 5], [2, 3, 5], [30], [3]],
    );
    assert.deepEqual(network.parameters[2]!.shape, [5]);
  });

  it('reads the layer before, or those that "from" names', () => {
    const network = networkOf([
      { ...dense, name: 'a' },
      { ...dense, name: 'b', from: 'input' },
      { type: 'add', from: ['a', 'b', 'a'] },
      last,
    ]);
    assert.deepEqual(
      network.layers.map((layer) => layer.inputs),
      [[-1], [-1], [0, 1, 0], [2]],
    );
    const { problems } = buildNetwork(
      configOf([
        { ...dense, name: 'a' },
        { ...last, from: 'input' },
      ]),
    );
    assert.deepEqual(problems?.[0]?.path, [0]);
    assert.match(problems?.[0]?.message ?? '', /nothing reads the output of "a"/);
  });

  it('starts weights by the activation that follows, through norm, dropout and flatten', () => {
    const firstInit = (...layers: object[]): string => networkOf([...layers, last]).parameters[0]!.init.type;
    const through = [{ type: 'batchNorm' }, { type: 'dropout', rate: 0.1 }];
    assert.equal(firstInit({ ...dense, activation: 'relu' }), 'heNormal');
    assert.equal(firstInit({ ...dense, activation: { type: 'elu' } }), 'heNormal');
    assert.equal(firstInit({ ...dense, activation: 'tanh' }), 'glorotUniform');
    assert.equal(firstInit(dense), 'glorotUniform');
    assert.equal(firstInit(dense, ...through, { type: 'activation', function: 'leakyRelu' }), 'heNormal');
    assert.equal(firstInit(dense, { type: 'batchNorm', activation: 'relu' }), 'heNormal');
    assert.equal(firstInit(dense, { ...dense, activation: 'relu' }), 'glorotUniform');
    assert.equal(firstInit({ ...dense, activation: 'relu', init: 'orthogonal' }), 'orthogonal');
    assert.equal(
      networkOf([dense, { type: 'batchNorm', activation: 'relu' }, last]).parameters[2]!.init.type,
      'ones',
    );
  });

  it('freezes layers by name, parameters by pattern, and by "trainable"', () => {
    const layers = [
      { ...dense, name: 'hidden' },
      { type: 'batchNorm', name: 'norm' },
      { ...last, name: 'output' },
    ];
    const learning = (freeze: string[], more = layers): string[] =>
      networkOf(more, { freeze })
        .parameters.filter(({ trainable }) => trainable)
        .map(({ name }) => name);
    assert.deepEqual(learning(['hidden', 'norm.*']), ['output.weight', 'output.bias']);
    assert.deepEqual(learning(['*.bias']), ['hidden.weight', 'norm.weight', 'output.weight']);
    assert.deepEqual(learning(['h.dden']).length, 6);
    const fixed = layers.map((layer) => ({ ...layer, trainable: layer.name === 'output' }));
    assert.deepEqual(learning([], fixed), ['output.weight', 'output.bias']);
    assert.equal(networkOf(layers, { freeze: ['norm.*'] }).layers[1]!.trainable, false);
    assert.equal(networkOf(layers, { freeze: ['norm.bias'] }).layers[1]!.trainable, true);
    assert.deepEqual(unmatchedPatterns(['hidden.*', 'hiden.*'], networkOf(layers)), ['hiden.*']);
  });

  it('puts penalties on weights, never on biases', () => {
    const [weight, bias] = networkOf([{ ...dense, l1: 0.1, l2: 0.2 }, last]).parameters;
    assert.deepEqual([weight!.l1, weight!.l2, bias!.l1, bias!.l2], [0.1, 0.2, 0, 0]);
  });

  it('gives the units of the target to the last layer that takes them', () => {
    assert.deepEqual(networkOf([last, { type: 'activation', function: 'softmax' }]).outputShape, [3]);
  });

  const image = { type: 'reshape', shape: [1, 2, 2] };
  const conv = { type: 'conv2d', filters: 2, kernel: 2 };
  const mistakes: [string, object[], (string | number)[], RegExp][] = [
    ['an unknown type', [{ type: 'danse' }], [0, 'type'], /"danse" is no type of layer/],
    ['a layer without units', [{ type: 'dense' }, last], [0], /needs "units"/],
    [
      'units that are not the target’s',
      [{ type: 'dense', units: 4 }],
      [0, 'units'],
      /gives 4 outputs.*has 3/,
    ],
    ['a network whose end has the wrong size', [{ type: 'flatten' }], [0], /gives 4 outputs.*has 3/],
    [
      'a name that is taken',
      [
        { ...dense, name: 'a' },
        { ...last, name: 'a' },
      ],
      [1, 'name'],
      /"a" is already taken/,
    ],
    ['the name of the data', [{ ...last, name: 'input' }], [0, 'name'], /"input" is already taken/],
    [
      'a "from" that leads nowhere',
      [dense, { ...last, from: 'hiden' }],
      [1, 'from'],
      /"hiden".*there are input, layer0/,
    ],
    ['a "from" in a list that leads nowhere', [dense, { ...last, from: ['nope'] }], [1, 'from', 0], /"nope"/],
    [
      'a "from" that names a later layer',
      [{ ...dense, from: 'layer1' }, last],
      [0, 'from'],
      /"layer1" is no layer before/,
    ],
    [
      'several inputs where one is read',
      [dense, { ...last, from: ['input', 'layer0'] }],
      [1, 'from'],
      /reads one input, not 2/,
    ],
    [
      'an add of different shapes',
      [{ ...dense, name: 'a' }, { type: 'add', from: ['input', 'a'] }, last],
      [1, 'from'],
      /\[4\] and \[5\]/,
    ],
    ['no layers', [], [], /at least one layer/],
    ['a convolution of a row', [{ ...conv }, last], [0], /\[channels, height, width\].*\[4\].*reshape/],
    [
      'a kernel larger than its input',
      [image, { ...conv, kernel: [3, 1] }, last],
      [1, 'kernel'],
      /covers 3.*height of 2/,
    ],
    [
      'groups that do not divide',
      [image, { ...conv, groups: 2 }, last],
      [1, 'groups'],
      /2 groups do not divide 1 channels/,
    ],
    [
      'padding "same" with a stride',
      [image, { ...conv, padding: 'same', stride: 2 }, last],
      [1, 'padding'],
      /stride of 1/,
    ],
    [
      'a pool with too much padding',
      [image, { type: 'maxPool2d', padding: 2 }, last],
      [1, 'padding'],
      /more than half of the size 2/,
    ],
    ['a pool larger than its input', [image, { type: 'avgPool2d', size: 3 }, last], [1, 'size'], /covers 3/],
    ['a global pool of a row', [{ type: 'globalAvgPool' }, last], [0], /\[4\]/],
    [
      'a reshape of another size',
      [{ type: 'reshape', shape: [3, 2] }, last],
      [0, 'shape'],
      /\[3, 2\] has 6 numbers, and the input \[4\] has 4/,
    ],
    [
      'a concat of shapes that do not fit',
      [image, { type: 'flatten', name: 'b' }, { type: 'concat', from: ['b', 'layer0'] }, last],
      [2, 'from'],
      /\[4\] and \[1, 2, 2\]/,
    ],
    [
      'a concat along no axis',
      [dense, { type: 'concat', from: ['input', 'layer0'], axis: 2 }, last],
      [1, 'axis'],
      /no axis 2.*axes 1 to 1/,
    ],
  ];
  for (const [what, layers, path, message] of mistakes) {
    it(`says where ${what} stands`, () => {
      const { problems } = buildNetwork(configOf(layers));
      assert.ok(problems);
      assert.deepEqual(problems[0]!.path, path);
      assert.match(problems[0]!.message, message);
    });
  }
});
