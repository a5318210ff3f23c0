import { workspace, type Uri } from 'vscode';
import { parseSpec } from '../../spec/parse.js';
import { UserError } from '../commands.js';
import { makeEdit } from '../problems/quickFixes.js';
import { readSpec } from '../specDocuments.js';
import type { ExampleStep } from '../walkthrough.js';
import { newestRunOf } from '../trainings/chooseRun.js';

/** What the steps need of the extension. */
export interface ExampleActions {
  /** Begins a training; resolves once it is under way, or was refused. */
  train(spec: Uri): Promise<void>;
  /** Resolves when the training of a spec is over; at once where nothing trains. */
  ended(spec: Uri): Promise<void>;
  showRun(directory: string, layer: string): Promise<void>;
  compare(directories: readonly string[]): Promise<void>;
}

type Step = (spec: Uri, actions: ExampleActions) => Promise<void>;

/** What is done with the example once it is open. A step makes up for those that were passed over. */
const steps: Readonly<Record<ExampleStep, Step>> = {
  open: () => Promise.resolve(),
  train: (spec, actions) => actions.train(spec),
  look: async (spec, actions) => {
    const run = await trainedRun(spec, actions);
    if (run !== undefined) await actions.showRun(run, 'hidden');
  },
  compare: async (spec, actions) => {
    const before = await trainedRun(spec, actions);
    if (before === undefined) return;
    await changeRate(spec);
    await actions.train(spec);
    await actions.ended(spec);
    const after = await newestRunOf(spec);
    if (after !== undefined && after !== before) await actions.compare([before, after]);
  },
};

export async function takeStep(name: unknown, spec: Uri, actions: ExampleActions): Promise<void> {
  const known: Readonly<Record<string, Step>> = steps;
  await known[typeof name === 'string' ? name : 'open']?.(spec, actions);
}

/** The example's newest run once it is over; one is trained where there is none. Undefined where that was refused. */
async function trainedRun(spec: Uri, actions: ExampleActions): Promise<string | undefined> {
  if ((await newestRunOf(spec)) === undefined) await actions.train(spec);
  await actions.ended(spec);
  return newestRunOf(spec);
}

/** Ten times as small, or as large where it is small already: one edit of the text. */
async function changeRate(spec: Uri): Promise<void> {
  const document = await readSpec(spec);
  const rate = parseSpec(document.getText()).spec?.optimizer['learningRate'];
  const value = rate === 0.001 ? 0.01 : 0.001;
  const edit = makeEdit(document, {
    title: 'Change the learning rate',
    edits: [{ op: 'set', path: ['optimizer', 'learningRate'], value }],
  });
  if (!edit || !(await workspace.applyEdit(edit)))
    throw new UserError(
      'The example has changed too much for this step: undo, or delete its folder and begin anew.',
    );
}
