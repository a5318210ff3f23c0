/** Reads damaged files one after the other: `child.mts FOLDER FROM TO KERNELS`. Says on stdout what it begins and what it finds. */
import { writeSync } from 'node:fs';
import { readPasses } from '../../src/inspect/kernels/node.js';
import { listOriginals, readDamaged } from './damagedCase.js';

const [folder = '', from, to, kernels = ''] = process.argv.slice(2);
const originals = listOriginals(folder);
const passes = readPasses(kernels);
const say = (event: object): void => {
  writeSync(1, `${JSON.stringify(event)}\n`);
};
const secondsUsed = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

let current = 0;
process.on('unhandledRejection', (error) =>
  say({ found: current, what: `a promise that nobody waits for: ${describe(error)}` }),
);
process.on('uncaughtException', (error) =>
  say({ found: current, what: `thrown into the void: ${describe(error)}` }),
);

function describe(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 6).join(' | ')
    : String(error);
}

for (current = Number(from); current < Number(to); current++) {
  say({ begins: current });
  const started = secondsUsed();
  try {
    await readDamaged(originals[current % originals.length]!, current, passes);
    // What nobody waited for is heard before the next begins.
    await new Promise(setImmediate);
  } catch (error) {
    say({ found: current, what: describe(error) });
  }
  const seconds = secondsUsed() - started;
  say({ ends: current, seconds, peakBytes: process.resourceUsage().maxRSS * 1024 });
}
