/** Drives the workbench in a browser as a user would: keys, clicks, the command palette. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { outDirectory } from './paths.js';

export async function openFolder(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}

/**
 * Opens a quick input and types. A webview that had the focus takes it back a moment after the last quick input
 * closed, faster than any user opens the next, which closes with it: then it is opened again.
 */
async function fillQuickInput(page: Page, key: string, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  const isFilled = (): Promise<boolean> =>
    input
      .waitFor({ timeout: 5000 })
      .then(() => input.fill(text, { timeout: 2000 }))
      .then(() => page.waitForTimeout(100))
      .then(() => input.isVisible())
      .catch(() => false);
  for (let tries = 1; tries <= 4; tries++) {
    await page.keyboard.press(key);
    if (await isFilled()) return;
  }
  throw new Error(`${key} opens no quick input that stays.`);
}

/** Runs a command by its title, through the palette. What was used lately stands first there: so, by its name. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await fillQuickInput(page, 'F1', `>${title}`);
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const name = new RegExp(`^${escaped}…?(,|$)`);
  await pick(page, page.locator('.quick-input-list').getByRole('option', { name }).first());
}

/** Chooses a row once the list has come to rest: rows move while the filter works. */
async function pick(page: Page, row: Locator): Promise<void> {
  await row.waitFor();
  await page.waitForTimeout(400);
  await row.click();
}

export async function openFile(page: Page, name: string): Promise<void> {
  await fillQuickInput(page, 'Control+P', name);
  await pick(page, page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first());
}

/** Opens the fixes at the cursor by key; a key that comes while the editor gets the focus back is lost: then again. */
export async function openFixes(page: Page, title: string): Promise<void> {
  const fixes = page.locator('.action-widget', { hasText: title });
  const isOpen = (): Promise<boolean> =>
    fixes
      .waitFor({ timeout: 5000 })
      .then(() => true)
      .catch(() => false);
  for (let tries = 1; tries <= 4; tries++) {
    await page.keyboard.press('Control+.');
    if (await isOpen()) return;
  }
  throw new Error(`No fix "${title}" is offered at the cursor.`);
}

/** Changes the theme by its name in the list of themes. */
export async function chooseTheme(page: Page, label: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  // The list holds only the rows that are in sight: those of this name once it has been typed.
  await rows.nth(9).waitFor();
  await input.fill(label);
  await rows.filter({ hasText: label }).first().waitFor();
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Reloads the window as a user does: VS Code keeps what it wants to bring back. */
export async function reloadWindow(page: Page): Promise<void> {
  const reloaded = page.waitForEvent('domcontentloaded');
  await runCommand(page, 'Developer: Reload Window');
  await reloaded;
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}

/** The webview document that holds an element matching the selector, whichever panel it is. */
export async function findPanel(page: Page, selector: string, timeoutMs = 60_000): Promise<Frame> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      const isPanel = frame.parentFrame()?.parentFrame();
      const count = isPanel ? frame.locator(selector).count() : 0;
      // A frame may go away while it is asked.
      if ((await Promise.resolve(count).catch(() => 0)) > 0) return frame;
    }
    await page.waitForTimeout(50);
  }
  const urls = page.frames().map((frame) => frame.url().slice(0, 100));
  throw new Error(`No panel has ${selector}; frames: ${urls.join(' | ')}`);
}

/** Saves a picture for people under `out/screenshots`. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const directory = join(outDirectory, 'screenshots');
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
