import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PanelBrowser, type PanelName, type Theme } from './page.js';

/** How a scene is opened: in which panel, theme and size. */
export interface Opening {
  readonly panel?: PanelName;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

/**
 * A browser for the tests of one `describe`: opens scenes, closes the last page after each test, and fails a test
 * whose page complained.
 */
export function openPanels(usual: Opening = {}): (scene: string, opening?: Opening) => Promise<Page> {
  let browser: PanelBrowser;
  let page: Page | undefined;
  let complaints: string[] = [];
  before(async () => {
    browser = await PanelBrowser.launch();
  });
  after(() => browser.close());
  afterEach(async () => {
    await page?.close();
    assert.deepEqual(complaints, []);
  });
  return async (scene, opening = {}) => {
    const { panel = 'run', theme = 'dark-modern', width = 1280, height = 860 } = { ...usual, ...opening };
    ({ page, complaints } = await browser.open(scene, theme, width, height, panel));
    return page;
  };
}
