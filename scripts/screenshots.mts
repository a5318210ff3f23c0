/**
 * `npm run screenshots`: the pictures of the README, taken in the real workbench, and those of docs/design.md; writes
 * docs/images.
 */
import type { Page } from 'playwright-core';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { findPanel, openFile, runCommand } from '../test/host/workbench.js';
import { headerSays } from '../test/workbench/looking.js';
import { openSession } from '../test/workbench/session.js';
import { takePanelPictures } from './panelPictures.js';
import { savePicture } from './savePicture.js';

async function takePicture(page: Page, name: string): Promise<void> {
  // Away from everything that would say what it is.
  await page.mouse.move(700, 400);
  await page.waitForTimeout(700);
  savePicture(name, await page.screenshot());
}

await build();
installHost();
await takePanelPictures();
const session = await openSession({ theme: 'dark', width: 1440, height: 900, play: true });
const { page } = session;
await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
await openFile(page, 'penguins.nn.json');
await runCommand(page, 'Netweight: Train');
await headerSays(await findPanel(page, 'header:has-text("penguins")'), /Completed|Stopped early/i);
await page.waitForTimeout(1500);
await takePicture(page, 'penguins');
await runCommand(page, 'Netweight: Explain Predictions');
await findPanel(page, '#waterfall canvas', 60_000);
await page.waitForTimeout(4000);
await takePicture(page, 'explain');
await runCommand(page, 'View: Close All Editors');
await openFile(page, 'sigmoids.nn.json');
await runCommand(page, 'Netweight: Train');
const sick = await findPanel(page, '.finding');
await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
await sick.locator('button', { hasText: 'Pause' }).click();
await headerSays(sick, /Paused/i);
await page.waitForTimeout(1500);
await takePicture(page, 'finding');
await session.close();
