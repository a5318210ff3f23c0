/** `npm run screenshots`: the pictures of the README, taken in the real workbench; writes docs/images. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { projectRoot } from '../test/host/paths.js';
import { findPanel, openFile, runCommand } from '../test/host/workbench.js';
import { headerSays } from '../test/workbench/looking.js';
import { openSession } from '../test/workbench/session.js';

const directory = join(projectRoot, 'docs/images');

/** Without an alpha channel and packed as small as it goes. */
async function takePicture(page: Page, name: string): Promise<void> {
  // Away from everything that would say what it is.
  await page.mouse.move(700, 400);
  await page.waitForTimeout(700);
  const picture = PNG.sync.read(await page.screenshot());
  const bytes = PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, filterType: 4 });
  writeFileSync(join(directory, `${name}.png`), bytes);
  console.log(`docs/images/${name}.png: ${bytes.length} bytes`);
}

await build();
installHost();
mkdirSync(directory, { recursive: true });
const session = await openSession({ theme: 'dark', width: 1440, height: 900, play: true });
const { page } = session;
await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
await openFile(page, 'penguins.nn.json');
await runCommand(page, 'Netweight: Train');
await headerSays(await findPanel(page, 'header:has-text("penguins")'), /Completed|Stopped early/i);
await page.waitForTimeout(1500);
await takePicture(page, 'penguins');
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
