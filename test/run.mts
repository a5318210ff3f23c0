/**
 * The whole test run, ring by ring: types and style, mocha on Node, mocha inside VS Code, the panels and the
 * workbench in a browser, the packed extension. Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../esbuild.config.mjs';
import { installHost } from './host/install.js';
import { projectRoot } from './host/paths.js';

interface Ring {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const node = process.execPath;
const bin = (name: string): string => join(projectRoot, 'node_modules', name);
const mocha = (...patterns: string[]): string[] => [node, bin('mocha/bin/mocha.js'), ...patterns];
const script = (path: string): string[] => [node, '--import', 'tsx', join(projectRoot, path)];

const rings: Ring[] = [
  { name: 'types', command: [node, bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'lint', command: [node, bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'style', command: [node, bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'] },
  { name: 'unit', command: mocha('test/unit/**/*.test.ts', 'test/conformance/**/*.test.ts') },
  { name: 'extension', command: script('test/host/extensionSuite.mts') },
  { name: 'panels', command: mocha('test/workbench/panels/**/*.test.ts') },
  { name: 'workbench', command: mocha('test/workbench/stories/*.test.ts') },
  { name: 'packed', command: script('test/host/packedSuite.mts') },
];

const count = (text: string, word: string): number =>
  [...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, 'gm'))].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );

/** Runs a ring, shows what it prints, and counts; a ring that counts nothing is one test. */
async function runRing(ring: Ring): Promise<{ passed: number; failed: number }> {
  console.log(`\n=== ${ring.name}`);
  const [command = '', ...args] = ring.command;
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...ring.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    text += chunk.toString();
  });
  const code = await new Promise<number>((ended) => child.on('close', (exit) => ended(exit ?? 1)));
  const passed = count(text, 'passing');
  const failed = count(text, 'failing');
  console.log(`--- ${ring.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (passed + failed === 0) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  return { passed, failed: code !== 0 ? Math.max(1, failed) : failed };
}

const wanted = process.argv.slice(2);
const chosen = rings.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
await build();
if (chosen.some(({ name }) => ['extension', 'panels', 'workbench', 'packed'].includes(name))) installHost();
const totals = { passed: 0, failed: 0 };
for (const ring of chosen) {
  const { passed, failed } = await runRing(ring);
  totals.passed += passed;
  totals.failed += failed;
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
