/** Looking into model files: what opens them, what is shown, and what happens to one that is broken. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile } from '../../host/workbench.js';
import { openSession, pictureFailures, type Session } from '../session.js';

const fixtures = join(projectRoot, 'test/fixtures/models');

describe('model files', function () {
  this.timeout(240_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1400, height: 1000 });
    const copy = (from: string, to: string): void => cpSync(join(fixtures, from), join(session.folder, to));
    copy('torch/cnn_dataparallel_half.pth', 'cnn.pth');
    copy('hf_sample_overall.safetensors', 'overall.safetensors');
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
    assert.match((await panel.locator('.row[aria-selected="true"]').textContent()) ?? '', /bias/);
  });

  it('says where a broken file is broken', async () => {
    const { page } = session;
    await openFile(page, 'mangled.gguf');
    const panel = await findPanel(page, '.unreadable, main.model .story:has-text("GGUF")');
    await page.waitForTimeout(300);
    await session.screenshot('weights-broken');
    assert.match(await panel.locator('#app').innerText(), /byte|GGUF/);
  });
});
