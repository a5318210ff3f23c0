/**
 * `npm run bench:panel`: what a run panel costs the browser while a run of 200 layers goes on beyond its 10,000th
 * step, in the real workbench and alone in a page. Writes docs/panel-benchmarks.md.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { measureAlone } from './panelAlone.js';
import { measureInWorkbench } from './panelInWorkbench.js';
import { writePage } from './page.mjs';
import { formatTable, median } from './tables.mjs';

export interface PanelCost {
  /** Shares of one core: of the page's process, and of all processes of the browser. */
  readonly page: number;
  readonly browser: number;
  readonly updatesPerSecond: number;
  /** Of each opening, to the second frame that shows charts. */
  readonly openingsMs: readonly number[];
  /** Of all pages' processes. */
  readonly megabytes: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];

await build();
installHost();
const measured: Record<'alone' | 'panel' | 'without', PanelCost[]> = { alone: [], panel: [], without: [] };
const loadBefore = loadavg()[0]!;
for (let round = 0; round < rounds; round++) {
  const { panel, without } = await measureInWorkbench(seconds);
  measured.panel.push(panel);
  measured.without.push(without);
  measured.alone.push(await measureAlone(seconds));
  console.log(JSON.stringify([panel, without, measured.alone.at(-1)]));
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const row = (words: string, costs: readonly PanelCost[]): string[] => {
  const of = (pick: (cost: PanelCost) => number): number => median(costs.map(pick));
  const orDash = (value: number, text: string): string => (Number.isNaN(value) ? '–' : text);
  const updates = of((cost) => cost.updatesPerSecond);
  const opens = costs.flatMap((cost) => cost.openingsMs).sort((a, b) => a - b);
  const spread = `${median(opens).toFixed(0)} ms (${opens[0]?.toFixed(0)} … ${opens.at(-1)?.toFixed(0)})`;
  return [
    words,
    percent(of((cost) => cost.page)),
    percent(of((cost) => cost.browser)),
    orDash(updates, updates.toFixed(1)),
    opens.length > 0 ? spread : '–',
    `${of((cost) => cost.megabytes).toFixed(0)} MB`,
  ];
};
const table = formatTable(
  ['', 'page, of one core', 'browser, of one core', 'updates seen a second', 'opens', 'memory of the pages'],
  [
    row('workbench, panel in sight', measured.panel),
    row('workbench without it', measured.without),
    row('panel alone', measured.alone),
  ],
);
const text = `# What the run panel costs

Written by \`npm run bench:panel\`: medians of ${rounds} rounds of ${seconds} s. Headless Chromium without a graphics card, so that painting counts too, on ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores; load average before and after: ${loadBefore.toFixed(1)} and ${loadavg()[0]!.toFixed(1)} (the training itself takes a core).

"Workbench": a real VS Code trains a network of 200 layers in its worker; all is measured after step 10,000, 1920 × 1000 px, the spec with its lenses at the left and the panel at the right. It opens by a click on the status bar: from the press of the button to the second frame that shows its charts, by the clock of the page; three times a round, median and spread. "Without it" is the same workbench with the panel closed while training goes on; its memory is that before the training. "Panel alone" is the panel in a plain page with 10,000 samples of 200 layers, whose host is a stand-in that sends ten updates a second: drawing them up, and a second copy of the run, count as the panel's. "Page" is the busiest page's process.

${table}
`;
if (values.write) await writePage('panel-benchmarks.md', text);
