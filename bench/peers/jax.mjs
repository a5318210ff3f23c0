// @jax-js/jax on its WebAssembly backend: the whole step, Adam included, in one jit.
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
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
    if (x.ndim === 3) {
      x = recur(x, weight, bias, scale);
      return;
    }
    if (weight.ndim === 4) {
      x = convolve(x, weight, bias);
      return;
    }
    if (x.ndim === 4) x = x.reshape([x.shape[0], -1]);
    x = np.matmul(x, weight).add(bias);
    if (scale) x = normalize(x).mul(scale).add(shift);
    if (i < parameters.length - 1) x = nn.relu(x);
  });
  return x;
}

/** The last output of an LSTM over [samples, steps, numbers]; its bias is one, as both of PyTorch's add up. */
function recur(x, weight, bias, recurrent) {
  const [samples, steps, numbers] = x.shape;
  const [units] = recurrent.shape;
  const given = np.matmul(x.reshape([samples * steps, numbers]), weight).add(bias);
  const inputs = given.reshape([samples, steps, 4 * units]);
  let h = np.zeros([samples, units]);
  let c = np.zeros([samples, units]);
  for (let t = 0; t < steps; t++) {
    const gates = inputs.ref.slice([], t).add(np.matmul(h, recurrent.ref));
    const gate = (i) => gates.ref.slice([], [i * units, (i + 1) * units]);
    const kept = nn.sigmoid(gate(1)).mul(c);
    c = nn
      .sigmoid(gate(0))
      .mul(np.tanh(gate(2)))
      .add(kept);
    h = nn.sigmoid(gate(3)).mul(np.tanh(c.ref));
    gates.dispose();
  }
  [inputs, recurrent, c].forEach((array) => array.dispose());
  return h;
}

/** A convolution without padding, relu, and the largest of each 2 × 2; an odd last row and column are left out. */
function convolve(x, weight, bias) {
  const [filters] = bias.shape;
  const y = nn.relu(lax.conv(x, weight, [1, 1], 'VALID').add(bias.reshape([filters, 1, 1])));
  const [samples, , height, width] = y.shape;
  const [rows, columns] = [height >> 1, width >> 1];
  const whole = y.slice([], [], [0, 2 * rows], [0, 2 * columns]);
  return np.max(whole.reshape([samples, filters, rows, 2, columns, 2]), [3, 5]);
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

serve(async ({ sizes, rows, batchSize, norm, image, filters = [], lstm, transformer, optimizer }) => {
  if (transformer) throw new Error('not written for this job');
  const classes = sizes.at(-1);
  const data = uniform(rows * sizes[0], 1);
  const labels = Int32Array.from({ length: rows }, () => Math.floor(Math.random() * classes));
  // Weights are [inputs, outputs], of convolutions [filters, channels, 3, 3].
  const kernels = filters.map((count, i) => [count, i === 0 ? image[0] : filters[i - 1], 3, 3]);
  const places = (image ?? []).slice(1).map((size) => filters.reduce((left) => (left - 2) >> 1, size));
  const recurrences = lstm ? [[sizes[0] / lstm.steps, 4 * lstm.units]] : [];
  const features = lstm ? lstm.units : image ? filters.at(-1) * places[0] * places[1] : sizes[0];
  const layers = [
    ...kernels,
    ...recurrences,
    ...sizes.slice(1).map((width, i) => [i === 0 ? features : sizes[i], width]),
  ];
  const widthOf = (shape) => (shape.length === 4 ? shape[0] : shape[1]);
  // What stands behind weight and bias: batchNorm's own, or the weights of what an LSTM said before.
  const others = (width, i, make) => {
    if (i < recurrences.length) return [make([lstm.units, width])];
    return norm && i < layers.length - 1 ? [make([width]), np.zeros([width])] : [];
  };
  const draw = (shape) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return np.array(uniform(count, 1 / Math.sqrt(count / widthOf(shape)))).reshape(shape);
  };
  const zeros = () =>
    layers.map((shape, i) => {
      const width = widthOf(shape);
      return [np.zeros(shape), np.zeros([width]), ...others(width, i, np.zeros)];
    });
  let parameters = layers.map((shape, i) => {
    const width = widthOf(shape);
    return [draw(shape), np.zeros([width]), ...others(width, i, (own) => (lstm ? draw(own) : np.ones(own)))];
  });
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
    const inputs = np
      .array(batch)
      .reshape([batchSize, ...(image ?? (lstm ? [lstm.steps, sizes[0] / lstm.steps] : [sizes[0]]))]);
    const targets = np.array(wanted).reshape([batchSize, classes]);
    const [loss, ...state] = compiled(parameters, first, second, corrections, inputs, targets);
    [parameters, first, second] = state;
    await blockUntilReady([parameters[0][0].ref]).then(([array]) => array.dispose());
    loss.dispose();
    return batchSize;
  };
});
