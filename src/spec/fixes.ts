import { quote, showValue } from './describe.js';
import type { Fix, SpecPath } from './spec.js';

export function setFix(path: SpecPath, value: unknown): Fix {
  return { title: `Change to ${showValue(value)}`, preferred: true, edits: [{ op: 'set', path, value }] };
}

export function renameFix(path: SpecPath, name: string): Fix {
  return { title: `Rename to ${quote(name)}`, preferred: true, edits: [{ op: 'rename', path, value: name }] };
}

export function removeFix(path: SpecPath): Fix {
  return {
    title: `Remove ${quote(String(path.at(-1)))}`,
    preferred: true,
    edits: [{ op: 'remove', path }],
  };
}
