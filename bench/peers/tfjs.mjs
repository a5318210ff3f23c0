// node tfjs.mjs cpu|wasm
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
console.warn = () => {};
const tf = require('@tensorflow/tfjs');
const backend = process.argv[2];
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  wasm.setThreadsCount(1);
}
await tf.setBackend(backend);
await tf.ready();
tf.enableProdMode();

serve(async ({ sizes, rows, batchSize, norm, image, filters = [], lstm, transformer, optimizer: rule }) => {
  if (transformer) throw new Error('has no attention');
  if (backend === 'cpu' && sizes[1] > 512) throw new Error('a step would take half a minute');
  // Its WebAssembly has no gradient of a convolution's weights.
  if (backend === 'wasm' && image) throw new Error('cannot train a convolution');
  const model = tf.sequential();
  const [channels, ...places] = image ?? [];
  const inputShape = image ? [...places, channels] : lstm ? [lstm.steps, sizes[0] / lstm.steps] : [sizes[0]];
  filters.forEach((count, i) => {
    model.add(
      tf.layers.conv2d({
        ...{ filters: count, kernelSize: 3, activation: 'relu' },
        ...(i === 0 ? { inputShape } : {}),
      }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  });
  if (image) model.add(tf.layers.flatten());
  if (lstm) {
    // As ours and PyTorch's: a true sigmoid; and weights that are drawn quickly.
    const like = { recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' };
    model.add(tf.layers.lstm({ units: lstm.units, inputShape, ...like }));
  }
  for (let i = 1; i < sizes.length; i++) {
    model.add(
      tf.layers.dense({
        units: sizes[i],
        ...(i === 1 && !image && !lstm ? { inputShape } : {}),
        ...(i < sizes.length - 1 && !norm ? { activation: 'relu' } : {}),
      }),
    );
    if (i < sizes.length - 1 && norm) {
      model.add(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }));
      model.add(tf.layers.reLU());
    }
  }
  const classes = sizes.at(-1);
  const inputs = tf.randomUniform([rows, ...inputShape]);
  const targets = tf.oneHot(tf.randomUniform([rows], 0, classes, 'int32'), classes);
  const optimizer = rule.type === 'sgd' ? tf.train.momentum(1e-3, rule.momentum) : tf.train.adam(1e-3);
  let order = null;
  let next = rows;
  return () => {
    if (next + batchSize > rows) {
      order = tf.util.createShuffledIndices(rows);
      next = 0;
    }
    const indices = Int32Array.from(order.slice(next, next + batchSize));
    next += batchSize;
    const loss = tf.tidy(() => {
      const chosen = tf.tensor1d(indices, 'int32');
      const batch = tf.gather(inputs, chosen);
      const wanted = tf.gather(targets, chosen);
      const compute = () => tf.losses.softmaxCrossEntropy(wanted, model.apply(batch, { training: true }));
      return optimizer.minimize(compute, true);
    });
    loss.dataSync();
    loss.dispose();
    return batchSize;
  };
});
