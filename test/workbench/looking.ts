/** What a user looks at, and what lies on disk beside it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { RunRecord } from '../../src/runs/run.js';

/** An entry of the status bar. */
export const statusItem = (page: Page, text: RegExp): Locator =>
  page.locator('.statusbar-item', { hasText: text }).first();

/** Resolves when the panel's header says this. */
export const headerSays = (panel: Frame, text: RegExp): Promise<void> =>
  panel.locator('header', { hasText: text }).first().waitFor();

/** A message at the window's corner. */
export const notification = (page: Page, text: RegExp): Locator =>
  page.locator('.notification-list-item', { hasText: text }).first();

/** The run folders of a spec, in the folder of the workspace that it stands in; the oldest first. */
export function runsOf(workspace: string, folder: string, name: string): string[] {
  const runs = join(workspace, folder, '.netweight/runs');
  if (!existsSync(runs)) return [];
  const isOfSpec = (run: string): boolean => new RegExp(`^${name}-\\d{8}-`).test(run);
  return readdirSync(runs)
    .filter(isOfSpec)
    .sort()
    .map((run) => join(runs, run));
}

export const readRecord = (run: string): RunRecord =>
  JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as RunRecord;

/** The number of the newest checkpoint of an epoch; 0 where there is none. */
export function newestCheckpoint(run: string): number {
  const names = readdirSync(join(run, 'checkpoints'));
  return Math.max(0, ...names.map((name) => Number(/^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? 0)));
}

/** The weights of a checkpoint, without its header, which names times and settings. */
export function readWeights(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
}
