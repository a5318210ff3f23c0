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
  type PageOptions,
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
  readonly close: () => Promise<void>;
}

interface SessionOptions extends ServerOptions, PageOptions {
  readonly theme?: keyof typeof themes;
}

export async function openSession({ theme = 'dark', ...options }: SessionOptions = {}): Promise<Session> {
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
  const server = await startServer({
    extensionsDirectory,
    dataDirectory,
    ...options,
    settings: { 'workbench.colorTheme': themes[theme], ...options.settings },
  });
  const browser = await launchBrowser();
  const workbench = await newWorkbenchPage(browser, {
    colorScheme: theme === 'light' ? 'light' : 'dark',
    ...options,
  });
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
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
