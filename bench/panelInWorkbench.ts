/** The run panel in a real VS Code, while a network of 200 layers trains there. */
import type { Page } from 'playwright-core';
import { findPanel, openFile, runCommand } from '../test/host/workbench.js';
import { statusItem } from '../test/workbench/looking.js';
import { openSession } from '../test/workbench/session.js';
import { BrowserMeter, countUpdates } from './browserCost.js';
import type { PanelCost } from './panel.mjs';

const layers = 200;
/** Ten steps each; more than fit into any measurement. */
const epochs = 1_000_000;
const shownFrom = 1000;
const openings = 3;

const spec = `{
  "data": { "train": "signs.csv", "target": "sign", "validation": 0.2 },
  "layers": [
${Array.from({ length: layers - 1 }, (_, i) => `    { "type": "dense", "name": "block${i + 1}", "units": 32, "activation": "tanh" },`).join('\n')}
    { "type": "dense", "name": "output" }
  ],
  "optimizer": { "type": "sgd", "learningRate": 0.001 },
  "training": { "epochs": ${epochs}, "batchSize": 32, "seed": 1 }
}
`;

/** Beyond step 10,000: with the panel in sight, and what the workbench takes without it. */
export async function measureInWorkbench(seconds: number): Promise<{ panel: PanelCost; without: PanelCost }> {
  const session = await openSession({ width: 1920, height: 1000, play: true });
  const { page } = session;
  try {
    session.write('play/two-hundred.nn.json', spec);
    const meter = await BrowserMeter.of(session.browser);
    await openFile(page, 'two-hundred.nn.json');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await page.waitForTimeout(3000);
    const emptyMegabytes = await meter.pageMegabytes();
    await runCommand(page, 'Netweight: Train');
    let panel = await findPanel(page, '.readouts', 60_000);
    await panel.waitForFunction(
      (from) => parseInt(document.querySelector('.readout .value')!.textContent.replace(/\D/g, '')) > from,
      shownFrom,
      { timeout: 300_000, polling: 500 },
    );
    await closePanel(page);
    await page.waitForTimeout(1000);
    const without = await meter.during(() => page.waitForTimeout(1000 * seconds));
    const openingsMs: number[] = [];
    for (let opening = 0; opening < openings; opening++) {
      if (opening > 0) await closePanel(page);
      await statusItem(page, /two-hundred:/).hover();
      const start = Date.now();
      await page.mouse.down();
      await page.mouse.up();
      panel = await findPanel(page, '#gradients canvas', 60_000);
      openingsMs.push((await panel.evaluate(whenShown)) - start);
      await page.waitForTimeout(2000);
    }
    await panel.evaluate('globalThis.__name = (made) => made');
    let updatesPerSecond = 0;
    const shown = await meter.during(async () => {
      updatesPerSecond = await panel.evaluate(countUpdates, seconds);
    });
    const megabytes = await meter.pageMegabytes();
    await session.screenshot('two-hundred-layers');
    await runCommand(page, 'Netweight: Stop Training');
    return {
      panel: { ...shown, updatesPerSecond, openingsMs, megabytes },
      without: { ...without, updatesPerSecond: NaN, openingsMs: [], megabytes: emptyMegabytes },
    };
  } finally {
    await session.close();
  }
}

async function closePanel(page: Page): Promise<void> {
  const tab = page.locator('.tab', { hasText: 'Run: two-hundred' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  await page.waitForTimeout(1000);
}

/** When the page came to the second frame that shows its charts, by the clock of all pages. */
async function whenShown(): Promise<number> {
  for (;;) {
    const [mark] = performance.getEntriesByName('run shown');
    if (mark) return performance.timeOrigin + mark.startTime;
    await new Promise((next) => setTimeout(next, 10));
  }
}
