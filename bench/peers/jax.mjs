// @jax-js/jax on its WebAssembly backend: the whole step, the optimizer included, in one jit.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { applyAll, layersOf } from './jaxLayers.mjs';
import { serve } from './serve.mjs';

await init('wasm');
defaultDevice('wasm');

const rate = 1e-3;
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
const [momentum, weightDecay] = [0.9, 0.01];
const uniform = (count, scale) => Float32Array.from({ length: count }, () => (Math.random() * 2 - 1) * scale);
const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

const starts = {
  zeros: (shape) => np.zeros(shape),
  ones: (shape) => np.ones(shape),
  drawn: (shape) => np.array(uniform(sizeOf(shape), 0.1)).reshape(shape),
};

function adam(parameter, gradient, first, second, corrections) {
  const m = first.mul(beta1).add(gradient.ref.mul(1 - beta1));
  const v = second.mul(beta2).add(gradient.ref.mul(gradient).mul(1 - beta2));
  const change = m.ref
    .mul(corrections.ref.slice(0))
    .div(np.sqrt(v.ref.mul(corrections.ref.slice(1))).add(epsilon));
  return [parameter.sub(change.mul(rate)), m, v];
}

/** A rule gives the new parameter and the two that it keeps of it for the next step. */
const rules = {
  adam,
  adamW: (parameter, ...others) => adam(parameter.mul(1 - rate * weightDecay), ...others),
  sgd: (parameter, gradient, first, second) => {
    const m = first.mul(momentum).add(gradient);
    return [parameter.sub(m.ref.mul(rate)), m, second];
  },
};

const stepOf = (layers, rule) => {
  const lossOf = (parameters, inputs, targets) => {
    const predictions = sizeOf(targets.shape.slice(0, -1));
    const logits = applyAll(layers, inputs, parameters);
    return np.sum(nn.logSoftmax(logits).mul(targets)).mul(-1 / predictions);
  };
  return (parameters, first, second, corrections, inputs, targets) => {
    const copy = parameters.map((array) => array.ref);
    const [loss, gradients] = valueAndGrad(lossOf)(copy, inputs, targets);
    const updates = parameters.map((parameter, i) =>
      rule(parameter, gradients[i], first[i], second[i], corrections),
    );
    corrections.dispose();
    return [loss, ...[0, 1, 2].map((kept) => updates.map((update) => update[kept]))];
  };
};

/** Rows of `width` numbers, each with a single 1. */
function drawOnes(rows, width) {
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) values[row * width + Math.floor(Math.random() * width)] = 1;
  return values;
}

serve(async (job) => {
  const { rows, batchSize, sizes, transformer, optimizer } = job;
  const { inputShape, layers } = layersOf(job);
  const classes = sizes.at(-1);
  const inputWidth = sizeOf(inputShape);
  const targetShape = transformer ? inputShape : [classes];
  const targetWidth = sizeOf(targetShape);
  const data = transformer ? drawOnes(rows * sizes[0], classes) : uniform(rows * inputWidth, 1);
  const wanted = drawOnes((rows * targetWidth) / classes, classes);
  const shapes = layers.flatMap((layer) => layer.parameters);
  const zeros = () => shapes.map(([, shape]) => np.zeros(shape));
  let parameters = shapes.map(([start, shape]) => starts[start](shape));
  let [first, second] = [zeros(), zeros()];
  const compiled = jit(stepOf(layers, rules[optimizer.type]));
  let t = 0;
  const gather = (values, width, chosen) => {
    const batch = new Float32Array(batchSize * width);
    chosen.forEach((row, i) => batch.set(values.subarray(row * width, (row + 1) * width), i * width));
    return np.array(batch);
  };
  return async () => {
    const chosen = Array.from({ length: batchSize }, () => Math.floor(Math.random() * rows));
    t += 1;
    const corrections = np.array(new Float32Array([1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)]));
    const inputs = gather(data, inputWidth, chosen).reshape([batchSize, ...inputShape]);
    const targets = gather(wanted, targetWidth, chosen).reshape([batchSize, ...targetShape]);
    const [loss, ...state] = compiled(parameters, first, second, corrections, inputs, targets);
    [parameters, first, second] = state;
    await blockUntilReady([parameters[0].ref]).then(([array]) => array.dispose());
    loss.dispose();
    return batchSize;
  };
});
