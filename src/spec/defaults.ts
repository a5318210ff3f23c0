import { findMember } from '../engine/member.js';
import type { Option, OptionKind, Options } from '../engine/option.js';
import type { Families } from './families.js';

/** The default of an option, as reading it would give it. */
export function fillDefault(option: Option, families: Families): unknown {
  return fill(option, option.default, families);
}

/** All options of a member that have defaults. */
export function fillDefaults(options: Options, families: Families): Record<string, unknown> {
  const filled = Object.entries(options).map(
    ([key, option]) => [key, fillDefault(option, families)] as const,
  );
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}

function fill(kind: OptionKind, value: unknown, families: Families): unknown {
  if (kind.kind === 'member' && typeof value === 'string') {
    const member = findMember(families[kind.family], value);
    return member && { type: member.name, ...fillDefaults(member.options, families) };
  }
  if (kind.kind === 'object' && value !== undefined)
    return { ...fillDefaults(kind.options, families), ...(value as object) };
  return value;
}
