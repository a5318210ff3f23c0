/** Everything that is loaded with the first spec: problems, trainings, panels, and the commands' work. */
import { existsSync } from 'node:fs';
import {
  Uri,
  window,
  type Disposable,
  type ExtensionContext,
  type TreeView,
  type WebviewPanel,
} from 'vscode';
import { Inspector } from '../worker/inspectorClient.js';
import { activeModel, activeSpec, resourceOf, runOf, type RunTarget } from './commandTargets.js';
import { UserError, runCommand } from './commands.js';
import { chooseRuns } from './compare/chooseRuns.js';
import { ComparePanels } from './compare/comparePanels.js';
import type { CommandId } from './contributions.js';
import { takeStep, type ExampleActions } from './examples/exampleSteps.js';
import { openExample } from './examples/openExample.js';
import { chooseTarget, isOnnx } from './explanations/chooseTarget.js';
import { Explanations } from './explanations/explanations.js';
import { SpecFigures } from './figures/specFigures.js';
import { Outcomes } from './fixes/outcomes.js';
import { provideSpecHovers } from './hovers/specHovers.js';
import { provideSpecLenses } from './lenses/specLenses.js';
import { Models } from './models/models.js';
import { createNetwork } from './networks/createNetwork.js';
import {
  comparePanelType,
  differencePanelType,
  explanationPanelType,
  rangeTestPanelType,
} from './panelTypes.js';
import { RunPanels } from './panels/runPanels.js';
import { provideFindingPages } from './problems/findingPages.js';
import { FindingProblems } from './problems/findingProblems.js';
import { LastFindings } from './problems/lastFindings.js';
import { provideQuickFixes } from './problems/quickFixes.js';
import { SpecProblems } from './problems/specProblems.js';
import { RangeTests } from './rangeTests/rangeTests.js';
import type { MoreNode, Node } from './runsView/nodes.js';
import { deleteCheckpoints, deleteRuns, renameRun, restoreSpec, revealRun } from './runsView/runActions.js';
import { RunsView } from './runsView/runsView.js';
import { chooseSpec, isSpec, isTable } from './specDocuments.js';
import { TrainingStatus } from './statusBar.js';
import { newestRunOf } from './trainings/chooseRun.js';
import { StoredRuns } from './trainings/storedRuns.js';
import { TrainingCommands } from './trainings/trainingCommands.js';
import { Trainings } from './trainings/trainings.js';
import { WorkBench } from './workBench.js';

export class Features implements Disposable {
  readonly trainings: Trainings;
  readonly models: Models;
  private readonly bench: WorkBench;
  private readonly inspector: Inspector;
  private readonly stored: StoredRuns;
  private readonly panels: RunPanels;
  private readonly rangeTests: RangeTests;
  private readonly findings: FindingProblems;
  private readonly comparisons: ComparePanels;
  private readonly explanations: Explanations;
  private readonly outcomes = new Outcomes();
  private readonly problems: SpecProblems;
  private readonly figures: SpecFigures;
  private readonly status = new TrainingStatus();
  private readonly training: TrainingCommands;
  private runs: RunsView | undefined;
  private readonly disposables: Disposable[];

  constructor(private readonly context: ExtensionContext) {
    this.models = new Models(context.extensionUri, (spec, text) => this.bench.check(spec.fsPath, text));
    const entry = Uri.joinPath(context.extensionUri, 'dist/worker.js').fsPath;
    this.bench = new WorkBench(entry);
    this.rangeTests = new RangeTests(context.extensionUri, entry);
    this.findings = new FindingProblems((spec) => this.rangeTests.problems.testOf(spec));
    const inspector = Uri.joinPath(context.extensionUri, 'dist/inspector.js').fsPath;
    this.inspector = new Inspector(inspector);
    this.stored = new StoredRuns(this.inspector);
    this.trainings = new Trainings(this.stored);
    this.explanations = new Explanations(context.extensionUri, inspector);
    this.figures = new SpecFigures(this.trainings, this.inspector);
    this.problems = new SpecProblems(async (spec, text) => {
      const checked = await this.bench.check(spec.fsPath, text);
      this.figures.setChecked(spec, checked);
      return checked.problems;
    });
    this.panels = new RunPanels(context.extensionUri, this.trainings, {
      resume: (source) => this.training.resume(source.directory),
      explain: async ({ directory }) => this.explanations.show({ directory, data: null, line: null }),
      trainAgain: async (source) => void (await this.training.train(source.spec)),
      fixAndTrain: (fix) => this.training.tryFix(fix),
      inspector: this.inspector,
      stored: this.stored,
    });
    this.comparisons = new ComparePanels({
      extensionUri: context.extensionUri,
      trainings: this.trainings,
      inspector: this.inspector,
      showRun: (directory) => this.showRun(undefined, { directory }),
    });
    const { trainings, stored, panels, findings, outcomes, problems, rangeTests } = this;
    this.training = new TrainingCommands({
      entry,
      trainings,
      stored,
      panels,
      findings,
      outcomes,
      problems,
      rangeTests,
    });
    this.disposables = [
      this.trainings,
      this.bench,
      this.inspector,
      this.panels,
      this.rangeTests,
      this.rangeTests.onDidFind((document) => this.findings.refresh(document)),
      this.comparisons,
      this.explanations,
      this.findings,
      this.outcomes,
      this.problems,
      this.status,
      new LastFindings(this.findings, (spec) => this.trainings.ofSpec(spec) !== undefined),
      this.figures,
      provideSpecLenses(this.figures),
      provideSpecHovers(this.figures),
      provideFindingPages(),
      provideQuickFixes([this.problems, this.findings, this.rangeTests.problems]),
      this.trainings.onDidChange(() => this.showStatus()),
    ];
  }

  /** Does what a command says; the first argument is what it was called on: a file, or a run. */
  command(id: CommandId, args: readonly unknown[]): Promise<unknown> {
    return runCommand(id, () => this.run(id, args));
  }

  private async run(id: CommandId, args: readonly unknown[]): Promise<unknown> {
    const [target, detail] = args;
    const resource = resourceOf(target);
    switch (id) {
      case 'netweight.train':
        return this.training.train(resource ?? activeSpec() ?? (await chooseSpec()));
      case 'netweight.fixAndTrain':
        return this.training.fixAndTrain(resource ?? activeSpec() ?? (await chooseSpec()), detail);
      case 'netweight.trainSeeds':
        return this.training.trainSeeds(resource ?? activeSpec() ?? (await chooseSpec()));
      case 'netweight.findLearningRate':
        return this.training.findLearningRate(resource ?? activeSpec() ?? (await chooseSpec()));
      case 'netweight.pause':
        return (await this.training.choose('pause')).pause();
      case 'netweight.continue':
        return (await this.training.choose('continue')).continue();
      case 'netweight.stop':
        return this.trainings.all.length === 0 && this.rangeTests.stop()
          ? undefined
          : (await this.training.choose('stop')).stop();
      case 'netweight.resume':
        return runOf(target)
          ? this.training.resume(runOf(target)!.directory)
          : this.training.resumeChosen(resource);
      case 'netweight.showRun':
        return this.showRun(resource, runOf(target));
      case 'netweight.compareRuns':
        return this.compareRuns(this.runsNamed(args));
      case 'netweight.restoreSpec':
        return restoreSpec(this.runsIn(args)[0]!);
      case 'netweight.renameRun':
        return this.change(renameRun(this.runsIn(args)[0]!));
      case 'netweight.deleteRun':
        return this.deleteRuns(this.runsIn(args));
      case 'netweight.deleteCheckpoints':
        return this.change(deleteCheckpoints(this.runsIn(args)[0]!));
      case 'netweight.revealRun':
        return revealRun(this.runsIn(args)[0]!);
      case 'netweight.showMoreRuns':
        return this.runs?.showMore(target as MoreNode);
      case 'netweight.refreshRuns':
        return this.runs?.refresh();
      case 'netweight.openExample':
        return takeStep(target, await openExample(this.context), this.exampleActions());
      case 'netweight.explain':
        return this.explain(resource, runOf(target));
      case 'netweight.newNetwork':
        return createNetwork(this.bench, resource);
      case 'netweight.showWeightsBeside':
        return this.showWeightsBeside(resource);
      case 'netweight.showWeightsOverTime':
        return this.models.showOverTime(resource);
      case 'netweight.selectForCompare':
        return this.models.comparison.select(resource);
      case 'netweight.compareWithSelected':
        return this.models.comparison.compareWithSelected(resource);
      case 'netweight.compareWithHead':
        return this.models.comparison.compareWithHead(resource);
    }
  }

  /** Fills the view of runs, which is looked at for the first time. */
  openRuns(view: TreeView<Node>): RunsView {
    this.runs = new RunsView(view, this.trainings);
    this.disposables.push(this.runs);
    return this.runs;
  }

  async restorePanel(panel: WebviewPanel, state: unknown): Promise<void> {
    if (panel.viewType === explanationPanelType) this.explanations.restore(panel, state);
    else if (panel.viewType === differencePanelType) this.models.restoreDifference(panel, state);
    else if (panel.viewType === comparePanelType) this.comparisons.restore(panel, state);
    else if (panel.viewType === rangeTestPanelType) await this.rangeTests.restore(panel, state);
    else await this.panels.restore(panel, state);
  }

  /** Ends all trainings, each with its checkpoint written. */
  stopAll(): Promise<void> {
    return this.trainings.stopAll();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** Folders of the runs that a command was called on: an item and all that are chosen, or by a key what is chosen. */
  private runsIn(args: readonly unknown[]): readonly string[] {
    const directories = this.runsNamed(args);
    if (directories.length === 0) throw new UserError('Choose a run in the view "Runs" first.');
    return directories;
  }

  private runsNamed([target, chosen]: readonly unknown[]): readonly string[] {
    const lists: readonly unknown[] = [chosen, target];
    const list: readonly unknown[] | undefined = lists.find(Array.isArray);
    const named = list ?? (target === undefined ? (this.runs?.chosen ?? []) : [target]);
    return [...new Set(named.flatMap((one) => runOf(one)?.directory ?? []))];
  }

  private exampleActions(): ExampleActions {
    return {
      train: async (spec) => void (await this.training.train(spec)),
      ended: async (spec) => {
        await this.trainings.ofSpec(spec)?.ended.catch(() => undefined);
      },
      showRun: (directory, layer) => this.showRun(undefined, { directory, layer }),
      compare: (directories) => this.compareRuns(directories),
    };
  }

  /** Shows two run folders or more beside each other; where fewer are named, they are chosen. */
  private async compareRuns(named: readonly string[]): Promise<void> {
    const directories = await chooseRuns(named);
    if (directories.length > 0) this.comparisons.show(directories);
  }

  private async deleteRuns(directories: readonly string[]): Promise<void> {
    await this.change(deleteRuns(directories));
    this.panels.close(directories.filter((directory) => !existsSync(directory)));
  }

  private async change(work: Promise<unknown>): Promise<void> {
    await work;
    this.runs?.refresh();
  }

  private async showRun(resource?: Uri, run?: RunTarget): Promise<void> {
    if (run) {
      const { directory } = run;
      const source = this.trainings.inDirectory(directory) ?? (await this.stored.open(directory));
      return this.panels.show(source, run.layer);
    }
    const spec = resource ?? activeSpec();
    const training = spec ? this.trainings.ofSpec(spec) : this.trainings.all.at(-1);
    if (training) return this.panels.show(training);
    const directory = spec ? await newestRunOf(spec) : undefined;
    if (directory === undefined) throw new UserError('There is no run to show yet: train a network first.');
    await this.panels.show(await this.stored.open(directory));
  }

  /** Explains a run, the newest run of a spec, or rows of a data file; without any, what the active editor shows. */
  private async explain(resource?: Uri, run?: RunTarget): Promise<void> {
    const active = window.activeTextEditor?.document;
    const model = activeModel();
    const shown =
      active && (isSpec(active) || isTable(active)) ? active.uri : model && isOnnx(model) ? model : undefined;
    const target = run
      ? { directory: run.directory, data: null, line: null }
      : await chooseTarget(resource ?? shown ?? activeSpec());
    if (target) this.explanations.show(target);
  }

  /** Called on a spec, on a model file, or on nothing: then on the spec that is seen. */
  private async showWeightsBeside(resource?: Uri): Promise<void> {
    const isOfSpec = resource?.path.endsWith('.nn.json') ?? false;
    const spec = (isOfSpec ? resource : activeSpec()) ?? (await chooseSpec());
    await this.models.showBeside(spec, isOfSpec ? undefined : resource);
  }

  private showStatus(): void {
    this.status.show(
      this.trainings.all.map(({ name, run }) => ({
        name,
        state: run?.state ?? 'running',
        progress: run?.progress ?? null,
      })),
    );
  }
}
