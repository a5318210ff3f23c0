import { commonLayout } from '../value.js';
import { defineLayer } from './layer.js';

export const add = defineLayer({
  name: 'add',
  doc: 'y = x₁ + x₂ + …, the outputs of the layers named in from, element by element; all have the same shape. Adding a layer’s input to its output lets gradients pass it by, which is how very deep networks learn (He et al. 2016).',
  options: {},
  example: { inputShape: [6], options: { from: ['before', 'input', 'before'] } },
  isRescalable: true,
  unitAxis: 'kept',
  takesSeveral: true,
  passesThrough: true,
  describe(_config, { inputShapes }) {
    const [first = [], ...others] = inputShapes;
    const other = others.find((shape) => shape.join() !== first.join());
    if (other) {
      return {
        path: ['from'],
        message: `add needs inputs of one shape, and these have [${first.join(', ')}] and [${other.join(', ')}]`,
      };
    }
    return { outputShape: first, parameters: [], state: [] };
  },
  emit(_layer, inputs, emitter) {
    const layout = commonLayout(inputs);
    const [first, ...others] = inputs.map((input) => emitter.inLayout(input, layout));
    if (!first) throw new Error('add without inputs');
    const needsGradient = inputs.some((input) => input.buffer.needsGradient);
    const y = emitter.value(first.shape, { needsGradient, layout });
    const count = y.rows4 * y.ld;
    const out = y.buffer.pointer;
    let sum = first.buffer.pointer;
    for (const { buffer } of others) {
      emitter.call('add', { a: sum, b: buffer.pointer, out, count });
      sum = out;
    }
    if (others.length === 0) emitter.call('copy', { source: sum, destination: out, count });
    emitter.onBackward(y, (dy) => {
      for (const x of [first, ...others]) {
        emitter.addGradient(x, (dx) => {
          emitter.call('copy', { source: dy, destination: dx, count });
        });
      }
    });
    return y;
  },
});
