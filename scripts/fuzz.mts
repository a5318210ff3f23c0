/**
 * `npm run fuzz -- [--folder DIR] [--count N] [--from SEED]`: reads damaged copies of every real model file and Parquet
 * table under DIR, in child processes that are held to five seconds of processor time a file and 500 MB. Exits 1 where
 * something is answered by anything but a FormatError; `--from SEED --count 1` does that one again.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPasses } from '../src/inspect/kernels/build.mjs';
import { listOriginals } from '../test/fuzz/damagedCase.js';

const root = join(import.meta.dirname, '..');
const chunk = 500;
const mostSeconds = 5;
/** Where a process waits for nothing, no processor time passes. */
const mostSecondsWaiting = 120;
const mostBytes = 500e6;

interface Event {
  readonly begins?: number;
  readonly found?: number;
  readonly what?: string;
  readonly ends?: number;
  readonly seconds?: number;
  readonly peakBytes?: number;
}

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(root, 'test/fixtures/models') },
    count: { type: 'string', default: '20000' },
    from: { type: 'string', default: '0' },
  },
});
/** Built here: compiling takes more memory than any file may. */
const kernels = dirname(await buildPasses());
const originals = listOriginals(values.folder);
const first = Number(values.from);
const end = first + Number(values.count);
if (!(end > first) || originals.length === 0) throw new Error('There is nothing to damage.');

const ticks = 100; // a second, on every Linux
/** Processor time of a process so far, in seconds; not known elsewhere than on Linux. */
function secondsOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticks;
  } catch {
    return null;
  }
}

let failures = 0;
let slowest = 0;
let largest = 0;
function report(seed: number, what: string): void {
  failures++;
  console.log(`seed ${seed}, ${basename(originals[seed % originals.length]!)}: ${what}`);
}

/** Runs seeds in one process until it is through or has to end; gives the seed to go on with. */
async function runChunk(from: number, to: number): Promise<number> {
  const args = [
    '--import',
    'tsx',
    join(root, 'test/fuzz/child.mts'),
    values.folder,
    String(from),
    String(to),
    kernels,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const used = (): number => secondsOf(child.pid!) ?? performance.now() / 1000;
  let next = from;
  let begun: { readonly seed: number; readonly used: number; readonly at: number } | null = null;
  let text = '';
  const take = (event: Event): void => {
    if (event.begins !== undefined) begun = { seed: event.begins, used: used(), at: performance.now() };
    if (event.found !== undefined) report(event.found, event.what ?? '');
    if (event.ends === undefined) return;
    next = event.ends + 1;
    begun = null;
    slowest = Math.max(slowest, event.seconds ?? 0);
    if (event.seconds! > mostSeconds) report(event.ends, `took ${event.seconds!.toFixed(1)} s`);
    if (event.peakBytes! > mostBytes) {
      // Others before it have left their garbage: it counts where it needs as much alone.
      if (event.ends === from) report(event.ends, `took ${(event.peakBytes! / 1e6).toFixed(0)} MB`);
      else next = event.ends;
      child.kill('SIGKILL');
    } else largest = Math.max(largest, event.peakBytes!);
  };
  child.stdout.on('data', (data: Buffer) => {
    const lines = (text + data.toString()).split('\n');
    text = lines.pop()!;
    for (const line of lines) take(JSON.parse(line) as Event);
  });
  const watchdog = setInterval(() => {
    if (!begun) return;
    const seconds = used() - begun.used;
    const waited = (performance.now() - begun.at) / 1000;
    if (seconds <= mostSeconds + 1 && waited <= mostSecondsWaiting) return;
    report(
      begun.seed,
      `hangs: ended after ${seconds.toFixed(1)} s of processor time, ${waited.toFixed(0)} s in all`,
    );
    next = begun.seed + 1;
    begun = null;
    child.kill('SIGKILL');
  }, 250);
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  clearInterval(watchdog);
  const left = begun as { readonly seed: number } | null;
  if (left) {
    report(left.seed, `ended the process (${code ?? 'killed'})`);
    next = left.seed + 1;
  }
  return next;
}

for (let seed = first; seed < end;) {
  const to = Math.min(end, (Math.floor(seed / chunk) + 1) * chunk);
  seed = await runChunk(seed, to);
  if (seed % 1000 === 0 && seed < end) console.log(`… ${seed - first} of ${end - first}`);
}
console.log(
  `${end - first} damaged copies of ${originals.length} files: ${failures} failures; ` +
    `at most ${slowest.toFixed(1)} s and ${(largest / 1e6).toFixed(0)} MB`,
);
process.exitCode = failures > 0 ? 1 : 0;
