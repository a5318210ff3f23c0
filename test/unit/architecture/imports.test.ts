/** The import rules of ARCHITECTURE.md, as a test: who may know whom, and no circles. Types count. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** Rooms that each room may import from, besides itself. */
const allowed: Record<string, readonly string[]> = {
  tensor: [],
  display: [],
  formats: ['tensor'],
  inspect: ['tensor'],
  data: ['tensor', 'formats'],
  engine: ['tensor', 'inspect'],
  spec: ['engine', 'data'],
  runs: ['tensor', 'formats', 'inspect'],
  diagnose: ['spec', 'engine', 'runs'],
  training: ['spec', 'data', 'engine', 'inspect', 'runs', 'diagnose', 'tensor', 'formats'],
  model: ['spec', 'data', 'engine', 'runs', 'tensor', 'formats'],
  explain: ['model', 'engine', 'data', 'tensor', 'formats'],
  exporters: ['model', 'engine', 'data', 'tensor', 'formats'],
  python: ['formats'],
  worker: ['training', 'model', 'explain', 'inspect', 'formats', 'protocol'],
  webview: ['protocol', 'display'],
};
const everything = [...Object.keys(allowed), 'protocol'].filter((room) => room !== 'webview');
/** `protocol` takes types of anything, checked apart; cli and extension know all but each other and the panels. */
const rules: Record<string, readonly string[]> = {
  ...allowed,
  protocol: everything,
  cli: everything,
  extension: everything,
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'assembly' ? [] : listFiles(path);
    return /\.ts$/.test(entry.name) ? [path] : [];
  });
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

function readImports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(importPattern)].map((match) => ({
    file: relative(root, file),
    target: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

const roomOf = (path: string): string => {
  const [top = '', room = ''] = relative(root, path).split('/');
  return top === 'src' ? room : top;
};

const files = [...listFiles(join(root, 'src')), ...listFiles(join(root, 'webview'))];
const imports = files.flatMap(readImports);
const local = imports.filter(({ target }) => target.startsWith('.'));
const resolveImport = ({ file, target }: Import): string => {
  const path = resolve(root, dirname(file), target);
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
};

describe('architecture', () => {
  it('knows every room', () => {
    const rooms = new Set(files.map(roomOf));
    assert.deepEqual(
      [...rooms].filter((room) => !(room in rules)),
      [],
    );
  });

  it('lets a room import only from the rooms it may know', () => {
    const broken = local
      .map((entry) => ({ ...entry, from: roomOf(join(root, entry.file)), to: roomOf(resolveImport(entry)) }))
      .filter(({ from, to }) => from !== to && !rules[from]?.includes(to))
      .map(({ file, from, to }) => `${file}: ${from} may not import ${to}`);
    assert.deepEqual(broken, []);
  });

  it('lets protocol import types alone', () => {
    const broken = local.filter(
      (entry) =>
        entry.file.startsWith('src/protocol/') &&
        !entry.typeOnly &&
        roomOf(resolveImport(entry)) !== 'protocol',
    );
    assert.deepEqual(
      broken.map(({ file, target }) => `${file}: ${target}`),
      [],
    );
  });

  it('keeps vscode in the extension', () => {
    const broken = imports.filter(
      ({ file, target }) => target === 'vscode' && !file.startsWith('src/extension/'),
    );
    assert.deepEqual(
      broken.map(({ file }) => file),
      [],
    );
  });

  it('keeps node: in the worker, the command, the extension and files named node.ts', () => {
    const mayUseNode = /^src\/(worker|cli|extension)\/|\/node\.ts$/;
    const broken = imports.filter(({ file, target }) => target.startsWith('node:') && !mayUseNode.test(file));
    assert.deepEqual(
      broken.map(({ file, target }) => `${file}: ${target}`),
      [],
    );
  });

  it('lets nobody import the entries', () => {
    const entries = [
      'src/worker/entry.ts',
      'src/worker/inspector.ts',
      'src/worker/webInspector.ts',
      'src/cli/main.ts',
      'src/extension/extension.ts',
      'src/extension/browser.ts',
    ];
    const broken = local.filter((entry) => entries.includes(relative(root, resolveImport(entry))));
    assert.deepEqual(
      broken.map(({ file, target }) => `${file}: ${target}`),
      [],
    );
  });

  it('has no circle, of types neither', () => {
    const graph = new Map<string, string[]>();
    for (const entry of local) {
      const targets = graph.get(entry.file) ?? [];
      targets.push(relative(root, resolveImport(entry)));
      graph.set(entry.file, targets);
    }
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of graph.keys()) visit(file, []);
    assert.deepEqual(circles, []);
  });
});
