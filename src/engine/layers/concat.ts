import { numberOption } from '../member.js';
import { commonLayout, stridesOf } from '../value.js';
import { defineLayer } from './layer.js';

export const concat = defineLayer({
  name: 'concat',
  doc: 'The outputs of the layers named in from, one behind the other along an axis: features beside features, channels beside channels. Lets later layers read what several earlier ones found, each untouched (Huang et al. 2017).',
  options: {
    axis: {
      kind: 'number',
      integer: true,
      minimum: 1,
      default: 1,
      doc: 'Along which axis, counted with the batch as 0, as in PyTorch: 1 is the features of a row, or the channels of an image.',
    },
  },
  example: { inputShape: [3, 4], options: { from: ['before', 'input'], axis: 2 } },
  isRescalable: true,
  unitAxis: 'kept',
  takesSeveral: true,
  passesThrough: true,
  describe(config, { inputShapes }) {
    const [first = [], ...others] = inputShapes;
    const axis = numberOption(config, 'axis') - 1;
    if (axis >= first.length) {
      return {
        path: ['axis'],
        message: `there is no axis ${axis + 1}: the inputs have the shape [${first.join(', ')}], with axes 1 to ${first.length}`,
      };
    }
    const rest = (shape: readonly number[]): string =>
      shape.map((size, i) => (i === axis ? '' : size)).join();
    const other = others.find((shape) => shape.length !== first.length || rest(shape) !== rest(first));
    if (other) {
      return {
        path: ['from'],
        message: `concat along axis ${axis + 1} needs inputs that agree in all other axes, and these have the shapes [${first.join(', ')}] and [${other.join(', ')}]`,
      };
    }
    const total = inputShapes.reduce((sum, shape) => sum + shape[axis]!, 0);
    return {
      outputShape: first.map((size, i) => (i === axis ? total : size)),
      parameters: [],
      state: [],
    };
  },
  operations: () => 0,
  emit(layer, inputs, emitter) {
    const axis = numberOption(layer.config, 'axis');
    const layout = commonLayout(inputs);
    const parts = inputs.map((input) => emitter.inLayout(input, layout));
    const needsGradient = parts.some((part) => part.buffer.needsGradient);
    const y = emitter.value(layer.outputShape, { needsGradient, layout });
    const strides = stridesOf(y);
    emitter.clearIfPadded(y, y.buffer.pointer);
    let offset = 0;
    const places = parts.map((x) => {
      const place = { x, sizes: [emitter.rows, ...x.shape], strides: stridesOf(x), offset };
      offset += x.shape[axis - 1]! * strides[axis]!;
      return place;
    });
    for (const { x, sizes, strides: from, offset } of places) {
      const target = { pointer: y.buffer.pointer + offset, strides };
      emitter.copyStrided(sizes, { pointer: x.buffer.pointer, strides: from }, target);
    }
    emitter.onBackward(y, (dy) => {
      for (const { x, sizes, strides: to, offset } of places) {
        emitter.addGradient(x, (dx) => {
          emitter.clearIfPadded(x, dx);
          emitter.copyStrided(sizes, { pointer: dy + offset, strides }, { pointer: dx, strides: to });
        });
      }
    });
    return y;
  },
});
