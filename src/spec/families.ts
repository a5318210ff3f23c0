import type { FamilyName, Member } from '../engine/option.js';
import { activations } from '../engine/activations/index.js';
import { initializers } from '../engine/initializers/index.js';
import { layers } from '../engine/layers/index.js';
import { losses } from '../engine/losses/index.js';
import { optimizers } from '../engine/optimizers/index.js';
import { schedules } from '../engine/schedules/index.js';

/** All tables of the engine that a spec may name members of. */
export type Families = Readonly<Record<FamilyName, readonly Member[]>>;

export const engineFamilies: Families = { layers, activations, initializers, losses, optimizers, schedules };

/** What one member of a family is called in sentences. */
export const familyWords: Readonly<Record<FamilyName, { readonly one: string; readonly many: string }>> = {
  layers: { one: 'layer type', many: 'layer types' },
  activations: { one: 'activation', many: 'activations' },
  initializers: { one: 'initialiser', many: 'initialisers' },
  losses: { one: 'loss', many: 'losses' },
  optimizers: { one: 'optimizer', many: 'optimizers' },
  schedules: { one: 'schedule', many: 'schedules' },
};

/** Every name by which the members of a family can be called. */
export function memberNames(family: readonly Member[]): string[] {
  return family.flatMap((member) => [member.name, ...(member.aliases ?? [])]);
}
