/** Pictures of the panels for looking at; scenes as `sick` of the run panel, `model/odd`, `difference/moved`, `compare/many`: `npx tsx test/workbench/panels/shots.mts OUT [scenes] [themes] [widths]`. */
import { mkdirSync } from 'node:fs';
import { PanelBrowser, themes, type PanelName, type Theme } from './page.js';
import { scenes } from './scenes.js';

const [out = 'out/panels', sceneList, themeList, widthList] = process.argv.slice(2);
const split = (list: string | undefined, all: readonly string[]): readonly string[] =>
  list && list !== 'all' ? list.split(',') : all;
mkdirSync(out, { recursive: true });
const browser = await PanelBrowser.launch();
for (const scene of split(sceneList, Object.keys(scenes))) {
  for (const theme of split(themeList, Object.keys(themes))) {
    for (const width of split(widthList, ['1280', '700', '400'])) {
      const [name, panel] = scene.split('/').reverse() as [string, PanelName?];
      const { page, complaints } = await browser.open(name, theme as Theme, Number(width), 860, panel);
      // Plots draw when they come into view, and what they show may make the page longer.
      for (let pass = 0; pass < 2; pass++) {
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: Number(width), height });
        await page.waitForTimeout(700);
      }
      await page.screenshot({ path: `${out}/${scene.replace('/', '-')}.${theme}.${width}.png` });
      for (const complaint of complaints) console.error(scene, theme, width, complaint);
      await page.close();
    }
  }
}
await browser.close();
