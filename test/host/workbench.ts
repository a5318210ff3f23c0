/** Drives the workbench in a browser as a user would: keys, clicks, the command palette. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import { outDirectory } from './paths.js';
import type { Server } from './server.js';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Workbench {
  readonly page: Page;
  /** Hosts outside this machine that something asked for; refused. */
  readonly refused: Set<string>;
  readonly consoleLines: string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  /** What the workbench takes its theme from. */
  readonly colorScheme?: 'dark' | 'light';
}

/** A page on which every request that leaves this machine is refused and remembered. */
export async function newWorkbenchPage(
  browser: Browser,
  { width = 1400, height = 900, colorScheme = 'dark' }: PageOptions = {},
): Promise<Workbench> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    ignoreHTTPSErrors: true,
  });
  const refused = new Set<string>();
  const isOutside = (url: URL): boolean =>
    !['localhost', '127.0.0.1'].includes(url.hostname) && /^(http|ws)/.test(url.protocol);
  await context.route(isOutside, (route) => {
    refused.add(new URL(route.request().url()).host);
    return route.abort();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`[pageerror] ${error.message}`));
  return { page, refused, consoleLines };
}

/**
 * Makes the workbench load extensions from their folders and, with `tests`, run a test entry inside the
 * extension host. A built workbench ignores these in its URL, so they are put into the page's own configuration
 * while the page is parsed, before its scripts read it.
 */
export async function loadFromFolder(
  page: Page,
  server: Server,
  extensions: string[],
  tests?: string,
): Promise<void> {
  const uri = (path: string): object => ({
    $mid: 1,
    scheme: 'vscode-remote',
    authority: `localhost:${server.port}`,
    path: resolve(path),
  });
  const development = {
    extensions: extensions.map(uri),
    ...(tests === undefined ? {} : { extensionTestsPath: uri(tests) }),
  };
  // Text, since a function would be compiled with helpers that the page does not have.
  await page.addInitScript({ content: `(${patchConfiguration})(${JSON.stringify(development)})` });
}

const patchConfiguration = `(added) => {
  if (window !== window.top) return;
  const observer = new MutationObserver(() => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return;
    const config = JSON.parse(meta.getAttribute('data-settings'));
    config.developmentOptions = { ...config.developmentOptions, ...added };
    meta.setAttribute('data-settings', JSON.stringify(config));
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}`;

export async function openFolder(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}

async function fillQuickInput(page: Page, key: string, text: string): Promise<void> {
  await page.keyboard.press(key);
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  await input.waitFor();
  await input.fill(text);
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

/** Reloads the window as a user does: VS Code keeps what it wants to bring back. */
export async function reloadWindow(page: Page): Promise<void> {
  const reloaded = page.waitForEvent('domcontentloaded');
  await runCommand(page, 'Developer: Reload Window');
  await reloaded;
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}

/** The webview document that holds an element matching the selector, whichever panel it is. */
export async function findPanel(page: Page, selector: string, timeoutMs = 40_000): Promise<Frame> {
  const end = Date.now() + timeoutMs;
  let canReload = true;
  while (Date.now() < end) {
    // Now and then a webview's service worker does not start in headless Chromium; VS Code has a command for it.
    if (canReload && end - Date.now() < timeoutMs / 2) {
      canReload = false;
      await runCommand(page, 'Developer: Reload Webviews');
    }
    for (const frame of page.frames()) {
      const isPanel = frame.name() !== '' && frame.parentFrame()?.parentFrame();
      if (
        isPanel &&
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(
    `No panel has ${selector}; frames: ${page
      .frames()
      .map((frame) => frame.url().slice(0, 100))
      .join(' | ')}`,
  );
}

/** Saves a picture for people under `out/screenshots`. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const directory = join(outDirectory, 'screenshots');
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  const path = join(directory, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
