import { defineRegularizer } from './regularizer.js';

const doc =
  'Adds l2·Σw² of this layer’s weights (never its biases) to the loss. It keeps weights small and outputs smooth, against overfitting; its gradient is 2·l2·w, so PyTorch’s weight_decay is twice this number. 0 means none.';

export const l2 = defineRegularizer({
  name: 'l2',
  doc,
  option: { kind: 'number', minimum: 0, default: 0, doc },
});
