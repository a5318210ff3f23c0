// @jax-js/jax on its WebAssembly backend: the whole step, Adam included, in one jit.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { serve } from './serve.mjs';

await init('wasm');
defaultDevice('wasm');

const rate = 1e-3;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
const uniform = (count, scale) => Float32Array.from({ length: count }, () => (Math.random() * 2 - 1) * scale);

/** Inputs through dense layers with relu between; takes ownership of both, as everything in jax-js. */
function forward(parameters, inputs) {
  let x = inputs;
  parameters.forEach(([weight, bias], i) => {
    x = np.matmul(x, weight).add(bias);
    if (i < parameters.length - 1) x = nn.relu(x);
  });
  return x;
}

function lossOf(parameters, inputs, targets) {
  const [count] = targets.shape;
  return np.sum(nn.logSoftmax(forward(parameters, inputs)).mul(targets)).mul(-1 / count);
}

function step(parameters, first, second, corrections, inputs, targets) {
  const copy = parameters.map((pair) => pair.map((array) => array.ref));
  const [loss, gradients] = valueAndGrad(lossOf)(copy, inputs, targets);
  const updated = [[], [], []];
  parameters.forEach((pair, layer) => {
    const rows = [[], [], []];
    pair.forEach((parameter, k) => {
      const gradient = gradients[layer][k];
      const m = first[layer][k].mul(beta1).add(gradient.ref.mul(1 - beta1));
      const v = second[layer][k].mul(beta2).add(gradient.ref.mul(gradient).mul(1 - beta2));
      const change = m.ref
        .mul(corrections.ref.slice(0))
        .div(np.sqrt(v.ref.mul(corrections.ref.slice(1))).add(epsilon));
      rows[0].push(parameter.sub(change.mul(rate)));
      rows[1].push(m);
      rows[2].push(v);
    });
    rows.forEach((row, i) => updated[i].push(row));
  });
  corrections.dispose();
  return [loss, ...updated];
}

serve(async ({ sizes, rows, batchSize, norm, image, lstm, transformer, optimizer }) => {
  if (norm || image || lstm || transformer || optimizer.type !== 'adam')
    throw new Error('not written for this job');
  const classes = sizes.at(-1);
  const data = uniform(rows * sizes[0], 1);
  const labels = Int32Array.from({ length: rows }, () => Math.floor(Math.random() * classes));
  const layers = sizes.slice(1).map((width, i) => [sizes[i], width]);
  const zeros = () => layers.map(([fanIn, width]) => [np.zeros([fanIn, width]), np.zeros([width])]);
  let parameters = layers.map(([fanIn, width]) => [
    np.array(uniform(fanIn * width, 1 / Math.sqrt(fanIn))).reshape([fanIn, width]),
    np.zeros([width]),
  ]);
  let [first, second] = [zeros(), zeros()];
  const compiled = jit(step);
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
