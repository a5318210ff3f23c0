/** Looking into model files: what opens them, what is shown, and what happens to one that is broken. */
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { weightsOf } from '../modelFiles.js';
import { openSession, pictureFailures, type Session } from '../session.js';

const fixtures = join(projectRoot, 'test/fixtures/models');

const spec = `{
  "data": { "train": "points.csv", "target": "kind" },
  "layers": [
    { "type": "dense", "name": "hidden", "units": 8, "activation": "relu" },
    { "type": "dense", "name": "output" }
  ]
}
`;

describe('model files', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1400, height: 1000 });
    const copy = (from: string, to: string): void => cpSync(join(fixtures, from), join(session.folder, to));
    copy('torch/cnn_dataparallel_half.pth', 'cnn.pth');
    copy('torch/mlp_iris_state_dict.pt', 'first.pt');
    copy('torch/mlp_bf16.pt', 'tuned.pt');
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${Math.sin(i)},${Math.cos(3 * i)},${i % 2 ? 'a' : 'b'}`,
    );
    session.write('beside/points.csv', ['x,y,kind', ...rows].join('\n'));
    session.write('beside/small.nn.json', spec);
    writeFileSync(join(session.folder, 'beside/before.safetensors'), weightsOf('net', 1));
    for (const epoch of [1, 10])
      session.write(`snapshots/epoch-${epoch}.safetensors`, weightsOf('net', epoch));
    session.write('snapshots/other-3.safetensors', weightsOf('head', 1));
    session.write('snapshots/best.safetensors', weightsOf('net', 2));
    copy('hostile/gguf_utf8_mangled.gguf', 'mangled.gguf');
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('shows the tree of a file, and the chosen tensor as a picture', async () => {
    const { page } = session;
    await openFile(page, 'cnn.pth');
    const panel = await findPanel(page, 'main.model');
    await panel.locator('.story', { hasText: /PyTorch · .* parameters/ }).waitFor();
    await panel.locator('#tensor .foot', { hasText: 'beyond' }).waitFor();
    await panel.locator('.rows .std', { hasText: /\d/ }).first().waitFor();
    await page.waitForTimeout(500);
    await session.screenshot('weights-cnn');
    await panel.locator('.rows').focus();
    await page.keyboard.press('End');
    await panel.locator('.detail-head h2', { hasText: 'fc' }).waitFor();
  });

  it('shows the files of a folder over time', async () => {
    const { page } = session;
    await page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'snapshots' })
      .click({ button: 'right' });
    await page.waitForTimeout(300);
    await page.locator('.monaco-menu .action-label', { hasText: 'Show Weights over Time' }).click();
    const panel = await findPanel(page, 'main.model h1:has-text("epoch-10.safetensors")');
    await panel.locator('#time', { hasText: 'Epoch 10 / 10' }).waitFor();
    await panel.locator('#ridges .unit', { hasText: '1 … 10' }).waitFor();
    const largest = panel.locator('.statistics tr', { hasText: 'Max norm' });
    await largest.filter({ hasText: /10\.0/ }).waitFor();
    await panel.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('Home');
    await panel.locator('#time', { hasText: 'epoch-1.safetensors' }).waitFor();
    await largest.filter({ hasText: /1\.00/ }).waitFor();
    await page.waitForTimeout(300);
    await session.screenshot('weights-over-time');
  });

  it('shows a file that comes beside, and stays at the moment that is looked at', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'best.safetensors');
    const panel = await findPanel(page, 'main.model h1:has-text("best.safetensors")');
    // Of epochs 1 and 10 it is no copy.
    await panel.locator('.story', { hasText: 'safetensors' }).waitFor();
    session.write('snapshots/epoch-2.safetensors', weightsOf('net', 2));
    const time = panel.locator('#time');
    await time
      .filter({ hasText: 'Epoch 2 / 10' })
      .filter({ hasText: 'epoch-2.safetensors · best' })
      .waitFor();
    await panel.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('Home');
    await time.filter({ hasText: 'epoch-1.safetensors' }).waitFor();
    session.write('snapshots/epoch-11.safetensors', weightsOf('net', 11));
    await time.filter({ hasText: 'Epoch 1 / 11' }).waitFor();
    await panel.locator('#ridges .unit', { hasText: '1 … 11' }).waitFor();
    await page.waitForTimeout(300);
    await session.screenshot('weights-new-moment');
    // Another editor hides it; when it is back, it shows the same moment.
    await openFile(page, 'cnn.pth');
    await findPanel(page, 'main.model h1:has-text("cnn.pth")');
    await openFile(page, 'best.safetensors');
    const back = await findPanel(page, 'main.model h1:has-text("best.safetensors")');
    await back.locator('#time', { hasText: 'epoch-1.safetensors' }).waitFor();
  });

  it('compares two files from the explorer', async () => {
    const { page } = session;
    const menu = page.locator('.monaco-menu');
    const choose = async (file: string, item: string): Promise<void> => {
      const action = menu.locator('.action-label', { hasText: item });
      // A menu shows what was known when it opened: on a busy machine that is not yet the file that was selected.
      for (let attempt = 0; attempt < 10; attempt++) {
        await page
          .locator('.explorer-folders-view .monaco-list-row', { hasText: file })
          .click({ button: 'right' });
        // A menu takes no click in its first moments.
        await page.waitForTimeout(300);
        if (await action.isVisible()) break;
        await page.keyboard.press('Escape');
        await menu.waitFor({ state: 'hidden' });
      }
      await action.click();
      await menu.waitFor({ state: 'hidden' });
    };
    await choose('first.pt', 'Select for Compare Weights');
    await choose('tuned.pt', 'Compare Weights with Selected');
    const panel = await findPanel(page, 'main.difference');
    await panel.locator('.row', { hasText: 'changed' }).first().waitFor();
    await panel.locator('#tensor .foot', { hasText: 'beyond' }).waitFor();
    await page.waitForTimeout(400);
    await session.screenshot('weights-difference');
  });

  it('shows the weights of the layer under the cursor, and becomes what the spec starts from', async () => {
    const { page } = session;
    await openFile(page, 'small.nn.json');
    await page.locator('.codelens-decoration', { hasText: 'hidden' }).waitFor();
    await runCommand(page, 'Netweight: Show Weights Beside');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'before.safetensors' }).click();
    const panel = await findPanel(page, 'main.model #beside');
    await page.locator('.monaco-editor .view-line span', { hasText: '"output"' }).last().click();
    await panel.locator('#beside', { hasText: 'net.2.weight' }).waitFor();
    await panel.locator('.detail-head h2', { hasText: 'net.2.weight' }).waitFor();
    await page.locator('.monaco-editor .view-line span', { hasText: '"hidden"' }).last().click();
    await panel.locator('.detail-head h2', { hasText: 'net.0.weight' }).waitFor();
    await page.waitForTimeout(400);
    await session.screenshot('weights-beside');
    await panel.getByRole('button', { name: 'Use as pretrained' }).click();
    const text = page.locator('.monaco-editor .view-lines').first();
    await text.filter({ hasText: /"net\.0\.":\s"hidden\."/ }).waitFor();
    await page.locator('.monaco-editor .view-line span', { hasText: '"hidden"' }).first().click();
    await page.keyboard.press('Control+Z');
    await text.filter({ hasNotText: 'pretrained' }).waitFor();
  });

  it('says where a broken file is broken', async () => {
    const { page } = session;
    await openFile(page, 'mangled.gguf');
    const panel = await findPanel(page, '.failure, main.model .story:has-text("GGUF")');
    await page.waitForTimeout(300);
    await session.screenshot('weights-broken');
    assert.match(await panel.locator('#app').innerText(), /byte|GGUF/);
  });
});
