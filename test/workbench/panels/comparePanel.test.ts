import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openPanels } from './openPanels.js';
import { reload } from './page.js';
import { assertReadable } from './readable.js';

describe('the panel of a comparison', function () {
  this.timeout(60_000);
  const openPanel = openPanels({ panel: 'compare' });
  let page: Page;
  async function open(scene: string): Promise<void> {
    page = await openPanel(scene);
  }
  const row = (name: string) => page.locator('.runs tbody tr', { hasText: name });

  it('is readable in every theme at every width', async () => {
    await open('many');
    await assertReadable(page, 'many', 2400);
  });

  it('lists runs best first, the best of a column bold, and says what cannot be read', async () => {
    await open('many');
    const names = await page.locator('.runs tbody button').allInnerTexts();
    assert.equal(names[0], '15:04:47');
    assert.equal(names.at(-1), 'before its first epoch');
    assert.equal(
      await page.locator('.runs td.best').first().innerText(),
      await row('15:04:47').locator('td').nth(3).innerText(),
    );
    assert.match(
      await page.locator('.unreadable').innerText(),
      /digits-20260731-150000 cannot be read: run\.json/,
    );
    assert.match(await page.locator('#loss .foot').innerText(), /1 of 6 runs have none of it/);
  });

  it('tells what differs in the specs, or all of it', async () => {
    await open('two');
    assert.deepEqual(await page.locator('.options tbody th').allInnerTexts(), ['optimizer.learningRate']);
    assert.deepEqual(await page.locator('.options tbody td').allInnerTexts(), ['0.001', '0.03']);
    await page.locator('.options label').click();
    await page.locator('.options tbody tr', { hasText: 'digits.csv' }).waitFor();
    await reload(page);
    await page.locator('.options tbody tr', { hasText: 'digits.csv' }).waitFor();
  });

  it('is worked by keys: choose, hide, open, chart to table', async () => {
    await open('two');
    await page.locator('.runs tr[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('.head', { hasText: '1 shown' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.calls.length === 1);
    assert.deepEqual(await page.evaluate(() => window.calls), [
      { name: 'showRun', args: { directory: '/w/.netweight/runs/14:31:20' } },
    ]);
    await page.keyboard.press('Space');
    await page.locator('#loss').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('#loss .read', { hasText: 'epoch 39' }).waitFor();
    await page.locator('#metric .read', { hasText: 'epoch 39' }).waitFor();
    await page.keyboard.press('t');
    await page.locator('#loss .twin').waitFor();
    assert.deepEqual(await page.locator('#loss .twin th').allInnerTexts(), ['Epoch', '14:25:01', '14:31:20']);
    await page.locator('[role="radio"]', { hasText: 'training' }).click();
    await page.locator('#metric h2', { hasText: 'Training accuracy' }).waitFor();
  });

  it('follows a run that trains, each run in its place', async () => {
    await open('two');
    await page.locator('.runs tr[tabindex="0"]').focus();
    await page.evaluate(() =>
      window.emitComparison((comparison) => ({
        ...comparison,
        runs: comparison.runs
          .map((run, i) => (i === 1 ? { ...run, state: 'running' as const } : run))
          .reverse(),
        options: comparison.options.map(({ name, values }) => ({ name, values: [...values].reverse() })),
      })),
    );
    await row('14:31:20').locator('td', { hasText: 'training' }).waitFor();
    assert.deepEqual(await page.locator('.runs tbody button').allInnerTexts(), ['14:25:01', '14:31:20']);
    assert.deepEqual(await page.locator('.options tbody td').allInnerTexts(), ['0.001', '0.03']);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'TR', 'the focus stays');
  });
});
