/** A workbench with a workspace of its own, for one test file: from the folder, or with the packed extension. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../host/paths.js';
import { installExtension, startServer, type Server, type ServerOptions } from '../host/server.js';
import {
  launchBrowser,
  loadFromFolder,
  newWorkbenchPage,
  openFolder,
  runCommand,
  takeScreenshot,
  type Workbench,
} from '../host/workbench.js';

const vsix = process.env['NETWEIGHT_VSIX'];

/** Screenshots of the packed extension stand apart. */
export const screenshot = (page: Page, name: string): Promise<string> =>
  takeScreenshot(page, vsix ? `packed-${name}` : name);

/** Labels in the theme picker, and the class that the workbench has with them. */
export const themes = {
  dark: { label: 'Dark Modern', type: 'vs-dark' },
  light: { label: 'Light Modern', type: 'vs' },
  'high-contrast': { label: 'Dark High Contrast', type: 'hc-black' },
} as const;

export interface Session extends Workbench {
  readonly server: Server;
  readonly browser: Browser;
  /** The folder that is open. */
  readonly folder: string;
  readonly write: (path: string, text: string) => void;
  readonly setTheme: (theme: keyof typeof themes) => Promise<void>;
  /** A second window on the same folder. */
  readonly close: () => Promise<void>;
}

export async function openSession(
  options: ServerOptions & { width?: number; height?: number } = {},
): Promise<Session> {
  const temporary = mkdtempSync(join(tmpdir(), 'workbench-'));
  const folder = join(temporary, 'examples');
  mkdirSync(folder);
  cpSync(join(projectRoot, 'examples'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.netweight'),
  });
  const extensionsDirectory = join(temporary, 'extensions');
  const dataDirectory = join(temporary, 'data');
  if (vsix) installExtension(vsix, extensionsDirectory, dataDirectory);
  const server = await startServer({ extensionsDirectory, dataDirectory, ...options });
  const browser = await launchBrowser();
  const workbench = await newWorkbenchPage(browser, options.width, options.height);
  const { page } = workbench;
  if (!vsix) await loadFromFolder(page, server, [projectRoot]);
  await openFolder(page, server.url(folder));
  return {
    ...workbench,
    server,
    browser,
    folder,
    write: (path, text) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    setTheme: async (theme) => {
      await runCommand(page, 'Preferences: Color Theme');
      const picker = page.locator('.quick-input-widget:visible');
      await picker.locator('input[placeholder*="Color Theme"]').fill(themes[theme].label);
      await picker.locator('.monaco-list-row', { hasText: themes[theme].label }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`.monaco-workbench.${themes[theme].type}`).waitFor();
      await page.waitForTimeout(400);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
