import type { MemberConfig } from './config.js';
import type { Member } from './option.js';

/** The member of a table that goes by this name or alias; undefined where there is none. */
export function findMember<M extends Member>(table: readonly M[], name: string): M | undefined {
  return table.find((member) => member.name === name || member.aliases?.includes(name));
}

/** The configuration of `member` with these options, every option that has a default filled in. */
export function fillDefaults(member: Member, options: Readonly<Record<string, unknown>> = {}): MemberConfig {
  const filled: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(member.options)) {
    if ('default' in option) filled[name] = option.default;
  }
  return { ...filled, ...options, type: member.name };
}

/** A numeric option of a configuration whose defaults are filled in; throws where it is none. */
export function numberOption(config: MemberConfig, name: string): number {
  const value = config[name];
  if (typeof value !== 'number') throw new TypeError(`${config.type}: option "${name}" is not a number`);
  return value;
}

/** The same for an option that may be left out. */
export function optionalNumber(config: MemberConfig, name: string): number | undefined {
  return config[name] === undefined ? undefined : numberOption(config, name);
}

/** A yes-or-no option of a configuration whose defaults are filled in; throws where it is none. */
export function flagOption(config: MemberConfig, name: string): boolean {
  const value = config[name];
  if (typeof value !== 'boolean')
    throw new TypeError(`${config.type}: option "${name}" is not true or false`);
  return value;
}
