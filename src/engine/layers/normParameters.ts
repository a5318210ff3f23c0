import type { MemberConfig } from '../config.js';
import { flagOption } from '../member.js';
import type { ParameterDescription } from './layer.js';

/** A scale that starts at 1 and, unless `bias` is false, a shift that starts at 0. */
export function normParameters(config: MemberConfig, features: number): ParameterDescription[] {
  const shared = { shape: [features], storage: 'rows', fanIn: features, fanOut: features } as const;
  const scale = { suffix: 'weight', kind: 'weight', defaultInit: { type: 'ones' }, ...shared } as const;
  const shift = { suffix: 'bias', kind: 'bias', defaultInit: { type: 'zeros' }, ...shared } as const;
  return flagOption(config, 'bias') ? [scale, shift] : [scale];
}
