// @jax-js/jax on its WebAssembly backend: the whole step, Adam included, in one jit.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { serve } from './serve.mjs';

await init('wasm');
defaultDevice('wasm');

const rate = 1e-3;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
const momentum = 0.9;
const uniform = (count, scale) => Float32Array.from({ length: count }, () => (Math.random() * 2 - 1) * scale);

/**
 * Inputs through dense layers with relu between, and batchNorm before it where a layer has its weight and bias too;
 * takes ownership of both, as everything in jax-js.
 */
function forward(parameters, inputs) {
  let x = inputs;
  parameters.forEach(([weight, bias, scale, shift], i) => {
    x = np.matmul(x, weight).add(bias);
    if (scale) x = normalize(x).mul(scale).add(shift);
    if (i < parameters.length - 1) x = nn.relu(x);
  });
  return x;
}

function normalize(x) {
  const centered = x.ref.sub(np.mean(x, 0));
  const variance = np.mean(centered.ref.mul(centered.ref), 0);
  return centered.div(np.sqrt(variance.add(1e-5)));
}

function lossOf(parameters, inputs, targets) {
  const [count] = targets.shape;
  return np.sum(nn.logSoftmax(forward(parameters, inputs)).mul(targets)).mul(-1 / count);
}

/** A rule gives the new parameter and what it keeps of it for the next step. */
const rules = {
  adam: (parameter, gradient, first, second, corrections) => {
    const m = first.mul(beta1).add(gradient.ref.mul(1 - beta1));
    const v = second.mul(beta2).add(gradient.ref.mul(gradient).mul(1 - beta2));
    const change = m.ref
      .mul(corrections.ref.slice(0))
      .div(np.sqrt(v.ref.mul(corrections.ref.slice(1))).add(epsilon));
    return [parameter.sub(change.mul(rate)), m, v];
  },
  sgd: (parameter, gradient, first, second) => {
    const m = first.mul(momentum).add(gradient);
    return [parameter.sub(m.ref.mul(rate)), m, second];
  },
};

const stepBy = (rule) => (parameters, first, second, corrections, inputs, targets) => {
  const copy = parameters.map((pair) => pair.map((array) => array.ref));
  const [loss, gradients] = valueAndGrad(lossOf)(copy, inputs, targets);
  const updated = [[], [], []];
  parameters.forEach((pair, layer) => {
    const rows = [[], [], []];
    pair.forEach((parameter, k) => {
      const updates = rule(parameter, gradients[layer][k], first[layer][k], second[layer][k], corrections);
      updates.forEach((update, i) => rows[i].push(update));
    });
    rows.forEach((row, i) => updated[i].push(row));
  });
  corrections.dispose();
  return [loss, ...updated];
};

serve(async ({ sizes, rows, batchSize, norm, image, lstm, transformer, optimizer }) => {
  if (image || lstm || transformer) throw new Error('not written for this job');
  const classes = sizes.at(-1);
  const data = uniform(rows * sizes[0], 1);
  const labels = Int32Array.from({ length: rows }, () => Math.floor(Math.random() * classes));
  const layers = sizes.slice(1).map((width, i) => [sizes[i], width]);
  const norms = ([, width], i, make) =>
    norm && i < layers.length - 1 ? [make([width]), np.zeros([width])] : [];
  const zeros = () =>
    layers.map((layer, i) => [np.zeros(layer), np.zeros([layer[1]]), ...norms(layer, i, np.zeros)]);
  let parameters = layers.map(([fanIn, width], i) => [
    np.array(uniform(fanIn * width, 1 / Math.sqrt(fanIn))).reshape([fanIn, width]),
    np.zeros([width]),
    ...norms([fanIn, width], i, np.ones),
  ]);
  let [first, second] = [zeros(), zeros()];
  const compiled = jit(stepBy(rules[optimizer.type]));
  let t = 0;
  let next = rows;
  return async () => {
    if (next + batchSize > rows) next = 0;
    const batch = new Float32Array(batchSize * sizes[0]);
    const wanted = new Float32Array(batchSize * classes);
    for (let i = 0; i < batchSize; i++) {
      const row = Math.floor(Math.random() * rows);
      batch.set(data.subarray(row * sizes[0], (row + 1) * sizes[0]), i * sizes[0]);
      wanted[i * classes + labels[row]] = 1;
    }
    next += batchSize;
    t += 1;
    const corrections = np.array(new Float32Array([1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)]));
    const inputs = np.array(batch).reshape([batchSize, sizes[0]]);
    const targets = np.array(wanted).reshape([batchSize, classes]);
    const [loss, ...state] = compiled(parameters, first, second, corrections, inputs, targets);
    [parameters, first, second] = state;
    await blockUntilReady([parameters[0][0].ref]).then(([array]) => array.dispose());
    loss.dispose();
    return batchSize;
  };
});
