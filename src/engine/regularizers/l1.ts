import { defineRegularizer } from './regularizer.js';

const doc =
  'Adds l1·Σ|w| of this layer’s weights (never its biases) to the loss. It drives weights that matter little to exactly zero, which makes a network sparse and easier to read; 0 means none.';

export const l1 = defineRegularizer({
  name: 'l1',
  doc,
  option: { kind: 'number', minimum: 0, default: 0, doc },
});
