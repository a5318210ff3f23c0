import type { Activation } from './activations/activation.js';
import type { Emitter } from './emitter.js';
import type { Value } from './value.js';

/** Emits y = f(x), and the way back through it; where x can be rectified as it is written, y takes its place. */
export function activate(emitter: Emitter, input: Value, activation: Activation): Value {
  const { name, kind, keepsZero } = activation;
  if (name === 'linear') return input;
  if (name === 'relu' && input.buffer.rectify) return rectify(emitter, input, input.buffer.rectify);
  const x = kind === undefined ? emitter.byLastAxis(input) : input;
  x.buffer.uses++;
  const y = emitter.value(x.shape, { needsGradient: x.buffer.needsGradient, layout: x.layout });
  const { pointer } = x.buffer;
  const shape = { rows4: x.rows4, n: x.width, ld: x.ld };
  const count = x.rows4 * x.ld;
  if (kind === undefined) emitter.call('softmaxForward', { x: pointer, y: y.buffer.pointer, ...shape });
  else {
    emitter.call('activationForward', { kind, x: pointer, y: y.buffer.pointer, count });
    if (!keepsZero && (x.width !== x.ld || x.rows !== x.rows4)) {
      emitter.call('clearPadding', { x: y.buffer.pointer, rows: x.rows, ...shape });
    }
  }
  emitter.onBackward(y, (dy) => {
    emitter.addGradient(x, (dx) => {
      if (kind === undefined) emitter.call('softmaxBackward', { y: y.buffer.pointer, dy, dx, ...shape });
      else {
        const moved = { x: pointer, y: y.buffer.pointer, dy, dx };
        emitter.call('activationBackward', { kind, ...moved, count });
        if (emitter.againstReferences) emitter.call('rescaleBackward', { ...moved, half: count / 2 });
      }
    });
  });
  return y;
}

/** What writes x now writes max(0, x). */
function rectify(emitter: Emitter, x: Value, rectifyAsWritten: () => void): Value {
  rectifyAsWritten();
  emitter.keep(x);
  x.buffer.reluFused = true;
  return x;
}
