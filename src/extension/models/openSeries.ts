import { RelativePattern, Uri, workspace, type Disposable } from 'vscode';
import type { ModelSeries } from '../../protocol/modelPanel.js';
import type { ListedTensor } from '../../protocol/models.js';
import type { ModelReader } from '../../worker/modelReader.js';
import { extensionOf, findSeries, nameOf, type FileSeries } from './fileSeries.js';
import { findModel } from './findModel.js';
import type { ModelHost } from './modelHost.js';

/** So long after a file came or changed, in ms, it is looked at: whoever writes it may not be done. */
const restMs = 400;

/** The files that show a reader's model 0 at other moments, as they come, change and go. */
export class OpenSeries implements Disposable {
  /** Null where there is none beside model 0 itself, or nobody has looked yet. */
  found: ModelSeries | null = null;
  /** Numbers of the reader's models, by their addresses. */
  private readonly models: Map<string, number>;
  /** What tells whether two models hold the same values, by their numbers. */
  private readonly prints = new Map<number, string | null>();
  private readonly watchers: Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isDisposed = false;

  /** `find` gives the files that belong together: by default those that the name of `own` tells of. */
  constructor(
    private readonly host: ModelHost,
    private readonly reader: ModelReader,
    private readonly own: Uri,
    private readonly onChange: (series: ModelSeries | null) => void,
    private readonly find: () => Promise<FileSeries | null> = () => findSeries(own),
  ) {
    this.models = new Map([[own.toString(), 0]]);
    // Elsewhere each file would be fetched whole.
    this.watchers = host.isOnDisk(own) ? this.watch() : [];
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    for (const watcher of this.watchers) watcher.dispose();
  }

  /** Looks for the files anew, those that are open already stay so, and tells where there are others than before. */
  look(): Promise<void> {
    // Whatever is wrong with other files is not of this one.
    return (this.looking = this.looking.then(() => this.update().catch(() => undefined)));
  }

  /** Model 0 has other values, and so all is read anew. */
  forget(): void {
    this.prints.clear();
    this.found = null;
  }

  private watch(): Disposable[] {
    const folder = Uri.joinPath(this.own, '..');
    const patterns = [new RelativePattern(folder, '*')];
    if (/\d/.test(nameOf(folder)))
      patterns.push(new RelativePattern(Uri.joinPath(folder, '..'), `*/${nameOf(this.own)}`));
    return patterns.flatMap((pattern) => {
      const watcher = workspace.createFileSystemWatcher(pattern);
      const hear = (uri: Uri): void => this.lookSoon(uri);
      return [watcher, watcher.onDidCreate(hear), watcher.onDidChange(hear), watcher.onDidDelete(hear)];
    });
  }

  private lookSoon(changed: Uri): void {
    const address = changed.toString();
    if (address === this.own.toString() || extensionOf(nameOf(changed)) !== extensionOf(nameOf(this.own)))
      return;
    const model = this.models.get(address);
    if (model !== undefined) {
      // With other values it is another model.
      this.models.delete(address);
      this.reader.close(model);
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, restMs);
  }

  private async update(): Promise<void> {
    if (this.isDisposed || !this.host.isOnDisk(this.own)) return;
    const series = await this.find();
    const found = series && (await this.open(series));
    if (this.isDisposed || JSON.stringify(found) === JSON.stringify(this.found)) return;
    this.found = found;
    this.onChange(found);
  }

  /** Only files with the same tensors stay. */
  private async open({ word, files, marked }: FileSeries): Promise<ModelSeries | null> {
    const { tensors } = await this.reader.open(0);
    const moments: ModelSeries['moments'][number][] = [];
    for (const { uri, time, name } of files) {
      const model = await this.openOne(uri, tensors);
      if (model !== null) moments.push({ model, time, name, marks: [] });
    }
    for (const { uri, mark } of marked) {
      const model = await this.openOne(uri, tensors);
      const at = model === null ? -1 : await this.sameAs(model, moments);
      if (at < 0) continue;
      const { marks, ...moment } = moments[at]!;
      // The file of the editor stands for the one that it is a copy of.
      moments[at] = { ...moment, ...(model === 0 && { model }), marks: [...marks, mark] };
    }
    const hasOwn = moments.some(({ model }) => model === 0);
    return hasOwn && moments.length > 1 ? { word, moments } : null;
  }

  /** The number of the model at an address; null where it cannot be read, or holds other tensors. */
  private async openOne(uri: Uri, tensors: readonly ListedTensor[]): Promise<number | null> {
    // The reader's worker is not to be started again.
    if (this.isDisposed) return null;
    const address = uri.toString();
    const model = this.models.get(address) ?? this.reader.add(findModel(this.host, uri));
    this.models.set(address, model);
    const listing = await this.reader.open(model).catch(() => null);
    return listing && holdsSame(listing.tensors, tensors) ? model : null;
  }

  /** The place of the last moment with the values of a model; −1 where there is none. */
  private async sameAs(model: number, moments: ModelSeries['moments']): Promise<number> {
    const print = await this.printOf(model);
    for (let at = moments.length - 1; at >= 0 && print !== null && !this.isDisposed; at--)
      if ((await this.printOf(moments[at]!.model)) === print) return at;
    return -1;
  }

  private async printOf(model: number): Promise<string | null> {
    let print = this.prints.get(model);
    if (print === undefined) {
      print = await this.reader.ask('fingerprint', { model }).catch(() => null);
      this.prints.set(model, print);
    }
    return print;
  }
}

/** The same names and shapes, at the same places. */
function holdsSame(some: readonly ListedTensor[], others: readonly ListedTensor[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, shape }, place) => {
      const other = others[place]!;
      return name === other.name && shape.join() === other.shape.join();
    })
  );
}
