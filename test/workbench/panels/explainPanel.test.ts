import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { explainScenes } from './explainScenes.js';
import { openPanels } from './openPanels.js';
import { assertReadable } from './readable.js';

const charts = ['importance', 'swarm', 'waterfall', 'dependence', 'heat', 'history'];

describe('explain panel', function () {
  this.timeout(60_000);
  const openPanel = openPanels({ panel: 'explain', height: 2400 });
  let page: Page;
  async function open(scene: string): Promise<void> {
    page = await openPanel(scene);
    // The second half of the rows comes as news, and may put another row first.
    await page.waitForFunction((count) => {
      const shown = document.querySelector('#rows .grow + .small')?.textContent ?? '';
      return (shown || '0') === count;
    }, String(explainScenes[scene]!().rows.length));
  }
  /** The chosen row, once it is another than before. */
  const chosenAfter = async (before: string): Promise<string> => {
    await page.waitForFunction((text) => {
      const cell = document.querySelector('#rows tr[aria-selected="true"] td');
      return cell !== null && cell.textContent !== text;
    }, before);
    return chosen();
  };
  /** What the host was asked for, once it was asked so often: messages take their time. */
  const callsAfter = async (count: number): Promise<string[]> => {
    await page.waitForFunction((wanted) => window.calls.length >= wanted, count);
    return page.evaluate(() => window.calls.map(({ name }) => name));
  };
  const chosen = () => page.locator('#rows tr[aria-selected="true"] td').first().innerText();

  for (const scene of Object.keys(explainScenes)) {
    it(`is readable in every theme at every width: ${scene}`, async () => {
      await open(scene);
      await assertReadable(page, scene, 3200);
    });
  }

  it('turns every chart into a table and back by key', async () => {
    await open('table');
    await page.locator('#history button', { hasText: 'Explain the checkpoints' }).click();
    for (const id of charts) {
      await page.locator(`#${id}`).focus();
      await page.keyboard.press('t');
      await page.locator(`#${id} .twin td`).first().waitFor();
    }
    await page.locator('#importance').focus();
    await page.keyboard.press('t');
    await page.locator('#importance .twin').waitFor({ state: 'detached' });
    assert.equal(await page.locator('.twin').count(), charts.length - 1);
  });

  it('shows the row that is chosen, by key or in a chart, everywhere, and tells the host', async () => {
    await open('table');
    await page.locator('#rows tbody tr').first().waitFor();
    const first = await chosen();
    await page.locator('#waterfall').focus();
    await page.keyboard.press('ArrowDown');
    const second = await chosenAfter(first);
    await page.locator('#waterfall h2', { hasText: `Row ${second}` }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#heat canvas').click({ position: { x: 400, y: 120 } });
    const third = await chosenAfter(second);
    const calls = await page.evaluate(() => window.calls);
    assert.deepEqual(calls, [
      { name: 'revealRow', args: { row: Number(second), open: false } },
      { name: 'revealRow', args: { row: Number(second), open: true } },
      { name: 'revealRow', args: { row: Number(third), open: false } },
    ]);
  });

  it('keeps the misclassified rows alone, and says when none is left', async () => {
    await open('table');
    await page.locator('select[aria-label="Rows"]').selectOption('wrong');
    // The list follows in one of the next frames.
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('#rows tbody tr')];
      return rows.length > 0 && rows.every((row) => row.querySelector('.codicon-error'));
    });
  });

  it('asks for more samples while it does not add up, and not once it does', async () => {
    await open('sampled');
    assert.match(await page.locator('.readout.residual').innerText(), /0\.40.*> 0\.10, does not add up yet/s);
    await page.locator('button', { hasText: 'More samples' }).click();
    assert.deepEqual(await callsAfter(1), ['refine']);
    await page.close();
    await open('table');
    assert.match(await page.locator('.readout.residual').innerText(), /adds up/);
    assert.equal(await page.locator('button', { hasText: 'More samples' }).count(), 0);
  });

  it('asks anew with another method and another background, and cancels by Esc', async () => {
    await open('busy');
    await page.locator('select[aria-label="Method"]').selectOption('deep');
    await page.locator('select[aria-label="Background"]').selectOption({ label: '10 centres' });
    await page.keyboard.press('Escape');
    assert.deepEqual(await callsAfter(3), ['explain', 'explain', 'cancel']);
    const calls = await page.evaluate(() => window.calls);
    assert.equal((calls[0]!.args as { method: string }).method, 'deep');
    assert.deepEqual((calls[1]!.args as { background: object }).background, { kind: 'centres', count: 10 });
    await page.locator('.track[aria-valuemax="400"]').waitFor({ state: 'attached' });
  });

  it('draws a picture’s attribution over it, and a list of many classes', async () => {
    await open('picture');
    await page.locator('select[aria-label="Output explained"]').selectOption('3');
    await page.locator('#picture .unit', { hasText: 'φ of 3, logit' }).waitFor();
    await page.locator('#picture canvas').hover({ position: { x: 60, y: 60 } });
    await page.locator('#picture .read', { hasText: /^p\d\d/ }).waitFor();
    await page.locator('#importance .foot', { hasText: '14 of 64 features' }).waitFor();
  });

  it('says what random weights leave of it', async () => {
    await open('table');
    await page.locator('button', { hasText: 'Check against random weights' }).click();
    await page.locator('#check [role="status"]', { hasText: '0.21' }).waitFor();
  });

  it('says why something cannot be explained', async () => {
    await open('failed');
    assert.match(await page.locator('.notice').innerText(), /bill_length_mm/);
  });
});
