/** What a browser takes: processor time by process, and memory of one. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

export interface ProcessTime {
  readonly type: string;
  readonly id: number;
  /** Seconds of processor time so far. */
  readonly cpuTime: number;
}

export class BrowserMeter {
  private constructor(private readonly read: () => Promise<readonly ProcessTime[]>) {}

  static async of(browser: Browser): Promise<BrowserMeter> {
    const session = await browser.newBrowserCDPSession();
    return new BrowserMeter(async () => (await session.send('SystemInfo.getProcessInfo')).processInfo);
  }

  /** Shares of one core while `work` goes on: of the busiest page, and of all processes together. */
  async during(work: () => Promise<void>): Promise<{ page: number; browser: number }> {
    const start = performance.now();
    const before = await this.read();
    await work();
    const after = await this.read();
    const seconds = (performance.now() - start) / 1000;
    const spent = after.map(({ id, type, cpuTime }) => ({
      type,
      share: (cpuTime - (before.find((one) => one.id === id)?.cpuTime ?? 0)) / seconds,
    }));
    return {
      page: Math.max(...spent.filter(({ type }) => type === 'renderer').map(({ share }) => share)),
      browser: spent.reduce((sum, { share }) => sum + share, 0),
    };
  }

  /** What the pages' processes take, shared memory by their share of it, in MB. */
  async pageMegabytes(): Promise<number> {
    const renderers = (await this.read()).filter(({ type }) => type === 'renderer');
    return renderers.reduce((sum, { id }) => sum + residentMegabytes(id), 0);
  }
}

function residentMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? NaN) / 1024;
}

/** Counts, in a page, how often a second the header's figures change. `document` lies in the panel's frame. */
export const countUpdates = async (seconds: number): Promise<number> => {
  let seen = 0;
  const observer = new MutationObserver((changes) => {
    const isFigure = ({ target }: MutationRecord): boolean =>
      Boolean((target instanceof Element ? target : target.parentElement)?.closest('.readouts'));
    if (changes.some(isFigure)) seen++;
  });
  const options = { subtree: true, characterData: true, childList: true };
  // Not the figures' own element: the header makes it anew when there are more of them.
  observer.observe(document.querySelector('#app')!, options);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  observer.disconnect();
  return seen / seconds;
};
