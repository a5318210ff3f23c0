import { PanelBrowser, type PanelName, type Theme } from '../test/workbench/panels/page.js';
import { savePicture } from './savePicture.js';

interface PanelPicture {
  readonly name: string;
  readonly panel: PanelName;
  readonly scene: string;
  readonly theme: Theme;
  readonly width?: number;
  readonly height?: number;
  /** Pressed one after the other, the first with the focus on `focus`. */
  readonly keys?: readonly string[];
  readonly focus?: string;
}

const pictures: readonly PanelPicture[] = [
  { name: 'panel-run', panel: 'run', scene: 'sick', theme: 'light-modern' },
  { name: 'panel-run-deep', panel: 'run', scene: 'deep', theme: 'high-contrast' },
  { name: 'panel-run-narrow', panel: 'run', scene: 'diverged', theme: 'high-contrast-light', width: 400 },
  {
    name: 'panel-run-zoomed',
    panel: 'run',
    scene: 'completed',
    theme: 'dark-modern',
    focus: '#loss',
    keys: ['+', '+'],
  },
  { name: 'panel-run-text', panel: 'run', scene: 'language', theme: 'light-modern' },
  { name: 'panel-model', panel: 'model', scene: 'ill', theme: 'dark-modern', height: 1340 },
  { name: 'panel-model-time', panel: 'model', scene: 'overTime', theme: 'light-modern', height: 1100 },
  { name: 'panel-difference', panel: 'difference', scene: 'moved', theme: 'dark-modern' },
  { name: 'panel-explain', panel: 'explain', scene: 'sampled', theme: 'high-contrast', height: 1100 },
  { name: 'panel-explain-picture', panel: 'explain', scene: 'picture', theme: 'dark-modern', height: 1100 },
  { name: 'panel-explain-text', panel: 'explain', scene: 'text', theme: 'light-modern', height: 1100 },
  { name: 'panel-compare', panel: 'compare', scene: 'many', theme: 'dark-modern' },
];

/** Takes the pictures of docs/design.md: the panels as tests open them, in their states and themes. */
export async function takePanelPictures(): Promise<void> {
  const browser = await PanelBrowser.launch();
  try {
    for (const picture of pictures) {
      const { name, panel, scene, theme, width = 1280, height = 860, focus, keys = [] } = picture;
      const { page } = await browser.open(scene, theme, width, height, panel);
      if (focus) await page.locator(focus).focus();
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForTimeout(1200);
      savePicture(name, await page.screenshot());
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
