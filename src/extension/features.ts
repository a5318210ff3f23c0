/** Everything that is loaded with the first spec: problems, trainings, panels, and the commands' work. */
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
import { runCommand } from './commands.js';
import { ComparePanels } from './compare/comparePanels.js';
import type { CommandId } from './commandList.js';
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
import { RunCommands } from './runsView/runCommands.js';
import type { RunsView } from './runsView/runsView.js';
import { chooseSpec, isSpec, isTable } from './specDocuments.js';
import { TrainingStatus } from './statusBar.js';
import { StoredRuns } from './trainings/storedRuns.js';
import { TrainingCommands } from './trainings/trainingCommands.js';
import { Trainings } from './trainings/trainings.js';
import { WorkBench } from './workBench.js';

export class Features implements Disposable {
  readonly trainings: Trainings;
  readonly models: Models;
  readonly runs: RunCommands;
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
      showRun: (directory) => this.runs.show(undefined, { directory }),
    });
    const { trainings, stored, panels, findings, outcomes, problems, rangeTests, comparisons } = this;
    this.runs = new RunCommands({ trainings, stored, panels, comparisons });
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
      this.runs,
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
        return this.runs.show(resource, runOf(target));
      case 'netweight.compareRuns':
        return this.runs.compare(args);
      case 'netweight.restoreSpec':
        return this.runs.restoreSpec(args);
      case 'netweight.renameRun':
        return this.runs.rename(args);
      case 'netweight.deleteRun':
        return this.runs.delete(args);
      case 'netweight.deleteCheckpoints':
        return this.runs.deleteCheckpoints(args);
      case 'netweight.revealRun':
        return this.runs.reveal(args);
      case 'netweight.showMoreRuns':
        return this.runs.showMore(target as MoreNode);
      case 'netweight.refreshRuns':
        return this.runs.refresh();
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
    return this.runs.open(view);
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

  private exampleActions(): ExampleActions {
    return {
      train: async (spec) => void (await this.training.train(spec)),
      ended: async (spec) => {
        await this.trainings.ofSpec(spec)?.ended.catch(() => undefined);
      },
      showRun: (directory, layer) => this.runs.show(undefined, { directory, layer }),
      compare: (directories) => this.runs.compareFolders(directories),
    };
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
