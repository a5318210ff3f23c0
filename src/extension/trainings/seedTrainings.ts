import { window, type TextDocument } from 'vscode';
import { runNameOf, timeStamp } from '../../runs/folder.js';
import { varySeed } from '../../training/seeds.js';
import { UserError } from '../commands.js';
import type { Training } from './training.js';

const [fewestSeeds, usualSeeds, mostSeeds] = [2, 5, 100];

/** How many seeds to train with; undefined where that was not said. */
export async function askSeeds(): Promise<number | undefined> {
  const answer = await window.showInputBox({
    title: 'Train with Several Seeds',
    prompt: 'How many runs? Each draws its own split, first weights and order of rows.',
    value: String(usualSeeds),
    validateInput: (text) =>
      isCount(text) ? undefined : `Give a whole number from ${fewestSeeds} to ${mostSeeds}.`,
  });
  return answer === undefined ? undefined : Number(answer);
}

function isCount(text: string): boolean {
  const count = Number(text);
  return Number.isInteger(count) && count >= fewestSeeds && count <= mostSeeds;
}

export interface SeedTrainings {
  readonly start: (seeded: { readonly specText: string; readonly group: string }) => Training;
  /** Shows a training as it runs. */
  readonly follow: (training: Training) => Promise<void>;
}

/**
 * Trains a spec with one seed after another; the first is shown as it runs, all stand in the status bar. Ends where
 * one is stopped. Returns the folder of the last; null where none began.
 */
export async function trainSeeds(
  document: TextDocument,
  count: number,
  { start, follow }: SeedTrainings,
): Promise<string | null> {
  const seeded = varySeed(document.getText(), count);
  if (!seeded) throw new UserError('The spec has errors: see the Problems panel.');
  const group = `${runNameOf(document.uri.fsPath)}-${timeStamp(Date.now())}`;
  let last: string | null = null;
  for (const [i, { text }] of seeded.entries()) {
    const training = start({ specText: text, group });
    if (i === 0) await follow(training);
    const { status } = await training.ended;
    last = training.directory;
    if (status === 'stopped') break;
  }
  return last;
}
