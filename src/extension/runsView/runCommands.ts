import { existsSync } from 'node:fs';
import type { Disposable, TreeView, Uri } from 'vscode';
import { activeSpec, runOf, type RunTarget } from '../commandTargets.js';
import { UserError } from '../commands.js';
import { chooseRuns } from '../compare/chooseRuns.js';
import type { ComparePanels } from '../compare/comparePanels.js';
import type { RunPanels } from '../panels/runPanels.js';
import { newestRunOf } from '../trainings/chooseRun.js';
import type { StoredRuns } from '../trainings/storedRuns.js';
import type { Trainings } from '../trainings/trainings.js';
import type { MoreNode, Node } from './nodes.js';
import { deleteCheckpoints, deleteRuns, renameRun, restoreSpec, revealRun } from './runActions.js';
import { RunsView } from './runsView.js';

export interface RunCommandParts {
  readonly trainings: Trainings;
  readonly stored: StoredRuns;
  readonly panels: RunPanels;
  readonly comparisons: ComparePanels;
}

/** What is done with runs; `args` are what a command was called on: an item of the view, and all that are chosen. */
export class RunCommands implements Disposable {
  private shown: RunsView | undefined;

  constructor(private readonly parts: RunCommandParts) {}

  /** Fills the view of runs, which is looked at for the first time. */
  open(view: TreeView<Node>): RunsView {
    this.shown = new RunsView(view, this.parts.trainings);
    return this.shown;
  }

  /** Undefined before it is looked at. */
  get view(): RunsView | undefined {
    return this.shown;
  }

  dispose(): void {
    this.shown?.dispose();
  }

  /** Shows a run, else the newest of the spec that is meant or seen, else the training that was started last. */
  async show(resource?: Uri, run?: RunTarget): Promise<void> {
    const { trainings, stored, panels } = this.parts;
    if (run) {
      const { directory } = run;
      return panels.show(trainings.inDirectory(directory) ?? (await stored.open(directory)), run.layer);
    }
    const spec = resource ?? activeSpec();
    const training = spec ? trainings.ofSpec(spec) : trainings.all.at(-1);
    if (training) return panels.show(training);
    const directory = spec ? await newestRunOf(spec) : undefined;
    if (directory === undefined) throw new UserError('There is no run to show yet: train a network first.');
    await panels.show(await stored.open(directory));
  }

  compare(args: readonly unknown[]): Promise<void> {
    return this.compareFolders(this.named(args));
  }

  /** Shows two run folders or more beside each other; where fewer are named, they are chosen. */
  async compareFolders(named: readonly string[]): Promise<void> {
    const directories = await chooseRuns(named);
    if (directories.length > 0) this.parts.comparisons.show(directories);
  }

  restoreSpec(args: readonly unknown[]): Promise<unknown> {
    return restoreSpec(this.first(args));
  }

  reveal(args: readonly unknown[]): Promise<unknown> {
    return revealRun(this.first(args));
  }

  rename(args: readonly unknown[]): Promise<void> {
    return this.change(renameRun(this.first(args)));
  }

  deleteCheckpoints(args: readonly unknown[]): Promise<void> {
    return this.change(deleteCheckpoints(this.first(args)));
  }

  async delete(args: readonly unknown[]): Promise<void> {
    const directories = this.chosen(args);
    await this.change(deleteRuns(directories));
    this.parts.panels.close(directories.filter((directory) => !existsSync(directory)));
  }

  showMore(node: MoreNode): void {
    this.shown?.showMore(node);
  }

  refresh(): void {
    this.shown?.refresh();
  }

  private async change(work: Promise<unknown>): Promise<void> {
    await work;
    this.refresh();
  }

  private first(args: readonly unknown[]): string {
    return this.chosen(args)[0]!;
  }

  /** Folders of the runs that are meant: an item and all that are chosen, or by a key what is chosen. */
  private chosen(args: readonly unknown[]): readonly string[] {
    const directories = this.named(args);
    if (directories.length === 0) throw new UserError('Choose a run in the view "Runs" first.');
    return directories;
  }

  private named([target, chosen]: readonly unknown[]): readonly string[] {
    const lists: readonly unknown[] = [chosen, target];
    const list: readonly unknown[] | undefined = lists.find(Array.isArray);
    const named = list ?? (target === undefined ? (this.shown?.chosen ?? []) : [target]);
    return [...new Set(named.flatMap((one) => runOf(one)?.directory ?? []))];
  }
}
