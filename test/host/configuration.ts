/** What the workbench of the tests is told before it starts: extensions from their folders, and the theme. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Server } from './server.js';

/** Themes by the names that tests use: setting, name in the list of themes, kind, classes of kind and file. */
export const themes = {
  dark: { id: 'Dark Modern', label: 'Dark Modern', type: 'dark', classes: ['vs-dark', 'dark_modern'] },
  light: { id: 'Light Modern', label: 'Light Modern', type: 'light', classes: ['vs', 'light_modern'] },
  'high-contrast': {
    id: 'Default High Contrast',
    label: 'Dark High Contrast',
    type: 'hcDark',
    classes: ['hc-black', 'hc_black'],
  },
  'high-contrast-light': {
    id: 'Default High Contrast Light',
    label: 'Light High Contrast',
    type: 'hcLight',
    classes: ['hc-light', 'hc_light'],
  },
} as const;

export type ThemeName = keyof typeof themes;

export interface Configuration {
  readonly theme?: ThemeName;
  /** Folders of extensions to load. */
  readonly extensions?: readonly string[];
  /** A test entry to run inside the extension host. */
  readonly tests?: string;
}

/**
 * A built workbench ignores extensions and tests in its URL, so they are put into the page's own configuration
 * while the page is parsed, before its scripts read it. The theme stands there too, as the default: user settings
 * come later, from the server, and until then the workbench would be in the light of its own default.
 */
export async function configure(
  page: Page,
  server: Server,
  { theme, extensions = [], tests }: Configuration,
): Promise<void> {
  const uri = (path: string): object => ({
    $mid: 1,
    scheme: 'vscode-remote',
    authority: `localhost:${server.port}`,
    path: resolve(path),
  });
  const added = {
    developmentOptions: {
      ...(extensions.length > 0 ? { extensions: extensions.map(uri) } : {}),
      ...(tests === undefined ? {} : { extensionTestsPath: uri(tests) }),
    },
    ...(theme === undefined
      ? {}
      : {
          initialColorTheme: { themeType: themes[theme].type },
          configurationDefaults: { 'workbench.colorTheme': themes[theme].id },
        }),
  };
  // Text, since a function would be compiled with helpers that the page does not have.
  await page.addInitScript({ content: `(${patchConfiguration})(${JSON.stringify(added)})` });
}

const patchConfiguration = `(added) => {
  if (window !== window.top) return;
  const observer = new MutationObserver(() => {
    const meta = document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return;
    const config = JSON.parse(meta.getAttribute('data-settings'));
    for (const [key, value] of Object.entries(added)) config[key] = { ...config[key], ...value };
    meta.setAttribute('data-settings', JSON.stringify(config));
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}`;

/** The user settings that choose a theme, whatever the machine prefers. */
export const themeSettings = (theme: ThemeName): Record<string, unknown> => ({
  'workbench.colorTheme': themes[theme].id,
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
});

/** Resolves when the workbench shows the theme; rejects with the classes that it has instead. */
export async function waitForTheme(page: Page, theme: ThemeName): Promise<void> {
  const [kind, file] = themes[theme].classes;
  const workbench = page.locator('.monaco-workbench').first();
  try {
    await page.locator(`.monaco-workbench.${kind}[class*="${file}"]`).first().waitFor({ timeout: 30_000 });
  } catch {
    throw new Error(`The workbench is not in the theme ${theme}: ${await workbench.getAttribute('class')}`);
  }
}
