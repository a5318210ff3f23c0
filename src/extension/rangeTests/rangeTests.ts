import {
  EventEmitter,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type WebviewPanel,
} from 'vscode';
import { nodeFileSystem } from '../../runs/node.js';
import { readRangeTest } from '../../runs/rangeTest.js';
import { UserError } from '../commands.js';
import { makeEdit } from '../problems/quickFixes.js';
import { readSpec, specName } from '../specDocuments.js';
import { RangeTestPanel, type RangeTestActions } from './rangeTestPanel.js';
import { RangeTestRun } from './rangeTestRun.js';
import { keptRangeTest, type RangeTestSource } from './rangeTestSource.js';
import { RateProblems } from './rateProblems.js';

/** Finding learning rates: one test a spec at a time, its panel beside, what it found on the spec's line. */
export class RangeTests implements Disposable {
  readonly problems = new RateProblems();
  private readonly runs = new Map<string, RangeTestRun>();
  private readonly panels = new Map<string, RangeTestPanel>();
  private readonly found = new EventEmitter<TextDocument>();
  private readonly actions: RangeTestActions = {
    again: (spec) => this.find(spec),
    applyRate: (spec) => this.applyRate(spec),
  };
  /** A test has ended and something is known anew. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly extensionUri: Uri,
    private readonly entry: string,
  ) {}

  /** Tries rates on a spec; resolves at the end of the test. */
  async find(spec: Uri): Promise<void> {
    const key = spec.toString();
    if (this.runs.get(key)?.isRunning) return this.panels.get(key)?.reveal();
    const document = await readSpec(spec);
    const run = new RangeTestRun(this.entry, document);
    this.runs.get(key)?.dispose();
    this.runs.set(key, run);
    await window.withProgress(
      { location: ProgressLocation.Window, title: `Trying learning rates of ${specName(spec)}` },
      async () => {
        await run.begun;
        // A test that could not begin has nothing to show; its problems stand in the Problems panel.
        if (run.isRunning || !run.snapshot().error) this.show(run);
        const test = await run.ended.catch((error: unknown) => {
          throw new UserError(error instanceof Error ? error.message : String(error));
        });
        if (!test) return;
        this.problems.set(document, test);
        this.found.fire(document);
      },
    );
  }

  /** A panel of an earlier window comes back with the newest test of its spec. */
  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    try {
      const spec = specOf(state);
      if (spec === undefined) throw new UserError('The panel does not know its spec any more.');
      this.add(new RangeTestPanel(panel, this.extensionUri, await this.newest(spec), this.actions), spec);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  /** Stops the tests that run; false where there is none. */
  stop(): boolean {
    const running = [...this.runs.values()].filter(({ isRunning }) => isRunning);
    for (const run of running) void run.stop();
    return running.length > 0;
  }

  dispose(): void {
    for (const disposable of [...this.runs.values(), ...this.panels.values()]) disposable.dispose();
    this.problems.dispose();
    this.found.dispose();
  }

  private show(run: RangeTestRun): void {
    const { uri } = run.document;
    const open = this.panels.get(uri.toString());
    if (open) {
      open.setSource(run);
      open.reveal();
    } else this.add(RangeTestPanel.open(this.extensionUri, run, this.actions), uri);
  }

  /** The test of this window, or else the one that was kept; throws where there is none. */
  private async newest(spec: Uri): Promise<RangeTestSource> {
    const run = this.runs.get(spec.toString());
    if (run) return run;
    const test = await readRangeTest(nodeFileSystem, spec.fsPath);
    if (!test) throw new UserError(`No learning rates of ${specName(spec)} have been kept; find one anew.`);
    return keptRangeTest(await readSpec(spec), test);
  }

  private add(panel: RangeTestPanel, spec: Uri): void {
    const key = spec.toString();
    this.panels.set(key, panel);
    const following = workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === key) panel.tell();
    });
    panel.onDidDispose(() => {
      following.dispose();
      this.panels.delete(key);
    });
  }

  private async applyRate(spec: Uri): Promise<void> {
    const document = await readSpec(spec);
    const fix = this.problems.fixOf(document);
    const edit = fix && makeEdit(document, fix);
    if (!edit || !(await workspace.applyEdit(edit)))
      throw new UserError('The spec is not the one that was tried any more; find a rate anew.');
  }
}

/** What a panel keeps across reloads; anything may stand there. */
function specOf(state: unknown): Uri | undefined {
  if (typeof state !== 'object' || state === null || !('spec' in state)) return undefined;
  return typeof state.spec === 'string' ? Uri.parse(state.spec) : undefined;
}
