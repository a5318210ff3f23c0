import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { changeTheme, themes, type Theme } from './page.js';

const widths = [1280, 700, 400];

/**
 * Checks an open panel at every width, in pixels, and in every theme: contrast of at least 4.5 everywhere, a name for
 * every control, and nothing to scroll to sideways. `height` has room for all of it; `settle` waits for what is drawn
 * anew at a width.
 */
export async function assertReadable(
  page: Page,
  scene: string,
  height: number,
  settle: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height });
    await settle();
    // Charts follow a new width in the next frames; what stays too wide is told by the audit.
    const fits = page.waitForFunction(() => window.audit().sideways === 0, null, { timeout: 5000 });
    await fits.catch(() => undefined);
    for (const theme of Object.keys(themes) as Theme[]) {
      await changeTheme(page, theme);
      const audit = await page.evaluate(() => window.audit());
      assert.deepEqual(
        audit,
        { contrasts: [], nameless: [], crowded: [], sideways: 0 },
        `${scene} at ${width} px in ${theme}`,
      );
    }
  }
}
