import { DiagnosticSeverity, ProgressLocation, Uri, commands, window, workspace } from 'vscode';
import type { Finding } from '../../runs/finding.js';
import { activeSpec } from '../commandTargets.js';
import { UserError } from '../commands.js';
import { chooseFinding, fixAndTrain, type FixToTry } from '../fixes/fixAndTrain.js';
import type { Outcomes } from '../fixes/outcomes.js';
import { Throttle } from '../throttle.js';
import type { RunPanels } from '../panels/runPanels.js';
import type { FindingProblems } from '../problems/findingProblems.js';
import type { SpecProblems } from '../problems/specProblems.js';
import type { RangeTests } from '../rangeTests/rangeTests.js';
import { readSpec } from '../specDocuments.js';
import { chooseRun } from './chooseRun.js';
import { askSeeds, trainSeeds } from './seedTrainings.js';
import type { StoredRuns } from './storedRuns.js';
import type { Training } from './training.js';
import type { Trainings } from './trainings.js';
import { isTrusted } from './trust.js';

/** Findings move in the Problems panel at most this often. */
const findingsMs = 1000;

/** Where trainings and what is said of them are shown. */
export interface TrainingSurroundings {
  /** Path of the worker's entry. */
  readonly entry: string;
  readonly trainings: Trainings;
  readonly stored: StoredRuns;
  readonly panels: RunPanels;
  readonly findings: FindingProblems;
  readonly outcomes: Outcomes;
  readonly problems: SpecProblems;
  readonly rangeTests: RangeTests;
}

/** What the commands do that train: anew, with several seeds, after a fix, at many rates, or where a run stood. */
export class TrainingCommands {
  constructor(private readonly has: TrainingSurroundings) {}

  async train(spec: Uri): Promise<Training | undefined> {
    if (!(await isTrusted())) return undefined;
    const document = await readSpec(spec);
    if (document.isDirty) await document.save();
    const training = this.has.trainings.start({ entry: this.has.entry, spec, specText: document.getText() });
    await this.follow(training);
    return training;
  }

  async trainSeeds(spec: Uri): Promise<void> {
    const count = (await isTrusted()) ? await askSeeds() : undefined;
    if (count === undefined) return;
    const document = await readSpec(spec);
    if (document.isDirty) await document.save();
    const last = await trainSeeds(document, count, {
      start: (seeded) => this.has.trainings.start({ entry: this.has.entry, spec, ...seeded }),
      follow: (training) => this.follow(training),
    });
    if (last !== null) await this.has.panels.show(await this.has.stored.open(last));
  }

  /** `wanted`: the code and the layer of a finding; without them the one at the cursor, or the one that is picked. */
  async fixAndTrain(spec: Uri, wanted: unknown): Promise<void> {
    const findings = this.has.findings
      .fixables(spec)
      .flatMap(({ finding, diagnostic }) =>
        finding ? [{ finding, line: diagnostic.range.start.line }] : [],
      );
    const chosen = await chooseFinding(spec, findings, wanted as Pick<Finding, 'code' | 'layer'> | undefined);
    await this.tryFix({ spec, ...chosen });
  }

  tryFix(fix: FixToTry): Promise<void> {
    return fixAndTrain(fix, {
      outcomes: this.has.outcomes,
      runningOf: (spec) => this.has.trainings.ofSpec(spec),
      train: (spec) => this.train(spec),
    });
  }

  async findLearningRate(spec: Uri): Promise<void> {
    if (!(await isTrusted())) return;
    try {
      await this.has.rangeTests.find(spec);
    } catch (error) {
      throw await this.explainRefusal(spec, error);
    }
  }

  async resumeChosen(resource?: Uri): Promise<void> {
    const directory = await chooseRun(resource ?? activeSpec());
    if (directory !== undefined) await this.resume(directory);
  }

  async resume(directory: string): Promise<void> {
    if (!(await isTrusted())) return;
    if (this.has.trainings.inDirectory(directory)) throw new UserError('This run trains already.');
    const { spec } = await this.has.stored.open(directory);
    const specText = await readRunSpec(directory);
    await this.follow(this.has.trainings.start({ entry: this.has.entry, spec, specText, resume: directory }));
  }

  /** The training that a command speaks of: its panel's, its spec's, the only one, or the one that is picked. */
  async choose(verb: string): Promise<Training> {
    const { all } = this.has.trainings;
    const spec = activeSpec();
    const meant =
      all.find(({ directory }) => this.has.panels.active === directory) ??
      (spec && this.has.trainings.ofSpec(spec)) ??
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

  /** Opens the panel beside, keeps findings on their lines, and reports how it ended. */
  private async follow(training: Training): Promise<void> {
    const { spec } = training;
    this.has.findings.clear(spec);
    this.has.outcomes.clear(spec);
    try {
      await window.withProgress(
        { location: ProgressLocation.Window, title: `Reading the data of ${training.name}` },
        () => training.started,
      );
    } catch (error) {
      throw await this.explainRefusal(spec, error);
    }
    await this.has.panels.show(training);
    const document = await readSpec(spec);
    let shown: unknown;
    const findings = new Throttle(findingsMs, () => {
      shown = training.run?.findings;
      if (shown) this.has.findings.show(document, training.run?.findings ?? []);
    });
    const update = training.onDidChange(() => {
      if (training.run?.findings !== shown) findings.ask();
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
        findings.flush();
        void this.has.panels.settle(training.directory);
      });
  }

  /** Problems stand in the Problems panel already: a refusal points there. */
  private async explainRefusal(spec: Uri, error: unknown): Promise<Error> {
    const message = error instanceof Error ? error.message : String(error);
    const isRefusal = this.has.problems
      .fixables(spec)
      .some(({ diagnostic }) => diagnostic.severity === DiagnosticSeverity.Error);
    if (isRefusal) void commands.executeCommand('workbench.actions.view.problems');
    return new UserError(message);
  }
}

async function readRunSpec(directory: string): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(Uri.file(directory), 'spec.nn.json'));
  return new TextDecoder().decode(bytes);
}
