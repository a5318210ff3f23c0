import { rankFixes } from '../fixes/fix.js';
import { unfreeze, unfreezeOutput } from '../fixes/freezing.js';
import { defineRule, findingAt } from '../rule.js';

export const frozenEverything = defineRule({
  code: 'frozen-everything',
  doc: 'Every parameter is frozen, so that training reads the data and changes nothing. The network stays what it was before the first step, however long it is trained.',
  severity: 'error',
  source: 'PyTorch, Autograd mechanics: requires_grad, https://pytorch.org/docs/stable/notes/autograd.html',
  threshold: null,
  needs: ['facts'],
  speaks: 'Before the first step.',
  remedies: 'Let all layers learn, or the last alone.',
  explains: [
    'symmetric-weights',
    'poor-initialisation',
    'bad-first-loss',
    'dead-units',
    'saturated-units',
    'learning-rate-too-low',
    'underfitting',
    'plateau',
  ],
  check({ spec, metrics: { facts } }) {
    if (facts?.learning !== 0) return [];
    const { layers, pretrained } = spec;
    const isByPattern = (pretrained?.freeze.length ?? 0) > 0;
    const frozen = layers.filter(({ trainable }) => trainable === false);
    const path = isByPattern ? ['pretrained', 'freeze'] : ['layers', frozen[0]?.index ?? 0];
    return [
      findingAt(path, {
        message:
          'Nothing can learn: all parameters of all layers are frozen. Let at least the last layer learn',
        value: 0,
        step: 0,
        related: frozen
          .slice(isByPattern ? 0 : 1)
          .map(({ name, index }) => ({ message: `${name} is frozen`, path: ['layers', index] })),
        fixes: rankFixes(unfreeze(spec), unfreezeOutput(spec)),
      }),
    ];
  },
});
