import { EventEmitter, type Disposable, type TextDocument, type Uri } from 'vscode';
import type { CheckedSpec, DescribedLayer, TrainingCost } from '../../protocol/training.js';
import type { MeasuredRun } from '../../runs/measuredRun.js';
import { nodeFileSystem } from '../../runs/node.js';
import type { RunRecord } from '../../runs/run.js';
import type { Inspector } from '../../worker/inspectorClient.js';
import { newestRunOf } from '../trainings/chooseRun.js';
import { Throttle } from '../throttle.js';
import { thisHost } from '../trainings/storedRuns.js';
import type { Trainings } from '../trainings/trainings.js';
import type { RunFigures } from './figures.js';
import { knownLayers, type KnownLayerInText } from './knownSpec.js';
import { liveFigures } from './liveFigures.js';
import { StoredFigures } from './storedFigures.js';

/** Figures beside the code move at most this often. */
const updateMs = 1000;
/** So long a lens waits for a run to be read before it shows what is known so far. */
const patienceMs = 250;

/** What is known of each spec that somebody looks at: of the run that trains, else of the newest on disk. */
export class SpecFigures implements Disposable {
  private readonly costs = new Map<string, TrainingCost | null>();
  private readonly shapes = new Map<string, readonly DescribedLayer[] | null>();
  private readonly stored = new Map<string, StoredFigures>();
  private readonly changes = new EventEmitter<void>();
  /** Something is known anew; at most once a second while training. */
  readonly onDidChange = this.changes.event;
  private readonly subscription: Disposable;
  private readonly throttle = new Throttle(updateMs, () => this.changes.fire());

  constructor(
    private readonly trainings: Trainings,
    private readonly inspector: Inspector,
  ) {
    this.subscription = trainings.onDidChange(() => this.throttle.ask());
  }

  /** What the data said of a spec's network and its training; null where it cannot be built. */
  setChecked(spec: Uri, { layers, cost }: Pick<CheckedSpec, 'layers' | 'cost'>): void {
    const key = spec.toString();
    const isSame = JSON.stringify(this.shapes.get(key) ?? null) === JSON.stringify(layers);
    if (isSame && isAlike(this.costs.get(key) ?? null, cost)) return;
    this.shapes.set(key, layers);
    this.costs.set(key, cost);
    this.throttle.ask();
  }

  /** What a training of the spec will take, as far as that is known. */
  costOf(spec: Uri): TrainingCost | null {
    return this.costs.get(spec.toString()) ?? null;
  }

  /** The run that speaks for a spec; null where it has none. */
  async runOf(spec: Uri): Promise<RunFigures | null> {
    const live = this.trainings.ofSpec(spec)?.run;
    return live ? liveFigures(live) : ((await this.storedOf(spec))?.figures() ?? null);
  }

  /** The same without waiting: what takes longer than a moment to read is announced once it is known. */
  async runSoFar(spec: Uri): Promise<RunFigures | null> {
    const live = this.trainings.ofSpec(spec)?.run;
    if (live) return liveFigures(live);
    const stored = await this.storedOf(spec);
    if (!stored) return null;
    const whole = stored.figures();
    const late = Symbol('late');
    const soon = await Promise.race([
      whole,
      new Promise<symbol>((wait) => setTimeout(wait, patienceMs, late)),
    ]);
    if (typeof soon !== 'symbol') return soon;
    // A failure is for whoever waits for it: a hover.
    void whole.then(
      () => this.throttle.ask(),
      () => undefined,
    );
    return stored.soFar;
  }

  /** The layers of a document, in the order of its text. */
  layersOf(document: TextDocument, run: RunFigures | null): KnownLayerInText[] {
    return knownLayers(document.getText(), this.shapes.get(document.uri.toString()) ?? null, run);
  }

  /** The spec is looked at no more. */
  forget(spec: Uri): void {
    this.shapes.delete(spec.toString());
    this.costs.delete(spec.toString());
    this.stored.delete(spec.toString());
  }

  private async storedOf(spec: Uri): Promise<StoredFigures | null> {
    const directory = await newestRunOf(spec);
    if (directory === undefined) return null;
    const key = spec.toString();
    let stored = this.stored.get(key);
    if (stored?.directory !== directory) {
      const measure = (record: RunRecord): Promise<MeasuredRun> =>
        this.inspector.ask('measured', directory, record);
      this.stored.set(key, (stored = new StoredFigures(nodeFileSystem, directory, thisHost, measure)));
    }
    return stored;
  }

  dispose(): void {
    this.throttle.dispose();
    this.subscription.dispose();
    this.changes.dispose();
  }
}

/** Whether two costs are the same but for how fast the machine was just now. */
function isAlike(a: TrainingCost | null, b: TrainingCost | null): boolean {
  if (a === null || b === null) return a === b;
  const isAsFast = Math.abs(Math.log(a.stepMs / b.stepMs)) < Math.log(1.3);
  return a.parameters === b.parameters && a.arenaBytes === b.arenaBytes && isAsFast;
}
