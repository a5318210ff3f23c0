/** Everything that is loaded with the first spec: problems, trainings, panels, and the commands' work. */
import { existsSync } from 'node:fs';
import {
  DiagnosticSeverity,
  ProgressLocation,
  Uri,
  commands,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type TreeView,
  type WebviewPanel,
} from 'vscode';
import type { CommandId } from './contributions.js';
import { UserError, runCommand } from './commands.js';
import { chooseRuns } from './compare/chooseRuns.js';
import { ComparePanels } from './compare/comparePanels.js';
import { chooseTarget } from './explanations/chooseTarget.js';
import { Explanations } from './explanations/explanations.js';
import { SpecFigures } from './figures/specFigures.js';
import { chooseFinding, fixAndTrain, type FixToTry } from './fixes/fixAndTrain.js';
import { Outcomes } from './fixes/outcomes.js';
import { provideSpecHovers } from './hovers/specHovers.js';
import { provideSpecLenses } from './lenses/specLenses.js';
import { Models } from './models/models.js';
import { createNetwork } from './networks/createNetwork.js';
import { RunPanels } from './panels/runPanels.js';
import { RangeTests } from './rangeTests/rangeTests.js';
import { comparePanelType, differencePanelType, explanationPanelType } from './panelTypes.js';
import { FindingProblems } from './problems/findingProblems.js';
import { LastFindings } from './problems/lastFindings.js';
import { provideQuickFixes } from './problems/quickFixes.js';
import { SpecProblems } from './problems/specProblems.js';
import { takeStep, type ExampleActions } from './examples/exampleSteps.js';
import { openExample } from './examples/openExample.js';
import type { MoreNode, Node } from './runsView/nodes.js';
import { deleteCheckpoints, deleteRuns, renameRun, restoreSpec, revealRun } from './runsView/runActions.js';
import { RunsView } from './runsView/runsView.js';
import { chooseSpec, isSpec, isTable, readSpec } from './specDocuments.js';
import { TrainingStatus } from './statusBar.js';
import { askSeeds, trainSeeds } from './trainings/seedTrainings.js';
import { chooseRun, newestRunOf } from './trainings/chooseRun.js';
import { openStoredRun } from './trainings/storedRun.js';
import type { Training } from './trainings/training.js';
import { Trainings } from './trainings/trainings.js';
import type { Finding } from '../runs/finding.js';
import { Inspector } from '../worker/inspectorClient.js';
import { WorkBench } from './workBench.js';

export class Features implements Disposable {
  readonly trainings = new Trainings();
  readonly models: Models;
  private readonly bench: WorkBench;
  private readonly inspector: Inspector;
  private readonly panels: RunPanels;
  private readonly rangeTests: RangeTests;
  private readonly findings: FindingProblems;
  private readonly comparisons: ComparePanels;
  private readonly explanations: Explanations;
  private readonly outcomes = new Outcomes();
  private readonly problems: SpecProblems;
  private readonly figures: SpecFigures;
  private readonly status = new TrainingStatus();
  private readonly entry: string;
  private runs: RunsView | undefined;
  private readonly disposables: Disposable[];

  constructor(private readonly context: ExtensionContext) {
    this.models = new Models(context.extensionUri, (spec, text) => this.bench.check(spec.fsPath, text));
    this.entry = Uri.joinPath(context.extensionUri, 'dist/worker.js').fsPath;
    this.bench = new WorkBench(this.entry);
    this.rangeTests = new RangeTests(context.extensionUri, this.entry);
    this.findings = new FindingProblems((spec) => this.rangeTests.problems.testOf(spec));
    const inspector = Uri.joinPath(context.extensionUri, 'dist/inspector.js').fsPath;
    this.inspector = new Inspector(inspector);
    this.explanations = new Explanations(context.extensionUri, inspector);
    this.figures = new SpecFigures(this.trainings, this.inspector);
    this.problems = new SpecProblems(async (spec, text) => {
      const checked = await this.bench.check(spec.fsPath, text);
      this.figures.setChecked(spec, checked);
      return checked.problems;
    });
    this.panels = new RunPanels(context.extensionUri, this.trainings, {
      resume: (source) => this.resumeRun(source.directory),
      explain: async ({ directory }) => this.explanations.show({ directory, data: null, line: null }),
      trainAgain: async (source) => void (await this.train(source.spec)),
      fixAndTrain: (fix) => this.tryFix(fix),
      inspector: this.inspector,
    });
    this.comparisons = new ComparePanels({
      extensionUri: context.extensionUri,
      trainings: this.trainings,
      inspector: this.inspector,
      showRun: (directory) => this.showRun(undefined, { directory }),
    });
    this.disposables = [
      this.trainings,
      this.models,
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
        return this.train(resource ?? this.activeSpec() ?? (await chooseSpec()));
      case 'netweight.fixAndTrain':
        return this.fixAndTrain(resource ?? this.activeSpec() ?? (await chooseSpec()), detail);
      case 'netweight.trainSeeds':
        return this.trainSeeds(resource ?? this.activeSpec() ?? (await chooseSpec()));
      case 'netweight.findLearningRate':
        return this.findLearningRate(resource ?? this.activeSpec() ?? (await chooseSpec()));
      case 'netweight.pause':
        return (await this.chooseTraining('pause')).pause();
      case 'netweight.continue':
        return (await this.chooseTraining('continue')).continue();
      case 'netweight.stop':
        return this.trainings.all.length === 0 && this.rangeTests.stop()
          ? undefined
          : (await this.chooseTraining('stop')).stop();
      case 'netweight.resume':
        return runOf(target) ? this.resumeRun(runOf(target)!.directory) : this.resumeChosen(resource);
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
      case 'netweight.selectForCompare':
        return this.models.selectForCompare(resource);
      case 'netweight.compareWithSelected':
        return this.models.compareWithSelected(resource);
      case 'netweight.compareWithHead':
        return this.models.compareWithHead(resource);
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
      train: async (spec) => void (await this.train(spec)),
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

  private async train(spec: Uri): Promise<Training | undefined> {
    if (!(await isTrusted())) return undefined;
    const document = await readSpec(spec);
    if (document.isDirty) await document.save();
    const training = this.trainings.start({ entry: this.entry, spec, specText: document.getText() });
    await this.follow(training);
    return training;
  }

  private async trainSeeds(spec: Uri): Promise<void> {
    const count = (await isTrusted()) ? await askSeeds() : undefined;
    if (count === undefined) return;
    const document = await readSpec(spec);
    if (document.isDirty) await document.save();
    const last = await trainSeeds(document, count, {
      start: (seeded) => this.trainings.start({ entry: this.entry, spec, ...seeded }),
      follow: (training) => this.follow(training),
    });
    if (last !== null) await this.panels.show(await openStoredRun(last));
  }

  /** `wanted`: the code and the layer of a finding; without them the one at the cursor, or the one that is picked. */
  private async fixAndTrain(spec: Uri, wanted: unknown): Promise<void> {
    const findings = this.findings
      .fixables(spec)
      .flatMap(({ finding, diagnostic }) =>
        finding ? [{ finding, line: diagnostic.range.start.line }] : [],
      );
    const chosen = await chooseFinding(spec, findings, wanted as Pick<Finding, 'code' | 'layer'> | undefined);
    await this.tryFix({ spec, ...chosen });
  }

  private tryFix(fix: FixToTry): Promise<void> {
    return fixAndTrain(fix, {
      outcomes: this.outcomes,
      runningOf: (spec) => this.trainings.ofSpec(spec),
      train: async (spec) => void (await this.train(spec)),
    });
  }

  private async findLearningRate(spec: Uri): Promise<void> {
    if (!(await isTrusted())) return;
    try {
      await this.rangeTests.find(spec);
    } catch (error) {
      throw await this.explainRefusal(spec, error);
    }
  }

  private async resumeChosen(resource?: Uri): Promise<void> {
    const directory = await chooseRun(resource ?? this.activeSpec());
    if (directory !== undefined) await this.resumeRun(directory);
  }

  private async resumeRun(directory: string): Promise<void> {
    if (!(await isTrusted())) return;
    if (this.trainings.inDirectory(directory)) throw new UserError('This run trains already.');
    const { spec } = await openStoredRun(directory);
    const specText = await readRunSpec(directory);
    await this.follow(this.trainings.start({ entry: this.entry, spec, specText, resume: directory }));
  }

  /** Opens the panel beside, keeps findings on their lines, and reports how it ended. */
  private async follow(training: Training): Promise<void> {
    const { spec } = training;
    this.findings.clear(spec);
    this.outcomes.clear(spec);
    this.showStatus();
    try {
      await window.withProgress(
        { location: ProgressLocation.Window, title: `Reading the data of ${training.name}` },
        () => training.started,
      );
    } catch (error) {
      throw await this.explainRefusal(spec, error);
    }
    await this.panels.show(training);
    const document = await readSpec(spec);
    let shown: unknown;
    const update = training.onDidChange(() => {
      const findings = training.run?.findings ?? [];
      if (findings === shown) return;
      shown = findings;
      this.findings.show(document, findings);
    });
    void training.ended
      .then(
        () => undefined,
        (error: unknown) =>
          window.showErrorMessage(
            `${training.name}: ${error instanceof Error ? error.message : String(error)}`,
          ),
      )
      .finally(() => {
        update.dispose();
        void this.panels.settle(training.directory);
      });
  }

  /** Problems stand in the Problems panel already: a refusal points there. */
  private async explainRefusal(spec: Uri, error: unknown): Promise<Error> {
    const message = error instanceof Error ? error.message : String(error);
    const isRefusal = this.problems
      .fixables(spec)
      .some(({ diagnostic }) => diagnostic.severity === DiagnosticSeverity.Error);
    if (isRefusal) void commands.executeCommand('workbench.actions.view.problems');
    return new UserError(message);
  }

  private async showRun(resource?: Uri, run?: RunTarget): Promise<void> {
    if (run) {
      const { directory } = run;
      const source = this.trainings.inDirectory(directory) ?? (await openStoredRun(directory));
      return this.panels.show(source, run.layer);
    }
    const spec = resource ?? this.activeSpec();
    const training = spec ? this.trainings.ofSpec(spec) : this.trainings.all.at(-1);
    if (training) return this.panels.show(training);
    const directory = spec ? await newestRunOf(spec) : undefined;
    if (directory === undefined) throw new UserError('There is no run to show yet: train a network first.');
    await this.panels.show(await openStoredRun(directory));
  }

  /** Explains a run, the newest run of a spec, or rows of a data file; without any, what the active editor shows. */
  private async explain(resource?: Uri, run?: RunTarget): Promise<void> {
    const active = window.activeTextEditor?.document;
    const shown = active && (isSpec(active) || isTable(active)) ? active.uri : undefined;
    this.explanations.show(
      run
        ? { directory: run.directory, data: null, line: null }
        : await chooseTarget(resource ?? shown ?? this.activeSpec()),
    );
  }

  /** Called on a spec, on a model file, or on nothing: then on the spec that is seen. */
  private async showWeightsBeside(resource?: Uri): Promise<void> {
    const isOfSpec = resource?.path.endsWith('.nn.json') ?? false;
    const spec = (isOfSpec ? resource : this.activeSpec()) ?? (await chooseSpec());
    await this.models.showBeside(spec, isOfSpec ? undefined : resource);
  }

  private activeSpec(): Uri | undefined {
    const documents = [window.activeTextEditor, ...window.visibleTextEditors].map(
      (editor) => editor?.document,
    );
    return documents.find((document) => document !== undefined && isSpec(document))?.uri;
  }

  /** The training that a command speaks of: its panel's, its spec's, the only one, or the one that is picked. */
  private async chooseTraining(verb: string): Promise<Training> {
    const { all } = this.trainings;
    const spec = this.activeSpec();
    const meant =
      all.find(({ directory }) => this.panels.active === directory) ??
      (spec && this.trainings.ofSpec(spec)) ??
      (all.length === 1 ? all[0] : undefined);
    if (meant) return meant;
    if (all.length === 0) throw new UserError(`Nothing trains, so there is nothing to ${verb}.`);
    const items = all.map((training) => ({
      label: training.name,
      description: training.directory,
      training,
    }));
    const picked = await window.showQuickPick(items, { placeHolder: `Which training to ${verb}?` });
    if (!picked) throw new UserError(`Nothing was chosen to ${verb}.`);
    return picked.training;
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

/** A run that a lens or a view speaks of. */
interface RunTarget {
  readonly directory: string;
  /** The layer that a lens stands above. */
  readonly layer?: string;
}

/** The spec of a file in a menu, or of a line in the view. */
function resourceOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  const isSpecNode = typeof target === 'object' && target !== null && 'specPath' in target;
  return isSpecNode ? Uri.file(String(target.specPath)) : undefined;
}

/** Of a line in the view, a lens, or a plain path. */
function runOf(target: unknown): RunTarget | undefined {
  if (typeof target === 'string') return { directory: target };
  if (typeof target !== 'object' || target === null || !('directory' in target)) return undefined;
  if (typeof target.directory !== 'string') return undefined;
  const layer = 'layer' in target && typeof target.layer === 'string' ? { layer: target.layer } : {};
  return { directory: target.directory, ...layer };
}

async function readRunSpec(directory: string): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(Uri.file(directory), 'spec.nn.json'));
  return new TextDecoder().decode(bytes);
}

/** Looking works anywhere; training runs what a workspace says, and shows the way to trust where there is none. */
async function isTrusted(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Trust';
  const words = 'Training needs a trusted workspace. Looking at specs and runs does not.';
  const choice = await window.showWarningMessage(words, manage);
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
  return false;
}
