import { defineLayer } from './layer.js';
import {
  describeRecurrent,
  emitRecurrent,
  emitTransposed,
  recurrentOperations,
  recurrentOptions,
  type Cell,
} from './recurrent.js';

const gates = 4;

export const lstm = defineLayer({
  name: 'lstm',
  doc: 'Reads a sequence [time, features] step by step and keeps a hidden state and a cell, which gates open and close, so that it can remember over many steps; as PyTorch’s LSTM, batch first (Hochreiter & Schmidhuber 1997). For series and text of some ten to some hundred steps.',
  options: recurrentOptions,
  example: { inputShape: [3, 4], options: { units: 5 } },
  describe: (config, context) => describeRecurrent(config, context, gates),
  operations: recurrentOperations,
  emit: (layer, [input], emitter) => emitRecurrent(layer, input, emitter, cell),
});

const cell: Cell = {
  gates,
  addsBiases: true,
  emit(sequence, emitter) {
    const { gates: values, hidden, weight, bias: _, ...sizes } = sequence;
    const { steps, rows4, n8 } = sizes;
    const cells = emitter.scratch((steps + 1) * rows4 * n8);
    const state = { gates: values, cell: cells };
    emitter.call('fill', { x: cells, count: rows4 * n8, value: 0 });
    emitter.call('lstmForward', { ...state, weight: weight.pointer, hidden, ...sizes });
    return (gradient) => {
      const transposed = emitTransposed(sequence, gates, emitter);
      const dCell = emitter.scratch(rows4 * n8);
      emitter.call('lstmBackward', { ...state, transposed, dCell, ...gradient, ...sizes });
      for (const done of [dCell, transposed]) emitter.release(done);
      return gradient.dGates;
    };
  },
};
