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
  takeScreenshot,
  type Workbench,
} from '../host/workbench.js';

const vsix = process.env['NETWEIGHT_VSIX'];

/** Screenshots of the packed extension stand apart. */
export const screenshot = (page: Page, name: string): Promise<string> =>
  takeScreenshot(page, vsix ? `packed-${name}` : name);

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
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
      server.changeSettings({ ...options.settings, 'workbench.colorTheme': themes[theme] });
      const type = { dark: 'vs-dark', light: 'vs', 'high-contrast': 'hc-black' }[theme];
      await page.locator(`.monaco-workbench.${type}`).waitFor();
      await page.waitForTimeout(400);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
