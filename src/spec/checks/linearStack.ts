import type { LayerConfig } from '../../engine/config.js';
import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Report } from '../report.js';

/** A layer that multiplies and the next one that does, with nothing but dropout between: together one product. */
export function checkLinearStack({ layers, isGiven }: Draft, report: Report): void {
  layers.forEach((layer, index) => {
    // Who writes "linear" means it.
    if (!layer || !multiplies(layer) || isGiven(['layers', layer.index, 'activation'])) return;
    const next = layers.slice(index + 1).find((other) => other?.type !== 'dropout');
    if (!next || next.type !== layer.type || next.from !== undefined) return;
    report({
      severity: 'information',
      code: 'linear-stack',
      message: `Layer ${quote(layer.name)} has no activation, so that it and ${quote(next.name)} can do no more than one layer could. Give it one, such as relu.`,
      path: ['layers', layer.index],
      fixes: [
        {
          title: 'Add relu',
          preferred: true,
          edits: [{ op: 'set', path: ['layers', layer.index, 'activation'], value: 'relu' }],
        },
      ],
    });
  });
}

function multiplies({ type }: LayerConfig): boolean {
  return /^(dense|conv)/.test(type);
}
