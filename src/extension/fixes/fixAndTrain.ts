import { commands, window, workspace, type Uri } from 'vscode';
import { nodeFileSystem } from '../../runs/node.js';
import { RunReader } from '../../runs/reader.js';
import type { Finding } from '../../runs/finding.js';
import type { RunRecord } from '../../runs/run.js';
import { UserError } from '../commands.js';
import { makeEdit } from '../problems/quickFixes.js';
import { readSpec } from '../specDocuments.js';
import { newestRunOf } from '../trainings/chooseRun.js';
import type { Training } from '../trainings/training.js';
import { compareOutcome } from './outcome.js';
import type { Outcomes } from './outcomes.js';

export interface FixAndTrainContext {
  readonly outcomes: Outcomes;
  /** The training of a spec that runs now. */
  readonly runningOf: (spec: Uri) => Training | undefined;
  /** Begins a training and shows it; undefined where it was not allowed. */
  readonly train: (spec: Uri) => Promise<Training | undefined>;
}

export interface FixToTry {
  readonly spec: Uri;
  readonly finding: Finding;
  readonly fix: Finding['fixes'][number];
}

/**
 * Applies a fix as one edit that can be undone, trains again, and says on the finding's line what came of it, with
 * the curves of both runs beside each other. A training of the spec that runs is stopped first.
 */
export async function fixAndTrain(
  { spec, finding, fix }: FixToTry,
  context: FixAndTrainContext,
): Promise<void> {
  const document = await readSpec(spec);
  const edit = makeEdit(document, fix);
  if (!edit) throw new UserError('The spec has changed too much for this fix; train again for a new one.');
  await context.runningOf(spec)?.stop();
  const before = await newestRunOf(spec);
  const recordBefore = before === undefined ? null : await readRecord(before);
  if (!(await workspace.applyEdit(edit))) throw new UserError('The spec could not be changed.');
  const training = await context.train(spec);
  if (!training) return;
  const record = await training.ended;
  const isNew = before !== undefined && before !== training.directory;
  const runs = isNew ? [before, training.directory].map((directory) => ({ directory })) : [];
  const outcome = compareOutcome(finding, fix.title, recordBefore, {
    record,
    findings: training.run?.findings ?? [],
  });
  context.outcomes.show(document, { finding, outcome, runs });
  if (isNew) await commands.executeCommand('netweight.compareRuns', runs[0], runs);
}

/** The finding that is meant: of this code and layer, the only one on the cursor's line, or the one that is picked. */
export async function chooseFinding(
  spec: Uri,
  findings: readonly { readonly finding: Finding; readonly line: number }[],
  wanted: Pick<Finding, 'code' | 'layer'> | undefined,
): Promise<Pick<FixToTry, 'finding' | 'fix'>> {
  const mendable = findings.filter(({ finding }) => finding.fixes.length > 0);
  const editor = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === spec.toString(),
  );
  const named = mendable.filter(
    ({ finding }) => finding.code === wanted?.code && finding.layer === wanted.layer,
  );
  const onLine = mendable.filter(({ line }) => line === editor?.selection.active.line);
  const meant = [named, onLine, mendable].find(({ length }) => length === 1)?.[0]?.finding;
  if (mendable.length === 0)
    throw new UserError('There is no finding with a fix in this spec: train it first.');
  const finding = meant ?? (await pickFinding(mendable.map((one) => one.finding)));
  if (!finding) throw new UserError('Nothing was chosen to fix.');
  return { finding, fix: finding.fixes.find(({ preferred }) => preferred) ?? finding.fixes[0]! };
}

async function pickFinding(findings: readonly Finding[]): Promise<Finding | undefined> {
  const items = findings.map((finding) => ({
    label: finding.code,
    description: finding.layer ?? '',
    detail: finding.message,
    finding,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Which finding to fix?' }))?.finding;
}

async function readRecord(directory: string): Promise<RunRecord | null> {
  const read = await new RunReader(nodeFileSystem, directory).readRecord();
  return 'reason' in read ? null : read.value;
}
