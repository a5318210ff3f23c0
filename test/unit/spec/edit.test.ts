import assert from 'node:assert/strict';
import { parse, type ParseError } from 'jsonc-parser';
import { applyTextEdits, editSpec } from '../../../src/spec/edit.js';
import type { SpecEdit } from '../../../src/spec/spec.js';

const spec = `{
  // What is learnt from
  "data": { "train": "a.csv", "target": "y" },
  "layers": [
    // the first
    { "type": "dense", "name": "hidden", "units": 32 }, // wide
    { "type": "dropout", "rate": 0.2 }, /* half */
    { "type": "dense", "name": "output" } // last
  ],
  "optimizer": "adam", // by default
  "training": {
    "epochs": 10, // few
    "seed": 1 // any
  }
}
`;

describe('editing a spec', () => {
  const rows: [title: string, before: string, edits: SpecEdit[], after: string][] = [
    [
      'a value is replaced where it stands',
      spec,
      [{ op: 'set', path: ['layers', 0, 'units'], value: 64 }],
      spec.replace('32', '64'),
    ],
    [
      'an option joins the line of its layer',
      spec,
      [{ op: 'set', path: ['layers', 0, 'init'], value: 'heNormal' }],
      spec.replace('"units": 32 }', '"units": 32, "init": "heNormal" }'),
    ],
    [
      'a key goes to a line of its own among lines, behind the comment of the last',
      spec,
      [{ op: 'set', path: ['training', 'clipNorm'], value: 1 }],
      spec.replace('"seed": 1 // any', '"seed": 1, // any\n    "clipNorm": 1'),
    ],
    [
      'a section is made with the option',
      spec,
      [{ op: 'set', path: ['health', 'overfitting'], value: 'off' }],
      spec.replace('  }\n}\n', '  },\n  "health": { "overfitting": "off" }\n}\n'),
    ],
    [
      'a short member grows into an object',
      spec,
      [{ op: 'set', path: ['optimizer', 'learningRate'], value: 0.01 }],
      spec.replace('"adam"', '{ "type": "adam", "learningRate": 0.01 }'),
    ],
    [
      'a member that is not written gets its default type',
      '{ "layers": [] }',
      [{ op: 'set', path: ['schedule', 'warmupEpochs'], value: 2 }],
      '{ "layers": [], "schedule": { "type": "constant", "warmupEpochs": 2 } }',
    ],
    [
      'a finding that is off gets a threshold',
      '{ "health": { "plateau": "off" } }',
      [{ op: 'set', path: ['health', 'plateau', 'threshold'], value: 2 }],
      '{ "health": { "plateau": { "threshold": 2 } } }',
    ],
    [
      'a layer goes before another, above its comments',
      spec,
      [{ op: 'insert', path: ['layers', 0], value: { type: 'flatten' } }],
      spec.replace('    // the first', '    { "type": "flatten" },\n    // the first'),
    ],
    [
      'a layer goes between others',
      spec,
      [{ op: 'insert', path: ['layers', 1], value: { type: 'batchNorm' } }],
      spec.replace('// wide\n', '// wide\n    { "type": "batchNorm" },\n'),
    ],
    [
      'a layer goes to the end',
      spec,
      [{ op: 'insert', path: ['layers', 3], value: { type: 'flatten' } }],
      spec.replace('"output" } // last', '"output" }, // last\n    { "type": "flatten" }'),
    ],
    [
      'a layer goes with its line, its comment stays',
      spec,
      [{ op: 'remove', path: ['layers', 1] }],
      spec.replace('{ "type": "dropout", "rate": 0.2 }, ', ''),
    ],
    [
      'the last layer goes with the comma before it',
      spec,
      [{ op: 'remove', path: ['layers', 2] }],
      spec.replace('0.2 },', '0.2 }').replace('{ "type": "dense", "name": "output" } ', ''),
    ],
    [
      'a key in a line goes',
      spec,
      [{ op: 'remove', path: ['layers', 0, 'name'] }],
      spec.replace(' "name": "hidden",', ''),
    ],
    [
      'the first key in a line goes',
      spec,
      [{ op: 'remove', path: ['data', 'train'] }],
      spec.replace('"train": "a.csv", ', ''),
    ],
    [
      'the last key in a line goes',
      spec,
      [{ op: 'remove', path: ['data', 'target'] }],
      spec.replace(', "target": "y"', ''),
    ],
    [
      'a key of its own line goes with the line',
      '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}',
      [{ op: 'remove', path: ['b'] }],
      '{\n  "a": 1,\n  "c": 3\n}',
    ],
    [
      'an only key leaves empty braces',
      '{ "a": { "b": 1 } }',
      [{ op: 'remove', path: ['a', 'b'] }],
      '{ "a": {} }',
    ],
    [
      'a key is renamed',
      spec,
      [{ op: 'rename', path: ['layers', 0, 'units'], value: 'filters' }],
      spec.replace('"units"', '"filters"'),
    ],
    [
      'trailing commas stay',
      '{\n\t"a": 1, // one\n}',
      [{ op: 'set', path: ['b'], value: [1, 2] }],
      '{\n\t"a": 1, // one\n\t"b": [1, 2],\n}',
    ],
    [
      'trailing commas stay in a line',
      '{ "a": [1, 2,], }',
      [{ op: 'insert', path: ['a', 2], value: 3 }],
      '{ "a": [1, 2, 3,], }',
    ],
    [
      'line ends stay',
      '{\r\n  "a": 1\r\n}\r\n',
      [{ op: 'set', path: ['b'], value: {} }],
      '{\r\n  "a": 1,\r\n  "b": {}\r\n}\r\n',
    ],
    [
      'an empty object of several lines is filled within them',
      '{\n  "a": {\n  }\n}',
      [{ op: 'set', path: ['a', 'b'], value: 1 }],
      '{\n  "a": {\n    "b": 1\n  }\n}',
    ],
    [
      'comments in an empty object stay',
      '{ // nothing yet\n}',
      [{ op: 'set', path: ['a'], value: 1 }],
      '{ // nothing yet\n  "a": 1\n}',
    ],
    [
      'several edits see what those before have left',
      spec,
      [
        { op: 'remove', path: ['layers', 1] },
        { op: 'set', path: ['layers', 1, 'activation'], value: 'tanh' },
        { op: 'insert', path: ['layers', 0], value: { type: 'flatten' } },
        { op: 'set', path: ['layers', 0, 'name'], value: 'flat' },
      ],
      spec
        .replace('{ "type": "dropout", "rate": 0.2 }, ', '')
        .replace('"name": "output" }', '"name": "output", "activation": "tanh" }')
        .replace('    // the first', '    { "type": "flatten", "name": "flat" },\n    // the first'),
    ],
    [
      'a byte order mark stays',
      '\uFEFF{ "a": 1 }',
      [{ op: 'set', path: ['b'], value: 2 }],
      '\uFEFF{ "a": 1, "b": 2 }',
    ],
  ];
  for (const [title, before, edits, after] of rows)
    it(title, () => {
      const changes = editSpec(before, edits);
      assert.ok(changes);
      assert.equal(applyTextEdits(before, changes), after);
    });

  it('says when the place is gone', () => {
    assert.equal(editSpec(spec, [{ op: 'remove', path: ['layers', 9] }]), null);
    assert.equal(editSpec(spec, [{ op: 'rename', path: ['data', 'targets'], value: 'target' }]), null);
    assert.equal(editSpec('', [{ op: 'set', path: ['a'], value: 1 }]), null);
    assert.equal(editSpec(spec, [{ op: 'set', path: ['training', 'epochs', 'many'], value: 1 }]), null);
  });

  it('gives changes that do not overlap and touch nothing else', () => {
    const edits: SpecEdit[] = [
      { op: 'set', path: ['training', 'clipNorm'], value: 1 },
      { op: 'set', path: ['layers', 0, 'units'], value: 8 },
    ];
    const changes = editSpec(spec, edits);
    assert.deepEqual(
      changes?.map(({ length, text }) => [length, text]),
      [
        [2, '8'],
        [0, ','],
        [0, '\n    "clipNorm": 1'],
      ],
    );
  });
});

describe('any edit of any text', () => {
  it('parses after it, has the wanted value, and keeps every comment', () => {
    const random = makeRandom(7);
    for (let round = 0; round < 1500; round++) {
      const value = makeValue(random, 3);
      const layout = makeLayout(random);
      const text = layout.write(value);
      const { edit, wanted } = makeEdit(random, value);
      const changes = editSpec(text, [edit]);
      assert.ok(changes, `${JSON.stringify(edit)} of\n${text}`);
      const after = applyTextEdits(text, changes);
      const message = `${JSON.stringify(edit)} of\n${text}\ngives\n${after}`;
      const errors: ParseError[] = [];
      assert.deepEqual(parse(after, errors, { allowTrailingComma: true }), wanted, message);
      assert.deepEqual(errors, [], message);
      const kept = layout.comments.filter((comment) => after.includes(comment.trim()));
      const inside = layout.comments.filter((comment) => !isOutside(text, changes, comment));
      assert.equal(kept.length + inside.length >= layout.comments.length, true, message);
    }
  });
});

/** Whether a comment stands outside of what an edit has replaced as a whole. */
function isOutside(
  text: string,
  changes: readonly { offset: number; length: number }[],
  comment: string,
): boolean {
  const offset = text.indexOf(comment.trim());
  return !changes.some((change) => offset >= change.offset && offset < change.offset + change.length);
}

type Random = (below: number) => number;

function makeRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeValue(random: Random, depth: number): Record<string, unknown> {
  const entries = Array.from({ length: random(4) + (depth === 3 ? 1 : 0) }, (_, index): [string, unknown] => {
    const kind = depth > 0 ? random(4) : 3;
    const key = `k${index}`;
    if (kind === 0) return [key, makeValue(random, depth - 1)];
    if (kind === 1) return [key, Object.values(makeValue(random, depth - 1))];
    return [key, kind === 2 ? 'a "string" // not a comment' : random(100)];
  });
  return Object.fromEntries(entries);
}

function makeLayout(random: Random) {
  const comments: string[] = [];
  const newline = random(2) === 0 ? '\n' : '\r\n';
  const comment = (line: boolean): string => {
    if (random(3) !== 0) return '';
    const text = line && random(2) === 0 ? `// c${comments.length}.` : `/* c${comments.length}. */`;
    comments.push(text);
    return ` ${text}`;
  };
  const writeAll = (open: string, close: string, items: string[], indent: string, wide: boolean): string => {
    const trailing = items.length > 0 && random(3) === 0 ? ',' : '';
    if (!wide) {
      const pad = random(2) === 0 ? ' ' : '';
      return `${open}${pad}${items.map((item, i) => item + comment(false) + (i < items.length - 1 ? ', ' : trailing)).join('')}${pad}${close}`;
    }
    const lines = items.map((item, i) => {
      const above = comment(true);
      const comma = i < items.length - 1 ? ',' : trailing;
      return `${above === '' ? '' : `${indent} ${above}${newline}`}${indent}  ${item}${comma}${comment(true)}${newline}`;
    });
    return `${open}${comment(true)}${newline}${lines.join('')}${indent}${close}`;
  };
  const write = (value: unknown, indent = ''): string => {
    const wide = random(2) === 0;
    const inner = wide ? `${indent}  ` : indent;
    if (Array.isArray(value))
      return writeAll(
        '[',
        ']',
        value.map((item) => write(item, inner)),
        indent,
        wide,
      );
    if (typeof value === 'object' && value !== null)
      return writeAll(
        '{',
        '}',
        Object.entries(value).map(([key, item]) => `"${key}":${comment(false)} ${write(item, inner)}`),
        indent,
        wide,
      );
    return JSON.stringify(value);
  };
  return { comments, write: (value: unknown) => write(value) };
}

/** A random edit of a random container, and the value that it should lead to. */
function makeEdit(random: Random, value: Record<string, unknown>): { edit: SpecEdit; wanted: unknown } {
  const wanted = structuredClone(value);
  const path: (string | number)[] = [];
  let container: Record<string, unknown> | unknown[] = wanted;
  for (;;) {
    const inner = Object.entries(container).filter(([, item]) => typeof item === 'object');
    if (inner.length === 0 || random(3) === 0) break;
    const [key, item] = inner[random(inner.length)] as [string, Record<string, unknown>];
    path.push(Array.isArray(container) ? Number(key) : key);
    container = item;
  }
  const keys = Object.keys(container);
  const op = (['set', 'insert', 'remove', 'rename'] as const)[random(4)] ?? 'set';
  const key = keys[random(keys.length)];
  if (Array.isArray(container)) {
    const index = random(container.length + 1);
    if ((op === 'remove' || op === 'set') && index < container.length) {
      if (op === 'remove') container.splice(index, 1);
      else container[index] = 'new';
      return { edit: { op, path: [...path, index], value: 'new' }, wanted };
    }
    container.splice(index, 0, { type: 'new' });
    return { edit: { op: 'insert', path: [...path, index], value: { type: 'new' } }, wanted };
  }
  if (key !== undefined && (op === 'remove' || op === 'rename')) {
    const moved = container[key];
    delete container[key];
    if (op === 'rename') container.renamed = moved;
    return { edit: { op, path: [...path, key], value: 'renamed' }, wanted };
  }
  const name = random(2) === 0 && key !== undefined ? key : 'added';
  container[name] = [1, { a: true }];
  return { edit: { op: 'set', path: [...path, name], value: [1, { a: true }] }, wanted };
}
