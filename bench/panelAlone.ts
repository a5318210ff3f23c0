/** The run panel alone in a page, beside a stand-in for its host that sends ten updates a second. */
import type { Page } from 'playwright-core';
import { PanelBrowser } from '../test/workbench/panels/page.js';
import { BrowserMeter, countUpdates } from './browserCost.js';
import type { PanelCost } from './panel.mjs';

/** 200 layers and 10,000 samples of each; what the stand-in does (drawing up updates, cloning) counts as the panel's. */
export async function measureAlone(seconds: number): Promise<PanelCost> {
  const browser = await PanelBrowser.launch();
  try {
    const { page } = await browser.open('deep', 'dark-modern', 1280);
    // What tsx wraps functions in.
    await page.evaluate('globalThis.__name = (made) => made');
    const meter = await BrowserMeter.of(browser.browser);
    const openingsMs = [await timeOpening(page)];
    await page.waitForTimeout(2000);
    let updatesPerSecond = 0;
    const share = await meter.during(async () => {
      const [seen] = await Promise.all([page.evaluate(countUpdates, seconds), train(page, seconds)]);
      updatesPerSecond = seen;
    });
    return { ...share, updatesPerSecond, openingsMs, megabytes: await meter.pageMegabytes() };
  } finally {
    await browser.close();
  }
}

/** From the snapshot's sending to the second frame after the panel stands. */
function timeOpening(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const before = document.querySelector('main.run');
        const start = performance.now();
        const frame = (): void => {
          const now = document.querySelector('main.run');
          if (now === null || now === before) requestAnimationFrame(frame);
          else requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
        };
        window.emitSnapshot();
        requestAnimationFrame(frame);
      }),
  );
}

/** Sends the norms of all layers ten times a second. */
function train(page: Page, seconds: number): Promise<void> {
  return page.evaluate(
    async ({ count, everyMs }) => {
      const layers = [...document.querySelectorAll('#layers tbody .mono')].map(
        (cell) => `${cell.textContent}.weight`,
      );
      const column = (value: number): Float64Array => Float64Array.of(value);
      const norms = (step: number): Record<string, Float64Array> =>
        Object.fromEntries(layers.map((name, i) => [name, column(1e-3 * (1 + ((step + i) % 7)))]));
      const start = performance.now();
      for (let i = 1; i <= count; i++) {
        const step = 1_000_000 + i;
        window.emitUpdate({
          samples: {
            steps: column(step),
            loss: column(1 + (i % 5) / 10),
            learningRate: column(1e-3),
            gradientNorm: norms(step),
            updateRatio: norms(step),
          },
          progress: {
            epoch: 380,
            plannedEpochs: 400,
            step,
            loss: 1,
            samplesPerSecond: 20_000 + 100 * i,
            secondsLeft: 60,
          },
        });
        await new Promise((resolve) => setTimeout(resolve, start + i * everyMs - performance.now()));
      }
    },
    { count: 10 * seconds, everyMs: 100 },
  );
}
