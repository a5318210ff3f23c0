/**
 * The whole test run, ring by ring: types and style, mocha on Node, mocha inside VS Code, the panels in a browser, the
 * workbench with the packed extension. Test files that leave cores idle run side by side. Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../esbuild.config.mjs';
import { installHost } from './host/install.js';
import { projectRoot } from './host/paths.js';
import { inWindows, sideBySide } from './sideBySide.js';

interface Ring {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const node = process.execPath;
const bin = (name: string): string => join(projectRoot, 'node_modules', name);
const mocha = (...options: string[]): string[] => [node, bin('mocha/bin/mocha.js'), ...options];
const script = (path: string): string[] => [node, '--import', 'tsx', join(projectRoot, path)];

/** The rings that look at the code alone; they run side by side. */
const readings: Ring[] = [
  { name: 'types', command: [node, bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'lint', command: [node, bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'style', command: [node, bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'] },
];

const rings: Ring[] = [
  {
    name: 'unit',
    command: mocha(...sideBySide, 'test/unit/**/*.test.ts', 'test/conformance/**/*.test.ts'),
  },
  { name: 'extension', command: script('test/host/extensionSuite.mts') },
  { name: 'panels', command: mocha(...inWindows, 'test/workbench/panels/**/*.test.ts') },
  { name: 'workbench', command: script('test/host/workbenchSuite.mts') },
];

const count = (text: string, word: string): number =>
  [...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, 'gm'))].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );

interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Tests that got a second try, however it ended. */
  readonly triedAgain: number;
}

/** Runs a ring, shows what it prints, and counts; a ring that counts nothing is one test. */
async function runRing(ring: Ring): Promise<Tally> {
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
  const triedAgain = [...text.matchAll(/^ *↻ /gm)].length;
  console.log(`--- ${ring.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (passed + failed === 0) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, triedAgain };
  return { passed, failed: code !== 0 ? Math.max(1, failed) : failed, triedAgain };
}

const wanted = process.argv.slice(2);
const isChosen = ({ name }: Ring): boolean => wanted.length === 0 || wanted.includes(name);
const chosen = rings.filter(isChosen);
await build();
if (chosen.some(({ name }) => name !== 'unit')) installHost();
const tallies = await Promise.all(readings.filter(isChosen).map(runRing));
for (const ring of chosen) tallies.push(await runRing(ring));
const total = (key: keyof Tally): number => tallies.reduce((sum, tally) => sum + tally[key], 0);
if (total('triedAgain') > 0) console.log(`\n${total('triedAgain')} tried again (↻ above)`);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') > 0 ? 1 : 0);
