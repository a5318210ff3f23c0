import { EventEmitter, type Disposable, type TextDocument, type Uri } from 'vscode';
import type { DescribedLayer } from '../../protocol/training.js';
import { nodeFileSystem } from '../../runs/node.js';
import { newestRunOf } from '../trainings/chooseRun.js';
import { thisHost } from '../trainings/storedRun.js';
import type { Trainings } from '../trainings/trainings.js';
import type { RunFigures } from './figures.js';
import { knownLayers, type KnownLayerInText } from './knownSpec.js';
import { liveFigures } from './liveFigures.js';
import { StoredFigures } from './storedFigures.js';

/** Figures beside the code move at most this often. */
const updateMs = 1000;

/** What is known of each spec that somebody looks at: of the run that trains, else of the newest on disk. */
export class SpecFigures implements Disposable {
  private readonly shapes = new Map<string, readonly DescribedLayer[] | null>();
  private readonly stored = new Map<string, StoredFigures>();
  private readonly changes = new EventEmitter<void>();
  /** Something is known anew; at most once a second while training. */
  readonly onDidChange = this.changes.event;
  private readonly subscription: Disposable;
  private timer: NodeJS.Timeout | undefined;
  private changedAt = -Infinity;

  constructor(private readonly trainings: Trainings) {
    this.subscription = trainings.onDidChange(() => this.announce());
  }

  /** What the data said of a spec's network; null where it cannot be built. */
  setShapes(spec: Uri, layers: readonly DescribedLayer[] | null): void {
    const key = spec.toString();
    if (JSON.stringify(this.shapes.get(key) ?? null) === JSON.stringify(layers)) return;
    this.shapes.set(key, layers);
    this.changes.fire();
  }

  /** The run that speaks for a spec; null where it has none. */
  async runOf(spec: Uri): Promise<RunFigures | null> {
    const live = this.trainings.ofSpec(spec)?.run;
    if (live) return liveFigures(live);
    const directory = await newestRunOf(spec);
    if (directory === undefined) return null;
    const key = spec.toString();
    let stored = this.stored.get(key);
    if (stored?.directory !== directory)
      this.stored.set(key, (stored = new StoredFigures(nodeFileSystem, directory, thisHost)));
    return stored.figures();
  }

  /** The layers of a document, in the order of its text. */
  layersOf(document: TextDocument, run: RunFigures | null): KnownLayerInText[] {
    return knownLayers(document.getText(), this.shapes.get(document.uri.toString()) ?? null, run);
  }

  /** The spec is looked at no more. */
  forget(spec: Uri): void {
    this.shapes.delete(spec.toString());
    this.stored.delete(spec.toString());
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.changes.dispose();
  }

  private announce(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.changedAt = Date.now();
        this.changes.fire();
      },
      Math.max(0, this.changedAt + updateMs - Date.now()),
    );
  }
}
