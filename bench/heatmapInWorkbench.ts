/** The heatmap of a large tensor in a real VS Code: how often it is painted while it is dragged and zoomed. */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { findPanel, openFile, runCommand } from '../test/host/workbench.js';
import { openSession } from '../test/workbench/session.js';
import { writeSafetensors } from './modelFiles.js';
import { formatTable, round } from './tables.mjs';

export interface HeatmapCost {
  readonly framesPerSecond: number;
  /** Between two frames, ms. */
  readonly longestMs: number;
  /** Parts that the worker sent. */
  readonly tilesPerSecond: number;
  /** From the end of the movement until the last part is there, ms. */
  readonly sharpMs: number;
}

const size = 10_000;
/** Keys that bring closer before each movement, and how much each of them does. */
const closer = [1, 2, 3, 4];
const keyZoom = 1.5;

/** `names` are those of what is moved: a drag over the matrix at several depths, then the wheel. */
export async function measureHeatmap(seconds: number): Promise<Map<string, HeatmapCost>> {
  const session = await openSession({ width: 1920, height: 1000 });
  const { page } = session;
  const costs = new Map<string, HeatmapCost>();
  try {
    const block = Float32Array.from({ length: 2 ** 20 }, (_, i) => Math.sin(i * 12.9898) * (1 + (i % 7)));
    writeSafetensors(join(session.folder, 'wide.safetensors'), { tensors: 1, rows: size, cols: size }, block);
    await openFile(page, 'wide.safetensors');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    const panel = await findPanel(page, '#tensor canvas', 60_000);
    await panel.locator('#tensor .foot', { hasText: 'largest of' }).waitFor({ timeout: 60_000 });
    await panel.evaluate('globalThis.__name = (made) => made');
    await panel.evaluate(watchFrames);
    await panel.locator('#tensor .picture').scrollIntoViewIfNeeded();
    let rows = size;
    for (const keys of closer) {
      await panel.locator('#tensor').focus();
      for (let i = 0; i < keys; i++) await page.keyboard.press('+');
      await page.waitForTimeout(1500);
      rows = Math.round(rows / keyZoom ** keys);
      costs.set(`dragged, ${rows} rows in sight`, await measure(panel, () => drag(page, panel, seconds)));
    }
    await session.screenshot('heatmap-10000');
    costs.set('zoomed by the wheel', await measure(panel, () => panel.evaluate(turnWheel, seconds)));
    return costs;
  } finally {
    await session.close();
  }
}

/** What was measured, as a section of a page. */
export function formatHeatmap(costs: ReadonlyMap<string, HeatmapCost>): string {
  const rows = [...costs].map(([what, { framesPerSecond, longestMs, tilesPerSecond, sharpMs }]) => [
    what,
    round(framesPerSecond),
    `${round(longestMs)} ms`,
    round(tilesPerSecond),
    `${round(sharpMs)} ms`,
    '30 frames a second',
  ]);
  return `## A heatmap of 10,000 × 10,000

A safetensors of 0.4 GB in a real VS Code, 1920 × 1000 px, in headless Chromium without a graphics card, so that painting counts too. A hand that never waits drags the matrix at several depths; then the wheel zooms. Every frame shows the part that was read last, and beyond it the whole, coarsely; "parts" are what the worker sends at the resolution of the screen, and "sharp" is the time from the end of the movement until the last one is there. Load average at the end: ${loadavg()[0]!.toFixed(1)}.

${formatTable(['', 'frames a second', 'longest between two', 'parts a second', 'sharp after', 'wanted'], rows)}
`;
}

/** What is noted of every frame of the heatmap and of every part of it that comes. */
interface Watched {
  frames: number[];
  tiles: number[];
}
declare global {
  interface Window {
    watched: Watched;
  }
}

function watchFrames(): void {
  window.watched = { frames: [], tiles: [] };
  const { prototype } = CanvasRenderingContext2D;
  const clear: (...place: number[]) => void = Reflect.get(prototype, 'clearRect');
  const canvas = document.querySelector('#tensor canvas');
  // Every frame begins with it.
  prototype.clearRect = function (...place) {
    if (this.canvas === canvas) window.watched.frames.push(performance.now());
    clear.apply(this, place);
  };
  window.addEventListener('message', () => window.watched.tiles.push(performance.now()));
}

async function measure(panel: Frame, move: () => Promise<void>): Promise<HeatmapCost> {
  const start = await panel.evaluate(() => performance.now());
  await move();
  const end = await panel.evaluate(() => performance.now());
  await panel.waitForTimeout(2500);
  const { frames, tiles } = await panel.evaluate(() => window.watched);
  const painted = frames.filter((at) => at >= start && at <= end);
  const gaps = painted.slice(1).map((at, i) => at - painted[i]!);
  const came = tiles.filter((at) => at >= start);
  const seconds = (end - start) / 1000;
  return {
    framesPerSecond: painted.length / seconds,
    longestMs: Math.max(...gaps),
    tilesPerSecond: came.filter((at) => at <= end).length / seconds,
    sharpMs: Math.max(0, (came.at(-1) ?? end) - end),
  };
}

/** Goes to and fro over half of the picture without letting go, a step a frame: a hand that never waits. */
async function drag(page: Page, panel: Frame, seconds: number): Promise<void> {
  const box = (await panel.locator('#tensor canvas').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await panel.evaluate(dragByFrames, seconds);
  await page.mouse.up();
}

const dragByFrames = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    const canvas = document.querySelector('#tensor canvas')!;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const start = performance.now();
    const step = (): void => {
      const passed = performance.now() - start;
      const share = 0.5 + 0.2 * Math.sin(passed / 400);
      const at = { clientX: left + width * share, clientY: top + height * share };
      canvas.dispatchEvent(new PointerEvent('pointermove', at));
      if (passed < 1000 * seconds) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });

/** Comes closer and goes back, a little with each frame. */
const turnWheel = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    const canvas = document.querySelector('#tensor canvas')!;
    const start = performance.now();
    const step = (): void => {
      const passed = performance.now() - start;
      const deltaY = passed % 2000 < 1000 ? 8 : -8;
      canvas.dispatchEvent(new WheelEvent('wheel', { deltaY, ctrlKey: true, cancelable: true }));
      if (passed < 1000 * seconds) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
