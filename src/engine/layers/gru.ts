import { defineLayer } from './layer.js';
import {
  describeRecurrent,
  emitRecurrent,
  emitTransposed,
  recurrentOperations,
  recurrentOptions,
  type Cell,
} from './recurrent.js';

const gates = 3;

export const gru = defineLayer({
  name: 'gru',
  doc: 'Reads a sequence [time, features] step by step and keeps a hidden state, of which gates decide how much is forgotten and renewed; as PyTorch’s GRU, batch first (Cho et al. 2014). Has a quarter fewer weights than an lstm and often does as well.',
  options: recurrentOptions,
  example: { inputShape: [3, 4], options: { units: 5, returnSequences: true } },
  describe: (config, context) => describeRecurrent(config, context, gates),
  operations: recurrentOperations,
  emit: (layer, [input], emitter) => emitRecurrent(layer, input, emitter, cell),
});

const cell: Cell = {
  gates,
  addsBiases: false,
  emit(sequence, emitter) {
    const { gates: values, hidden, weight, bias, ...sizes } = sequence;
    const { steps, rows4, n8 } = sizes;
    const candidates = emitter.scratch(steps * rows4 * n8);
    const products = emitter.scratch(rows4 * gates * n8);
    const state = { gates: values, hidden, candidates };
    emitter.call('gruForward', { ...state, weight: weight.pointer, bias, products, ...sizes });
    return (gradient) => {
      const transposed = emitTransposed(sequence, gates, emitter);
      const dProducts = emitter.scratch(steps * rows4 * gates * n8);
      emitter.call('gruBackward', { ...state, ...gradient, transposed, dProducts, ...sizes });
      emitter.release(transposed);
      return dProducts;
    };
  },
};
