import type { OptionKind } from '../engine/option.js';
import { familyWords } from './families.js';

/** What a value may be, in words: "a whole number of at least 1". */
export function describeKind(kind: OptionKind): string {
  switch (kind.kind) {
    case 'number':
      return describeNumber(kind);
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a string';
    case 'choice':
      return joinWords(kind.values.map(quote));
    case 'member':
      return `the name of ${withArticle(familyWords[kind.family].one)}, or { "type": name, … }`;
    case 'list':
      if (kind.of.kind === 'string') return 'a list of strings';
      return kind.length === undefined
        ? `a list, each item ${describeKind(kind.of)}`
        : `a list of ${kind.length}, each ${describeKind(kind.of)}`;
    case 'map':
      return `an object, each value ${describeKind(kind.of)}`;
    case 'any':
      return joinWords(kind.of.map(describeKind));
    case 'object':
      return `an object with ${joinWords(Object.keys(kind.options).map(quote))}`;
  }
}

function describeNumber(kind: Extract<OptionKind, { kind: 'number' }>): string {
  const noun = kind.integer ? 'a whole number' : 'a number';
  const low =
    kind.minimum !== undefined
      ? `of at least ${kind.minimum}`
      : kind.above !== undefined
        ? `above ${kind.above}`
        : '';
  const high =
    kind.maximum !== undefined
      ? `${low ? '' : 'of '}at most ${kind.maximum}`
      : kind.below !== undefined
        ? `below ${kind.below}`
        : '';
  return [noun, [low, high].filter(Boolean).join(' and ')].filter(Boolean).join(' ');
}

/** `a, b or c` */
export function joinWords(words: readonly string[], conjunction = 'or'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}

export function quote(text: string): string {
  return JSON.stringify(text);
}

/** A value as it would be written in the spec, cut where it is long. */
export function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
