import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.js';
import { openPanels, type Opening } from './openPanels.js';
import { reload, twoFrames } from './page.js';
import { assertReadable } from './readable.js';

const scenes = ['sick', 'failed', 'regression', 'completed', 'start'];
const charts = ['loss', 'metric', 'rate', 'gradients', 'flow', 'tensor', 'values', 'ridges', 'spectrum'];

describe('run panel', function () {
  this.timeout(60_000);
  const openPanel = openPanels();
  let page: Page;
  async function open(scene: string, opening: Opening = {}): Promise<void> {
    page = await openPanel(scene, opening);
  }

  for (const scene of scenes) {
    it(`is readable in every theme at every width: ${scene}`, async () => {
      await open(scene);
      await assertReadable(page, scene, 2400, () =>
        page.waitForFunction(() => document.querySelector('#layers .health')?.textContent !== ''),
      );
    });
  }

  it('shows what was measured of a run', async () => {
    await open('sick');
    const text = (await page.locator('.readouts').innerText()).replaceAll('\u00a0', ' ');
    for (const words of [
      '23',
      '/ 40',
      '2.3078',
      '2.3033',
      'best 2.3026 @ 20',
      '10.0 %',
      '1.0e−3',
      '23,100',
    ]) {
      assert.ok(text.includes(words), `${words} in ${text}`);
    }
    assert.equal(await page.locator('.finding').count(), 1);
    assert.match(await page.locator('#flow .foot').innerText(), /8 of 13 below the band/);
    assert.equal(await page.locator('#layers tbody tr').count(), 13);
  });

  it('shows what a network for a language wrote, as it wrote it', async () => {
    await open('language', { width: 400 });
    await page.locator('#text pre').scrollIntoViewIfNeeded();
    await page.locator('#text', { hasText: 'after epoch 20' }).waitFor();
    assert.match(
      await page.locator('#text pre').innerText(),
      /^KING HENRY:\nWhat say you.*<b>is<\/b> one\.\n\nGLOUCESTER/s,
    );
    assert.equal((await page.evaluate(() => window.audit())).sideways, 0);
  });

  it('turns every chart into a table and back, by key and by button, and keeps the choice', async () => {
    await open('healthy');
    for (const id of charts) {
      const figure = page.locator(`#${id}`);
      await figure.focus();
      const before = await figure.boundingBox();
      await page.keyboard.press('t');
      await figure.locator('.twin td').first().waitFor();
      assert.deepEqual(await figure.boundingBox(), before, `${id} keeps its size`);
    }
    await reload(page);
    assert.equal(await page.locator('.twin').count(), charts.length);
    await page.locator('#loss .tools [title$="(T)"]').click();
    await page.locator('#loss .twin').waitFor({ state: 'detached' });
    assert.equal(await page.locator('.twin').count(), charts.length - 1);
  });

  it('zooms all plots over time into what is dragged over, and back', async () => {
    await open('healthy');
    const reset = page.locator('#gradients .tools [aria-label$="show all"]');
    const range = async (): Promise<string | null> =>
      (await reset.isVisible()) ? reset.getAttribute('aria-label') : null;
    const ends = async (): Promise<number[]> =>
      [...((await range()) ?? '').matchAll(/[\d.,]+/g)].map(([number]) => Number(number.replace(',', '')));
    assert.equal(await range(), null);
    const box = (await page.locator('#loss canvas').boundingBox())!;
    const drag = async (from: number, to: number): Promise<void> => {
      await page.mouse.move(box.x + from * box.width, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + to * box.width, box.y + 60, { steps: 4 });
      await page.mouse.up();
    };
    await drag(0.3, 0.5);
    await reset.waitFor();
    const [from = NaN, to = NaN] = await ends();
    assert.ok(from > 0 && to > from, `${from} … ${to}`);
    await reload(page);
    await page.locator('#loss canvas').waitFor();
    assert.deepEqual(await ends(), [from, to], 'is kept');
    await page.locator('#rate').focus();
    await page.keyboard.press('+');
    let nearer: number[] = [];
    await eventually(async () => {
      nearer = await ends();
      assert.ok(nearer[0]! > from && nearer[1]! < to);
    });
    await page.keyboard.press('Shift+ArrowRight');
    await eventually(async () => assert.ok((await ends())[0]! > nearer[0]!));
    await page.keyboard.press('0');
    await reset.waitFor({ state: 'hidden' });
    await drag(0.3, 0.5);
    await reset.waitFor();
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 60);
    await reset.waitFor({ state: 'hidden' });
  });

  it('is walked through by Tab in the order header, findings, charts, weights, layers', async () => {
    await open('sick');
    const places: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(
        () =>
          document.activeElement?.closest('#picked')?.id ||
          document.activeElement?.closest('.head, #findings, .charts, #layers')?.className ||
          document.activeElement?.closest('section')?.id ||
          '',
      );
      if (place && places.at(-1) !== place) places.push(place);
      if (place === 'layers') break;
    }
    assert.deepEqual(places, ['head', 'findings', 'charts', 'picked', 'layers']);
  });

  it('chooses layers by arrow keys, everywhere', async () => {
    await open('sick');
    await page.locator('#layers tr[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const third = page.locator('#layers tr[aria-selected="true"]', { hasText: 'hidden3' });
    await third.waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-selected') === 'true');
    await reload(page);
    await third.waitFor();
  });

  it('asks the host for what buttons and keys say', async () => {
    await open('sick');
    await page.keyboard.press('p');
    await page.keyboard.press('s');
    await page.locator('.finding .actions button').first().click();
    await page.locator('.finding .facts button').first().click();
    await page.locator('.finding .facts button').nth(1).click();
    await page.waitForFunction(() => window.calls.length === 5);
    assert.deepEqual(await page.evaluate(() => window.calls), [
      { name: 'pause', args: null },
      { name: 'stop', args: null },
      { name: 'applyFix', args: { code: 'vanishing-gradient', layer: 'hidden1', fix: 0 } },
      { name: 'reveal', args: { path: ['layers', 0] } },
      { name: 'openSource', args: { url: 'https://doi.org/10.1109/ICSE43902.2021.00043' } },
    ]);
  });

  it('offers what fits the state', async () => {
    const expected: Record<string, [string, string[]]> = {
      paused: ['Paused', ['Continue', 'Stop']],
      completed: ['Completed', ['Explain', 'Train again']],
      'early-stopped': ['Stopped early', ['Explain', 'Train again']],
      stopped: ['Stopped', ['Resume', 'Explain', 'Train again']],
      diverged: ['Diverged', ['Train again']],
      failed: ['Failed', ['Resume', 'Train again']],
      interrupted: ['Interrupted', ['Resume', 'Train again']],
    };
    for (const [scene, [word, labels]] of Object.entries(expected)) {
      await open(scene);
      assert.equal(await page.locator('.status span').first().innerText(), word);
      const buttons = page.locator('.head .actions button, .notice .actions button');
      assert.deepEqual(
        await buttons.evaluateAll((all) => all.map((button) => button.getAttribute('aria-label'))),
        labels,
        scene,
      );
      if (scene === 'failed')
        assert.match(await page.locator('.notice').last().innerText(), /\.netweight\/runs\/digits-conv/);
      await page.close();
    }
    await open('refused');
    await page.keyboard.press('p');
    await page.getByText('The worker of this run has ended.').waitFor();
  });

  it('shows how the best checkpoint does, and asks for the line of a row that is most wrong', async () => {
    await open('completed');
    await page.locator('#results').scrollIntoViewIfNeeded();
    await page.locator('#confusion canvas').waitFor();
    assert.equal(await page.locator('#results .classes tbody tr').count(), 10);
    assert.equal(await page.locator('#results .worst tbody tr').count(), 20);
    await page.locator('#confusion').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.locator('#confusion .read', { hasText: 'taken for' }).waitFor();
    await page.locator('#results .worst td button').nth(1).click();
    await page.waitForFunction(() => window.calls.length > 0);
    assert.deepEqual(await page.evaluate(() => window.calls), [
      { name: 'revealRow', args: { split: 'validation', worst: 1 } },
    ]);
  });

  it('goes through the checkpoints by slider and by play, and shows another quantity of them', async () => {
    await open('completed');
    await page.locator('#tensor .legend:not(.off)').waitFor();
    await page.locator('#picked input[type="range"]').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('#picked .at', { hasText: 'Epoch 39' }).waitFor();
    await page.locator('#values .foot', { hasText: 'epoch 39' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await page.locator('#picked .at', { hasText: 'Epoch 2' }).waitFor();
    await page.keyboard.press(' ');
    await page.locator('#picked').getByRole('radio', { name: 'Change' }).click();
    await page.locator('#statistics, #picked .statistics').first().waitFor();
    await page.locator('#picked').getByRole('radio', { name: 'Gradient' }).click();
    await page.getByText('Of gradients a run keeps').waitFor();
  });

  it('zooms into a heatmap and reads its cells by keys', async () => {
    await open('completed');
    await page.locator('#layers tbody tr').nth(2).click();
    const figure = page.locator('#tensor');
    await figure.locator('.picture[aria-label^="64×128"]').waitFor();
    await figure.focus();
    await page.keyboard.press('ArrowRight');
    await figure.locator('.read', { hasText: /out 32 ← in 64 / }).waitFor();
    for (let i = 0; i < 5; i++) await page.keyboard.press('+');
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
    await figure.locator('.read', { hasText: /in 104/ }).waitFor();
    await page.keyboard.press('0');
  });

  it('saves a chart as the picture and the table that it shows', async () => {
    await open('healthy');
    await page.locator('#loss .tools button[aria-label$="CSV"]').click();
    await page.waitForFunction(() => window.calls.length === 1);
    const saved = await page.evaluate(() => {
      const chart = window.calls[0]!.args as {
        name: string;
        picture: Uint8Array;
        csv: string;
        asTable: boolean;
      };
      return { ...chart, picture: [...chart.picture.slice(1, 4)], size: chart.picture.length };
    });
    assert.deepEqual([saved.name, saved.asTable, saved.picture], ['loss', false, [0x50, 0x4e, 0x47]]);
    assert.ok(saved.size > 4000);
    assert.match(saved.csv, /^Epoch,Training,Validation\r\n22,0\.0297,0\.0471\r\n/);
  });

  it('goes with the cursor in the spec until it is told not to', async () => {
    await open('healthy');
    await page.evaluate(() => window.emitCursor('hidden'));
    await page.locator('#layers tr[aria-selected="true"]', { hasText: 'hidden' }).waitFor();
    await page.locator('#picked h2', { hasText: 'hidden.weight' }).waitFor();
    await page.locator('#picked button[title^="Follow"]').click();
    await page.evaluate(() => window.emitCursor('conv1'));
    await page.evaluate(() => window.emitCursor('nobody'));
    assert.match(await page.locator('#layers tr[aria-selected="true"]').innerText(), /hidden/);
  });

  it('puts layers in order by what is asked, and its keys go along', async () => {
    await open('sick');
    await page.locator('#layers th button[title^="Health"]').click();
    const names = (): Promise<string[]> => page.locator('#layers tbody .mono').allInnerTexts();
    await page.locator('#layers th[aria-sort="descending"]').waitFor();
    assert.deepEqual([(await names())[0], (await names()).at(-1)], ['hidden1', 'output']);
    await page.locator('#layers th button[title^="L2"]').click();
    await page.locator('#layers th[aria-sort="ascending"]').waitFor();
    assert.deepEqual((await names()).slice(0, 2), ['hidden1', 'hidden2']);
    await page.locator('#layers tr[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await page.locator('#layers tr[aria-selected="true"]', { hasText: 'output' }).waitFor();
  });

  it('grows while training without moving anything', async () => {
    await open('healthy');
    await page.locator('#tensor .legend:not(.off)').waitFor();
    await page.waitForTimeout(500);
    await twoFrames(page);
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: false });
    });
    const plots = (): Promise<unknown> =>
      page.evaluate(() =>
        [...document.querySelectorAll('.plot')].map((plot) => JSON.stringify(plot.getBoundingClientRect())),
      );
    const before = await plots();
    await page.evaluate(() => window.play(12));
    await page.waitForFunction(() =>
      /^40/.test(document.querySelector('.readout .value')?.textContent ?? ''),
    );
    assert.deepEqual(await plots(), before);
    assert.deepEqual(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts), []);
  });

  it('comes back whole when the host sends the run anew', async () => {
    await open('healthy');
    const before = await page.locator('.readouts').innerText();
    await page.evaluate(() => window.play(2));
    await page.evaluate(() => window.emitSnapshot());
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>('.readouts')?.innerText === text,
      before,
    );
    assert.equal(await page.locator('main.run').count(), 1);
  });

  it('shows a run that was sent ahead of its question, and asks again for one that was lost', async () => {
    for (const [scene, questions] of [
      ['ahead', 1],
      ['lost', 2],
    ] as const) {
      await open(scene);
      await page.locator('.readouts', { hasText: '22' }).waitFor();
      assert.equal(await page.locator('main.run').count(), 1);
      assert.equal((await page.evaluate(() => window.calls)).length, questions, scene);
      await page.close();
    }
  });

  it('reads all plots over time at one crosshair', async () => {
    await open('healthy');
    await page.locator('#loss').focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 13; i++) await page.keyboard.press('ArrowRight');
    await page.locator('#loss .read', { hasText: 'epoch 13' }).waitFor();
    const crosshairs = (count: number): Promise<void> =>
      eventually(async () => assert.equal(await page.locator('.crosshair:visible').count(), count));
    await crosshairs(4);
    assert.match((await page.locator('#metric .read').innerText()).replaceAll('\u00a0', ' '), /98\.\d %/);
    await page.keyboard.press('Escape');
    await crosshairs(0);
  });

  it('stands up to hundreds of layers and ten thousand epochs', async () => {
    await open('deep');
    // Those out of sight come after the first picture.
    await eventually(async () => assert.equal(await page.locator('#layers tbody tr').count(), 200));
    assert.match(await page.locator('.finding').innerText(), /46 more places/);
    await page.close();
    await open('many-epochs');
    await page.locator('#loss').focus();
    await page.keyboard.press('t');
    const rows = (count: number): Promise<void> =>
      eventually(async () => assert.equal(await page.locator('#loss .twin tbody tr').count(), count));
    await rows(100);
    await page.locator('#loss .twin button').click();
    await rows(200);
  });
});
