/**
 * Layers in jax-js. A layer is how its parameters start, `['drawn' | 'zeros' | 'ones', shape]` each, and what it makes of
 * x and them: it owns all that it is given, as everything in jax-js.
 */
import { lax, nn, numpy as np } from '@jax-js/jax';

/** Applies layers one after another to x; `parameters` are those of all of them in order. */
export function applyAll(layers, x, parameters) {
  let from = 0;
  for (const layer of layers) {
    const own = parameters.slice(from, (from += layer.parameters.length));
    x = layer.apply(x, ...own);
  }
  return x;
}

const relu = { parameters: [], apply: (x) => nn.relu(x) };
const gelu = { parameters: [], apply: (x) => nn.gelu(x, { approximate: false }) };
const flatten = { parameters: [], apply: (x) => x.reshape([x.shape[0], -1]) };

const dense = (inputs, units) => ({
  parameters: [
    ['drawn', [inputs, units]],
    ['zeros', [units]],
  ],
  apply: (x, weight, bias) => np.matmul(x, weight).add(bias),
});

/** (x − mean) / √(variance + ε) · scale + shift, over the batch (axis 0) or over a row (axis −1). */
const norm = (units, axis) => ({
  parameters: [
    ['ones', [units]],
    ['zeros', [units]],
  ],
  apply: (x, scale, shift) => {
    const centered = x.ref.sub(np.mean(x, axis, { keepdims: true }));
    const variance = np.mean(centered.ref.mul(centered.ref), axis, { keepdims: true });
    return centered
      .div(np.sqrt(variance.add(1e-5)))
      .mul(scale)
      .add(shift);
  },
});

/** A convolution of 3 × 3 without padding, relu, and the largest of each 2 × 2; an odd last row and column are left out. */
const pooledConvolution = (channels, filters) => ({
  parameters: [
    ['drawn', [filters, channels, 3, 3]],
    ['zeros', [filters]],
  ],
  apply: (x, weight, bias) => {
    const y = nn.relu(lax.conv(x, weight, [1, 1], 'VALID').add(bias.reshape([filters, 1, 1])));
    const [samples, , height, width] = y.shape;
    const [rows, columns] = [height >> 1, width >> 1];
    const whole = y.slice([], [], [0, 2 * rows], [0, 2 * columns]);
    return np.max(whole.reshape([samples, filters, rows, 2, columns, 2]), [3, 5]);
  },
});

/** The last output over [samples, steps, numbers]; it has one bias, as both of PyTorch's add up. */
const lstm = (numbers, units) => ({
  parameters: [
    ['drawn', [numbers, 4 * units]],
    ['zeros', [4 * units]],
    ['drawn', [units, 4 * units]],
  ],
  apply: (x, weight, bias, recurrent) => {
    const [samples, steps] = x.shape;
    const given = np.matmul(x, weight).add(bias);
    let h = np.zeros([samples, units]);
    let c = np.zeros([samples, units]);
    for (let t = 0; t < steps; t++) {
      const gates = given.ref.slice([], t).add(np.matmul(h, recurrent.ref));
      const gate = (i) => gates.ref.slice([], [i * units, (i + 1) * units]);
      const kept = nn.sigmoid(gate(1)).mul(c);
      c = nn
        .sigmoid(gate(0))
        .mul(np.tanh(gate(2)))
        .add(kept);
      h = nn.sigmoid(gate(3)).mul(np.tanh(c.ref));
      gates.dispose();
    }
    [given, recurrent, c].forEach((array) => array.dispose());
    return h;
  },
});

/** Tokens come as one number of 1 among zeros. */
const embedding = (tokens, width) => ({
  parameters: [['drawn', [tokens, width]]],
  apply: (x, weight) => np.matmul(x, weight),
});

const positions = (count, width) => ({
  parameters: [['drawn', [count, width]]],
  apply: (x, weight) => x.add(weight),
});

const causalAttention = (width, heads) => ({
  parameters: [...dense(width, 3 * width).parameters, ...dense(width, width).parameters],
  apply: (x, weight, bias, outWeight, outBias) => {
    const [samples, count] = x.shape;
    const all = np
      .matmul(x, weight)
      .add(bias)
      .reshape([samples, count, 3, heads, width / heads]);
    const [query, key, value] = [0, 1, 2].map((i) => all.ref.slice([], [], i));
    all.dispose();
    const seen = nn.dotProductAttention(query, key, value, { isCausal: true });
    return np.matmul(seen.reshape([samples, count, width]), outWeight).add(outBias);
  },
});

const residual = (inside) => ({
  parameters: inside.flatMap((layer) => layer.parameters),
  apply: (x, ...parameters) => applyAll(inside, x.ref, parameters).add(x),
});

/** The layers of a job, and the shape of a row that they take. */
export function layersOf({ sizes, norm: isNormed, image, filters = [], lstm: memory, transformer }) {
  if (transformer) {
    const [count, tokens] = sizes;
    const { width, heads, blocks } = transformer;
    const block = [
      residual([norm(width, -1), causalAttention(width, heads)]),
      residual([norm(width, -1), dense(width, 4 * width), gelu, dense(4 * width, width)]),
    ];
    return {
      inputShape: [count, tokens],
      layers: [
        embedding(tokens, width),
        positions(count, width),
        ...Array.from({ length: blocks }, () => block).flat(),
        norm(width, -1),
        dense(width, tokens),
      ],
    };
  }
  const [first, inputShape, inputs] = firstLayers(sizes[0], image, filters, memory);
  const widths = [inputs, ...sizes.slice(1)];
  const hidden = widths
    .slice(1, -1)
    .flatMap((width, i) => [dense(widths[i], width), ...(isNormed ? [norm(width, 0)] : []), relu]);
  return { inputShape, layers: [...first, ...hidden, dense(...widths.slice(-2))] };
}

/** What stands before the dense layers, the shape that it takes, and how many numbers it gives. */
function firstLayers(numbers, image, filters, memory) {
  if (memory) {
    const inputs = numbers / memory.steps;
    return [[lstm(inputs, memory.units)], [memory.steps, inputs], memory.units];
  }
  if (!image) return [[], [numbers], numbers];
  const [channels, ...sides] = image;
  const convolutions = filters.map((count, i) => pooledConvolution(filters[i - 1] ?? channels, count));
  const [height, width] = sides.map((side) => filters.reduce((left) => (left - 2) >> 1, side));
  return [[...convolutions, flatten], image, filters.at(-1) * height * width];
}
