/** Model files in a browser's extension host, where there is no Node: the same editor, fed by what VS Code fetches. */
import assert from 'node:assert/strict';
import { cpSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { openModelFile } from '../../../src/formats/node.js';
import { projectRoot } from '../../host/paths.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { weightsOf } from '../modelFiles.js';
import { openSession, pictureFailures, type Session } from '../session.js';

const fixtures = join(projectRoot, 'test/fixtures/models');

describe("model files in a browser's extension host", function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({
      width: 1400,
      height: 1000,
      settings: { 'remote.extensionKind': { 'netweight.netweight': ['web'] } },
    });
    session.write('first.safetensors', weightsOf('net', 1));
    session.write('second.safetensors', weightsOf('net', 3));
    const copy = (from: string, to: string): void => cpSync(join(fixtures, from), join(session.folder, to));
    copy('torch/cnn_dataparallel_half.pth', 'cnn.pth');
    copy('hdf5/array.h5', 'array.keras');
    copy('onnx/mlp_iris_external.onnx', 'parted.onnx');
    copy('onnx/mlp_iris_external.bin', 'mlp_iris_external.bin');
    session.write('large.npy', '');
    truncateSync(join(session.folder, 'large.npy'), 300 << 20);
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
    await session.screenshot('browser-weights');
  });

  it('measures what stands in the file', async () => {
    const { page } = session;
    await openFile(page, 'second.safetensors');
    const panel = await findPanel(page, 'main.model h1:has-text("second.safetensors")');
    const largest = panel.locator('.statistics tr', { hasText: 'Max norm' });
    await largest.filter({ hasText: /3\.00/ }).waitFor();
  });

  it('reads the files beside a model', async () => {
    const { page } = session;
    await openFile(page, 'parted.onnx');
    const panel = await findPanel(page, 'main.model h1:has-text("parted.onnx")');
    await panel.locator('#tensor .foot', { hasText: 'beyond' }).waitFor();
    await panel
      .locator('.statistics tr', { hasText: 'Max norm' })
      .filter({ hasText: /\d\.\d/ })
      .waitFor();
  });

  it('says of a file that is too large how large it is', async () => {
    const { page } = session;
    await openFile(page, 'large.npy');
    const panel = await findPanel(page, '.failure');
    assert.match(await panel.locator('#app').innerText(), /The model has 300 MB.* are at most 256 MB/);
  });

  it('saves the values of a tensor through VS Code', async () => {
    const { page, folder } = session;
    await openFile(page, 'second.safetensors');
    const panel = await findPanel(page, 'main.model h1:has-text("second.safetensors")');
    await panel.getByRole('button', { name: 'Save the values as .npy or CSV' }).click();
    await page.locator('.quick-input-widget:visible', { hasText: 'Save Values' }).waitFor();
    // The name that it proposes comes a moment after the box.
    await page.waitForTimeout(1000);
    await page.keyboard.press('Enter');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'net.0.weight.npy' }).waitFor();
    const saved = await openModelFile(join(folder, 'net.0.weight.npy'));
    const tensor = saved.model.tensors[0]!;
    assert.deepEqual(tensor.shape, [8, 2]);
    const expected = Float32Array.from({ length: 16 }, (_, at) => 3 * Math.sin(at));
    assert.deepEqual(await tensor.read(0, 16), expected);
    await saved.close();
  });

  it('compares two files', async () => {
    const { page } = session;
    await openFile(page, 'second.safetensors');
    await findPanel(page, 'main.model h1:has-text("second.safetensors")');
    await runCommand(page, 'Netweight: Select for Compare Weights');
    await openFile(page, 'first.safetensors');
    await findPanel(page, 'main.model h1:has-text("first.safetensors")');
    await runCommand(page, 'Netweight: Compare Weights with Selected');
    const panel = await findPanel(page, 'main.difference');
    await panel.locator('.row', { hasText: 'changed' }).first().waitFor();
    await panel.locator('#tensor .foot', { hasText: 'beyond' }).waitFor();
    await page.waitForTimeout(400);
    await session.screenshot('browser-difference');
  });

  it('says of HDF5, and of what trains, where it is to be had', async () => {
    const { page } = session;
    await openFile(page, 'array.keras');
    const panel = await findPanel(page, '.failure');
    assert.match(await panel.locator('#app').innerText(), /HDF5 is read by VS Code on a desktop/);
    await runCommand(page, 'Netweight: Train');
    await page.locator('.notification-toast', { hasText: /"Train" takes VS Code on a desktop/ }).waitFor();
    await session.screenshot('browser-not-here');
  });
});
