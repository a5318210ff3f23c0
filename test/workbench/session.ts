/** A workbench with a workspace of its own, for one test file: from the folder, or with the packed extension. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser, newWorkbenchPage, type PageOptions, type Workbench } from '../host/browser.js';
import { configure, themeSettings, waitForTheme, type ThemeName } from '../host/configuration.js';
import { projectRoot } from '../host/paths.js';
import { installExtension, startServer, type Server, type ServerOptions } from '../host/server.js';
import { openFolder, takeScreenshot } from '../host/workbench.js';

/** The packed extension to test instead of the folder. */
const vsix = process.env['NETWEIGHT_VSIX'];

export interface Session extends Workbench {
  readonly server: Server;
  readonly browser: Browser;
  /** The folder that is open. */
  readonly folder: string;
  readonly write: (path: string, text: string) => void;
  /** Saves a picture for people, once it is certain that it shows the theme of the session. */
  readonly screenshot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface SessionOptions extends ServerOptions, PageOptions {
  readonly theme?: ThemeName;
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
  const [browser, server] = await Promise.all([
    launchBrowser(),
    startServer({
      extensionsDirectory,
      dataDirectory,
      ...options,
      settings: { ...themeSettings(theme), ...options.settings },
    }),
  ]);
  const workbench = await newWorkbenchPage(browser, options);
  const { page } = workbench;
  await configure(page, server, { theme, extensions: vsix ? [] : [projectRoot] });
  await openFolder(page, server.url(folder));
  await waitForTheme(page, theme);
  return {
    ...workbench,
    server,
    browser,
    folder,
    write: (path, text) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    screenshot: async (name) => {
      await waitForTheme(page, theme);
      await takeScreenshot(page, vsix ? `packed-${name}` : name);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
