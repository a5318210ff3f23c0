import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.js';
import { openPanels } from './openPanels.js';
import { reload, type PanelName } from './page.js';
import { assertReadable } from './readable.js';

const looked: readonly (readonly [PanelName, string])[] = [
  ['model', 'odd'],
  ['model', 'ill'],
  ['model', 'overTime'],
  ['difference', 'moved'],
];

describe('panels of model files', function () {
  this.timeout(60_000);
  const openPanel = openPanels({ height: 1000 });
  let page: Page;
  async function open(panel: PanelName, scene: string): Promise<void> {
    page = await openPanel(scene, { panel });
  }
  const chosen = (): Promise<string> => page.locator('.row[aria-selected="true"]').innerText();
  const isShown = (words: RegExp): Promise<void> =>
    page.locator('.detail-head h2', { hasText: words }).waitFor();

  for (const [panel, scene] of looked) {
    it(`are readable in every theme at every width: ${panel}, ${scene}`, async () => {
      await open(panel, scene);
      await page.locator('#tensor .foot', { hasText: /beyond|not finite/ }).waitFor();
      await assertReadable(page, scene, 2400);
    });
  }

  it('walk the tree by keys, and filter it by typing', async () => {
    await open('model', 'network');
    await isShown(/^features\.0\.weight$/);
    await page.locator('.rows').focus();
    await page.keyboard.press('End');
    await isShown(/^classifier\.output\.bias$/);
    assert.match(await chosen(), /bias\s+10\b/);
    await page.keyboard.press('ArrowLeft'); // to the module
    await page.keyboard.press('ArrowLeft'); // and folds it
    await page.locator('.row.active[aria-expanded="false"]', { hasText: 'output' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await isShown(/^features\.0\.weight$/);
    assert.match(await chosen(), /weight\s+16×3×3×3/);
    await page.keyboard.type('hidden w');
    await page.locator('.tree-head', { hasText: '1 of 8 tensors' }).waitFor();
    assert.equal(await page.locator('input[type=search]').inputValue(), 'hidden w');
    await page.keyboard.press('ArrowDown');
    await isShown(/^classifier\.hidden\.weight$/);
    await reload(page);
    await isShown(/^classifier\.hidden\.weight$/);
    assert.equal(await page.locator('input[type=search]').inputValue(), 'hidden w');
  });

  it('put tensors in order by a head of their columns, and back into the order of the file', async () => {
    await open('model', 'network');
    const first = (): Promise<string> => page.locator('.rows .row').first().innerText();
    const head = page.getByRole('button', { name: 'Sort by Parameters' });
    await head.click();
    await page.locator('[data-sort="descending"]').waitFor();
    assert.match(await first(), /classifier\.hidden\.weight/);
    await head.click();
    await page.locator('[data-sort="ascending"]').waitFor();
    assert.match(await first(), /classifier\.output\.bias/);
    await head.click();
    await page.waitForFunction(() => document.querySelector('.rows .row')?.textContent.includes('features'));
  });

  it('hold no more rows of 20,000 tensors than are in sight, and measure those in sight first', async () => {
    await open('model', 'large');
    await page.locator('.story', { hasText: '20,000 tensors' }).waitFor();
    await page.locator('.rows').focus();
    await page.getByRole('button', { name: 'Sort by Tensor' }).click();
    await page.locator('[data-sort="ascending"]').waitFor();
    await page.locator('.rows').focus();
    await page.keyboard.press('End');
    await isShown(/^blk\.1999\.part9\.weight$/);
    assert.ok((await page.locator('.rows .row').count()) < 40);
    await page.locator('.row[aria-selected="true"] .std', { hasText: /\d/ }).waitFor();
  });

  it('say of values what there is to say: where NaN stands, what cannot be read, what is empty', async () => {
    await open('model', 'odd');
    const facts = page.locator('.statistics');
    await facts.locator('tr', { hasText: 'NaN' }).filter({ hasText: '25, first at [0, 5]' }).waitFor();
    await facts.locator('tr', { hasText: 'Infinities' }).filter({ hasText: '1, first at [0, 3]' }).waitFor();
    await page.locator('.row', { hasText: 'unknown' }).click();
    await page.locator('#tensor .empty', { hasText: 'float8 cannot be read (at byte 1024)' }).waitFor();
    await page.locator('.row', { hasText: 'nothing' }).click();
    await page.locator('#tensor .empty', { hasText: 'holds no values' }).waitFor();
    await page.locator('.row', { hasText: 'same' }).click();
    await page.locator('#tensor h2', { hasText: 'Values by index' }).waitFor();
  });

  it('show a tensor at other moments, by a slider, by playing, and by its ridges', async () => {
    await open('model', 'overTime');
    await page.locator('.row', { hasText: /^weight64×128/ }).click();
    await isShown(/^classifier\.hidden\.weight$/);
    await page.locator('#ridges .unit', { hasText: '1 … 23' }).waitFor();
    const std = page.locator('.statistics tr', { hasText: 'Standard deviation' });
    await std.filter({ hasText: '0.140' }).waitFor();
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('input[aria-valuetext="epoch 3"]').waitFor();
    await page.locator('#time', { hasText: 'epoch-0003.safetensors' }).waitFor();
    await page.keyboard.press('End');
    await page.locator('#values .legend, #values .foot', { hasText: 'epoch 23' }).first().waitFor();
    const before = await std.innerText();
    await page.keyboard.press(' ');
    await page.locator('#time', { hasText: 'epoch-0005.safetensors' }).waitFor();
    await page.locator('#time', { hasText: 'epoch-0023.safetensors' }).waitFor();
    await page.getByRole('button', { name: 'Play the epochs' }).waitFor();
    await std.filter({ hasText: before.split(/\s+/).at(-1)! }).waitFor();
    // The heatmap shows this moment too: the head moved, so that its scale is a wider one.
    await page.locator('#ridges canvas').click({ position: { x: 200, y: 30 } });
    await page.locator('#time', { hasText: 'epoch-0001.safetensors' }).waitFor();
    await std.filter({ hasText: '0.140' }).waitFor();
    await page.getByRole('button', { name: 'Over epochs: view as table' }).click();
    await page.locator('#ridges tr', { hasText: /^230/ }).waitFor();
    assert.equal(await page.locator('#ridges tbody tr').count(), 12);
  });

  it('stay at a moment when files come and go, and when the panel comes back', async () => {
    await open('model', 'overTime');
    await page.locator('#ridges .unit', { hasText: '1 … 23' }).waitFor();
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    await slider.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    const file = page.locator('#time', { hasText: 'epoch-0009.safetensors · best' });
    await file.waitFor();
    assert.equal(await page.locator('#time .ticks .best').count(), 1);
    // Files go, and come again.
    for (const [count, last] of [
      [8, 15],
      [10, 19],
    ] as const) {
      await page.evaluate((moments) => window.showMoments(moments), count);
      await page.locator('#time', { hasText: `Epoch 9 / ${last}` }).waitFor();
      await page.locator('#ridges .unit', { hasText: `1 … ${last}` }).waitFor();
      await file.waitFor();
    }
    await reload(page);
    await file.waitFor();
    await page.locator('#time', { hasText: 'Epoch 9 / 23' }).waitFor();
    // The file of the moment is gone: the editor's own is shown.
    await page.evaluate(() => window.showMoments(3));
    await page.locator('#time', { hasText: 'epoch-0001.safetensors' }).waitFor();
  });

  it('show norms or sums of rows and columns, beside the cells, where one is read, and in the table', async () => {
    await open('model', 'ill');
    const figure = page.locator('#tensor');
    await figure.locator('.foot', { hasText: 'beyond' }).waitFor();
    await figure.focus();
    await page.keyboard.press('ArrowDown');
    const read = figure.locator('.read');
    await read.filter({ hasText: /‖row‖ \d\S*\s+‖column‖ \d/ }).waitFor();
    await page.getByRole('combobox', { name: 'Beside rows and columns' }).selectOption('sums');
    await read.filter({ hasText: /Σ row −?\d\S*\s+Σ column −?\d/ }).waitFor();
    const [sum] = /Σ row (\S+)/.exec(await read.innerText())!.slice(1);
    const [row] = /row (\d+) ←/.exec(await read.innerText())!.slice(1);
    await figure.focus();
    await page.keyboard.press('t');
    const cells = figure.locator('tbody tr').nth(Number(row)).locator('td');
    assert.equal(await cells.nth(1).innerText(), sum);
  });

  it('paint what is there while a matrix is dragged: its part, and the whole where that does not reach', async () => {
    await open('model', 'ill');
    const figure = page.locator('#tensor');
    await figure.locator('.foot', { hasText: 'beyond' }).waitFor();
    await figure.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await page.waitForTimeout(200);
    // Nothing is answered from here on.
    await page.evaluate(() => (window.postMessage = () => undefined));
    const box = (await figure.locator('canvas').boundingBox())!;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x - box.width / 4, middle.y);
    const paintedShare = (): Promise<number> =>
      figure.locator('canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const across = Math.round(0.8 * canvas.width);
        const { data } = canvas.getContext('2d')!.getImageData(across, 40, 1, canvas.height / 2);
        return data.filter((alpha, i) => i % 4 === 3 && alpha > 0).length / (data.length / 4);
      });
    await eventually(async () => {
      const share = await paintedShare();
      assert.ok(share > 0.95, `${share} of the part that came into sight`);
    });
    await page.mouse.up();
  });

  it('list what is wrong with the weights, and show where it is', async () => {
    await open('model', 'ill');
    await page.getByRole('button', { name: '9 findings' }).click();
    const findings = page.locator('#findings');
    const isFocused = (text: string): Promise<unknown> =>
      page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, text);
    await findings.locator('.what').nth(4).waitFor();
    assert.deepEqual(await findings.locator('.what').allInnerTexts(), [
      'Values that are NaN or infinite',
      'All values are 0',
      'Rows of zeros',
      'Rows that are the same',
      'Out of scale with its siblings',
    ]);
    const rows = findings.locator('.finding', { hasText: 'Rows of zeros' });
    assert.match(
      await rows.innerText(),
      /6 of 48 rows[^]*Value\s+6 · rows of zeros\s+Threshold\s+1\s+Source\s+Li/,
    );
    // By keys: the first finding has the focus, the list of the others is two steps away.
    await isFocused('stem.weight');
    await page.keyboard.press('Enter');
    await isShown(/^stem\.weight$/);
    await page.locator('#tensor .read', { hasText: 'filter 7' }).waitFor();
    await page.locator('#tensor .tools .tools', { hasText: 'input 1 of 3' }).waitFor();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'ArrowDown']) await page.keyboard.press(key);
    await isFocused('embedding.weight');
    await page.keyboard.press('Enter');
    await isShown(/^embedding\.weight$/);
    await page.locator('#tensor .read', { hasText: 'row 1215 ← column 177 not finite' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#tensor .read', { hasText: /^60 / }).waitFor();
    await rows.locator('button').first().click();
    await page.locator('#tensor .read', { hasText: /^row 5 ← column 0 0\s*‖row‖ 0/ }).waitFor();
    const flagged = page.locator('.rows .row', { has: page.locator('.mark .codicon') });
    assert.match(await flagged.first().innerText(), /encoder\.blocks\s*5 tensors with findings/);
  });

  it('show what is wrong with a file that cannot be read, and where', async () => {
    await open('model', 'broken');
    assert.match(await page.locator('.failure').innerText(), /cannot be shown[^]*\(at byte 220\)/);
  });

  it('compare two files: what became of each tensor, how far it moved, layer by layer', async () => {
    await open('difference', 'moved');
    const readout = (name: string): Promise<string> =>
      page
        .locator('.readout', { has: page.locator('dt', { hasText: name }) })
        .locator('dd')
        .innerText();
    await page
      .locator('.readout', { hasText: 'Moved most' })
      .filter({ hasText: /classifier/ })
      .waitFor();
    assert.deepEqual(
      [
        await readout('Changed'),
        await readout('Same values'),
        await readout('Reshaped'),
        await readout('Added'),
      ],
      ['3', '4', '1', '1'],
    );
    assert.match(await readout('Names matched'), /8 module\. added/);
    await isShown(/^Δ classifier/);
    await page.locator('#both .picture[aria-label*="after: mean"]').waitFor();
    await page.getByRole('radio', { name: 'Shape or name' }).click();
    await page.locator('.row', { hasText: '10 → 5' }).click();
    await page.locator('#tensor .empty', { hasText: 'shape is another one' }).waitFor();
    await page.getByRole('radio', { name: 'All' }).click();
    await page.getByRole('radio', { name: 'By layer' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.rows .row').length === 5);
    await page.locator('.rows .row', { hasText: /^classifier\.hidden/ }).waitFor();
  });
});
