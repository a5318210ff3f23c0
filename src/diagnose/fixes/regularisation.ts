import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import { say } from '../say.js';
import type { MaybeFix } from './fix.js';
import { hiddenLayers, indexOfOutput, isFlat, hasInit, readByName } from './layers.js';

/** Stops once the validation loss has not fallen for ten epochs, and keeps its best weights. */
export function stopEarly({ training, data }: Spec): MaybeFix {
  if (training.earlyStopping !== undefined || data.validation === 0) return null;
  return {
    title: 'Stop early, with the best weights',
    edits: [{ op: 'set', path: ['training', 'earlyStopping'], value: { patience: 10, restoreBest: true } }],
  };
}

/** Puts a dropout behind each hidden layer. */
export function addDropout(spec: Spec, rate = 0.3): MaybeFix {
  if (!isFlat(spec) || spec.layers.some(({ type }) => type === 'dropout')) return null;
  const named = readByName(spec);
  const edits = hiddenLayers(spec)
    .filter(({ name }) => !named.has(name))
    .toReversed()
    .map(({ index }): SpecEdit => {
      const behind = spec.layers[spec.layers.findIndex((layer) => layer.index === index) + 1];
      const isNormed = behind?.type.endsWith('Norm') || behind?.type === 'activation';
      return {
        op: 'insert',
        path: ['layers', index + (isNormed ? 2 : 1)],
        value: { type: 'dropout', rate },
      };
    });
  return edits.length === 0 ? null : { title: `Add dropout of ${say(rate)}`, edits };
}

/** Less dropout, where there is a lot. */
export function lowerDropout({ layers }: Spec): MaybeFix {
  const edits = layers.flatMap(({ type, rate, index }): SpecEdit[] =>
    type === 'dropout' && typeof rate === 'number' && rate >= 0.5
      ? [{ op: 'set', path: ['layers', index, 'rate'], value: 0.2 }]
      : [],
  );
  return edits.length === 0 ? null : { title: 'Lower dropout to 0.2', edits };
}

/** Keeps weights small by a penalty. */
export function addL2(spec: Spec, strength = 1e-3): MaybeFix {
  const edits = spec.layers
    .slice(0, indexOfOutput(spec) + 1)
    .filter((layer) => hasInit(layer) && !(Number(layer.l2) > 0))
    .map(({ index }): SpecEdit => ({ op: 'set', path: ['layers', index, 'l2'], value: strength }));
  return edits.length === 0 ? null : { title: `Add l2 of ${say(strength)}`, edits };
}

export function addWeightDecay({ optimizer }: Spec, strength = 0.01): MaybeFix {
  if (Number(optimizer.weightDecay) > 0) return null;
  if (optimizer.type === 'adam') {
    return {
      title: `Use adamW with weight decay ${say(strength)}`,
      edits: [
        { op: 'set', path: ['optimizer', 'type'], value: 'adamW' },
        { op: 'set', path: ['optimizer', 'weightDecay'], value: strength },
      ],
    };
  }
  return {
    title: `Add weight decay of ${say(strength)}`,
    edits: [{ op: 'set', path: ['optimizer', 'weightDecay'], value: strength }],
  };
}

/** No penalties and no decay, where there are some. */
export function dropPenalties({ layers, optimizer }: Spec): MaybeFix {
  const edits = layers.flatMap((layer): SpecEdit[] =>
    ['l1', 'l2']
      .filter((key) => Number(layer[key]) > 0)
      .map((key) => ({ op: 'remove', path: ['layers', layer.index, key] })),
  );
  if (Number(optimizer.weightDecay) > 0) edits.push({ op: 'remove', path: ['optimizer', 'weightDecay'] });
  return edits.length === 0 ? null : { title: 'Let weights grow: no penalty, no decay', edits };
}

/** A hundredth of the penalties and the decay. */
export function weakenPenalties({ layers, optimizer }: Spec): MaybeFix {
  const weaken = (value: unknown): number => Number((Number(value) / 100).toPrecision(2));
  const edits = layers.flatMap((layer): SpecEdit[] =>
    ['l1', 'l2']
      .filter((key) => Number(layer[key]) > 0)
      .map((key) => ({ op: 'set', path: ['layers', layer.index, key], value: weaken(layer[key]) })),
  );
  if (Number(optimizer.weightDecay) > 0) {
    edits.push({ op: 'set', path: ['optimizer', 'weightDecay'], value: weaken(optimizer.weightDecay) });
  }
  return edits.length === 0 ? null : { title: 'Weaken penalty and decay a hundredfold', edits };
}
