/** A workbench with a workspace of its own, for one test file: from the folder, or with the packed extension. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser, newWorkbenchPage, type PageOptions, type Workbench } from '../host/browser.js';
import { configure, themes, themeSettings, waitForTheme, type ThemeName } from '../host/configuration.js';
import { projectRoot } from '../host/paths.js';
import { installExtension, startServer, type Server, type ServerOptions } from '../host/server.js';
import { chooseTheme, openFolder, takeScreenshot } from '../host/workbench.js';
import { playFiles } from './playground.js';

/** The packed extension to test instead of the folder. */
const vsix = process.env['NETWEIGHT_VSIX'];

export interface Session extends Workbench {
  readonly server: Server;
  readonly browser: Browser;
  /** The folder that is open. */
  readonly folder: string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  /** Saves a picture for people, once it is certain that it shows the theme of the session. */
  readonly screenshot: (name: string) => Promise<void>;
  /** Changes the theme of the open workbench. */
  readonly changeTheme: (theme: ThemeName) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface SessionOptions extends ServerOptions, PageOptions {
  readonly theme?: ThemeName;
  /** Puts the small specs of the playground into the folder, as `play`. */
  readonly play?: boolean;
  /** Code that a training worker runs half a second after its first samples. */
  readonly crash?: string;
}

export async function openSession({
  theme = 'dark',
  play = false,
  crash,
  ...options
}: SessionOptions = {}): Promise<Session> {
  const temporary = mkdtempSync(join(tmpdir(), 'workbench-'));
  const folder = join(temporary, 'examples');
  mkdirSync(folder);
  cpSync(join(projectRoot, 'examples'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.netweight'),
  });
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  if (play) for (const [path, text] of Object.entries(playFiles)) write(path, text);
  const extensionsDirectory = join(temporary, 'extensions');
  const dataDirectory = join(temporary, 'data');
  let extension = join(temporary, 'extension');
  if (vsix) {
    installExtension(vsix, extensionsDirectory, dataDirectory);
    const [name = ''] = readdirSync(extensionsDirectory).filter((entry) => entry.startsWith('netweight.'));
    extension = join(extensionsDirectory, name);
  } else {
    // Not the project's folder itself: VS Code shows a theme that lies below an extension under development, and
    // the VS Code of the tests lies there with all of its themes.
    for (const part of ['package.json', 'dist', 'media', 'examples'])
      cpSync(join(projectRoot, part), join(extension, part), { recursive: true });
  }
  if (crash !== undefined) appendFileSync(join(extension, 'dist/worker.js'), crashLater(crash));
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
  await configure(page, server, { theme, extensions: vsix ? [] : [extension] });
  await openFolder(page, server.url(folder));
  await waitForTheme(page, theme);
  let shown = theme;
  return {
    ...workbench,
    server,
    browser,
    folder,
    write,
    changeTheme: async (next) => {
      shown = next;
      await chooseTheme(page, themes[next].label);
      await waitForTheme(page, next);
    },
    screenshot: async (name) => {
      await waitForTheme(page, shown);
      await takeScreenshot(page, name);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const crashLater = (body: string): string => `
{
  const { parentPort } = require('node:worker_threads');
  const post = parentPort.postMessage.bind(parentPort);
  let isDue = true;
  parentPort.postMessage = (message, transfer) => {
    post(message, transfer);
    const isTraining = message.kind === 'event' && message.payload.some(({ type }) => type === 'samples');
    if (isDue && isTraining) setTimeout(() => { ${body} }, 500);
    if (isTraining) isDue = false;
  };
}
`;

/** Leaves a picture of the window where a test failed. */
export function pictureFailures(session: () => Session | undefined): void {
  afterEach(async function () {
    const test = this.currentTest;
    const page = session()?.page;
    if (test?.state === 'failed' && page)
      await takeScreenshot(page, `failed-${test.title.slice(0, 40).replaceAll(/\W+/g, '-')}`);
  });
}
