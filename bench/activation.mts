/**
 * `npm run bench:activation`: how long the extension host takes to activate Netweight, by its own figures
 * ("Developer: Startup Performance"), beside the small built-in extensions. Writes docs/activation.md.
 */
import { readdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { openFile, openFolder, runCommand } from '../test/host/workbench.js';
import { openSession } from '../test/workbench/session.js';
import { writePage } from './page.mjs';
import { formatTable, median } from './tables.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const compared = [
  'netweight.netweight',
  'vscode.merge-conflict',
  'vscode.emmet',
  'vscode.json-language-features',
];

/** Milliseconds: to load the code, to call `activate`, until what it returned was there. */
type Figures = readonly [load: number, call: number, finish: number];

/** What brings the extension to life: a folder that holds specs, or in another folder the first JSONC file. */
const situations = ['a folder with specs', 'another folder'] as const;

/** One window, come to rest, in which a file is opened. */
async function measure(situation: (typeof situations)[number]): Promise<Map<string, Figures>> {
  const session = await openSession({ width: 1760, height: 1000 });
  try {
    const { page, folder } = session;
    if (situation === 'another folder') {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
      session.write('tsconfig.json', '{}');
      await openFolder(page, session.server.url(folder));
    }
    await page.waitForTimeout(5000);
    await openFile(page, situation === 'another folder' ? 'tsconfig.json' : 'penguins.nn.json');
    await page.waitForTimeout(3000);
    await runCommand(page, 'Developer: Startup Performance');
    await page.locator('.view-line', { hasText: 'System Info' }).first().waitFor();
    const found = new Map<string, Figures>();
    for (const id of compared) {
      await page.keyboard.press('Control+F');
      const find = page.locator('.find-widget.visible textarea').first();
      await find.fill(`| ${id}`);
      const line = page.locator('.view-line', { hasText: id }).first();
      await line.waitFor();
      const cells = (await line.innerText()).split('|').map((cell) => cell.trim());
      found.set(id, [Number(cells[3]), Number(cells[4]), Number(cells[5])]);
    }
    return found;
  } finally {
    await session.close();
  }
}

await build();
installHost();
const rounds: { situation: string; figures: Map<string, Figures> }[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  for (const situation of situations) {
    rounds.push({ situation, figures: await measure(situation) });
    console.log(situation, JSON.stringify(Object.fromEntries(rounds.at(-1)!.figures)));
  }
}
const rows = situations.flatMap((situation) =>
  compared.map((id) => {
    const figures = rounds
      .filter((round) => round.situation === situation)
      .map((round) => round.figures.get(id)!);
    const total = figures.map(([load, call, finish]) => load + call + finish);
    return [
      situation,
      id,
      ...([0, 1, 2] as const).map((part) => String(median(figures.map((each) => each[part])))),
      `${median(total)} (${Math.min(...total)} … ${Math.max(...total)})`,
    ];
  }),
);
await writePage(
  'activation.md',
  `# Activation

By the extension host's own figures, in milliseconds, medians of ${values.rounds} windows; \`npm run bench:activation\`
repeats it, with \`NETWEIGHT_VSIX\` for the packed extension. ${cpus().length} cores of ${cpus()[0]?.model.trim()}, which the browser with the workbench shares.

${formatTable(['window', 'extension', 'load code', 'call activate', 'finish', 'together (range)'], rows)}

What is loaded on activation is 2 kB. Where a folder holds specs, that is done when the window opens; elsewhere by the
first JSONC file, in the same turn of the host as the JSON and Emmet extensions, and "load code" then also counts the
time that they take.
`,
);
