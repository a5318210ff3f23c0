import { readFileSync } from 'node:fs';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = new URL('../../../', import.meta.url).pathname;

export const themes = {
  'dark-modern': 'vscode-dark',
  'light-modern': 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
} as const;
export type Theme = keyof typeof themes;

/** The panels, by their folders under webview, and the stand-in for the host of each. */
const hosts = {
  run: 'host',
  model: 'modelHost',
  difference: 'modelHost',
  explain: 'explainHost',
  compare: 'compareHost',
} as const;
export type PanelName = keyof typeof hosts;

/** The panels' files as the build makes them, and the stand-ins for their hosts. */
async function bundle(): Promise<ReadonlyMap<string, string | Buffer>> {
  const build = async (entry: string, name: string): Promise<readonly (readonly [string, string])[]> => {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: { [name]: entry },
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      outdir: '/',
      external: ['*.ttf'],
    });
    return outputFiles.map((file) => [file.path, file.text] as const);
  };
  const entries = [
    ...Object.keys(hosts).map((panel) => [`webview/${panel}/main.ts`, panel] as const),
    ...new Set(Object.values(hosts)),
  ];
  const files = await Promise.all(
    entries.map((entry) =>
      typeof entry === 'string' ? build(`test/workbench/panels/${entry}.ts`, entry) : build(...entry),
    ),
  );
  return new Map<string, string | Buffer>([
    ...files.flat(),
    ['/codicon.ttf', readFileSync(`${root}node_modules/@vscode/codicons/dist/codicon.ttf`)],
  ]);
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  ttf: 'font/ttf',
};

/** The page around the panel, under the same policy that the extension sets. */
const html = (
  theme: Theme,
  panel: PanelName,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${panel}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; font-src 'self'; style-src 'self'; script-src 'nonce-test'">
<link id="theme" rel="stylesheet" href="/themes/${theme}.css"><link rel="stylesheet" href="/fonts.css"><link rel="stylesheet" href="/${panel}.css"></head>
<body class="${themes[theme]}"><div id="app"></div><script nonce="test" src="/${hosts[panel]}.js"></script><script nonce="test" src="/${panel}.js"></script></body></html>`;

const fonts = `:root { --vscode-font-family: system-ui, Ubuntu, 'Droid Sans', sans-serif; --vscode-editor-font-family: 'Droid Sans Mono', monospace; }`;

/** Changes the theme of an open panel as VS Code does; what is drawn on canvases follows in the next two frames. */
export async function changeTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(
    async ([name, kind]) => {
      const link = document.querySelector<HTMLLinkElement>('#theme')!;
      if (document.body.className === kind) return;
      const loaded = new Promise((resolve) => (link.onload = resolve));
      link.href = `/themes/${name}.css`;
      await loaded;
      document.body.className = kind;
    },
    [theme, themes[theme]] as const,
  );
  await twoFrames(page);
}

/** What was asked for is drawn in the next frame, or in the one after where it waits to be in sight. */
export const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
  );

/** How late frames and messages to the host come, in milliseconds: for finding tests that do not wait for what they read. */
const slowFramesMs = Number(process.env['SLOW_FRAMES_MS'] ?? 0);

/** Loads an open panel anew, as VS Code does with one that comes back into sight. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await standsWhole(page);
}

async function standsWhole(page: Page): Promise<void> {
  await page.waitForSelector('main, .failure');
  await page.waitForTimeout(250);
  await twoFrames(page);
}

/** A browser that shows panels from memory. */
export class PanelBrowser {
  private constructor(
    readonly browser: Browser,
    readonly files: ReadonlyMap<string, string | Buffer>,
  ) {}

  static async launch(): Promise<PanelBrowser> {
    const [files, browser] = await Promise.all([
      bundle(),
      chromium.launch({
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
        args: [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--no-first-run',
          '--disable-background-networking',
        ],
      }),
    ]);
    return new PanelBrowser(browser, files);
  }

  /** Opens a scene; what the page complains of is thrown by `expectQuiet`. */
  async open(
    scene: string,
    theme: Theme,
    width: number,
    height = 860,
    panel: PanelName = 'run',
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await this.browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.route('http://panel.test/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') return route.fulfill({ contentType: 'text/html', body: html(theme, panel) });
      const body =
        path === '/fonts.css'
          ? fonts
          : /^\/(themes|runs|models)\//.test(path)
            ? readFileSync(`${root}test/fixtures${path}`)
            : this.files.get(path);
      return body === undefined
        ? route.fulfill({ status: path === '/favicon.ico' ? 204 : 404 })
        : route.fulfill({ contentType: types[path.split('.').at(-1)!] ?? 'application/octet-stream', body });
    });
    await page.goto(`http://panel.test/?panel=${panel}&scene=${scene}&slowFramesMs=${slowFramesMs}`);
    await standsWhole(page);
    return { page, complaints };
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
