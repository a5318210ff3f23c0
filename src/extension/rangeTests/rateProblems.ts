import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  workspace,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import { currentRate, foundRate } from '../../diagnose/foundRate.js';
import { ratePath } from '../../diagnose/fixes/learningRate.js';
import { formatShort } from '../../display/numbers.js';
import { nodeFileSystem } from '../../runs/node.js';
import { readRangeTest, type RangeTest } from '../../runs/rangeTest.js';
import { parseSpec } from '../../spec/parse.js';
import { locate } from '../../spec/positions.js';
import type { Fix } from '../../spec/spec.js';
import type { Fixable, FixSource } from '../problems/fixable.js';
import { isSpec, rangeAt } from '../specDocuments.js';

/** A rate within this factor of the found one is as good. */
const closeFactor = 3;
/** Typing rests this long before rates are compared anew. */
const delayMs = 150;

/** Offers what a range test has found on the `learningRate` of its spec, as long as the network is the one it tried. */
export class RateProblems implements Disposable, FixSource {
  private readonly collection = languages.createDiagnosticCollection('netweight-range-test');
  private readonly tests = new Map<string, RangeTest>();
  private readonly found = new Map<string, readonly Fixable[]>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: Disposable[];

  constructor() {
    this.subscriptions = [
      workspace.onDidOpenTextDocument((document) => void this.read(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.schedule(document)),
    ];
    for (const document of workspace.textDocuments) void this.read(document);
  }

  /** The newest range test of a spec, whatever it was made of. */
  testOf(spec: Uri): RangeTest | null {
    return this.tests.get(spec.toString()) ?? null;
  }

  set(document: TextDocument, test: RangeTest): void {
    this.tests.set(document.uri.toString(), test);
    this.show(document);
  }

  /** The fix that takes the found rate over; null where there is nothing to take. */
  fixOf(document: TextDocument): Fix | null {
    return this.describe(document)?.fix ?? null;
  }

  fixables(uri: Uri): readonly Fixable[] {
    return this.found.get(uri.toString()) ?? [];
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.collection.dispose();
  }

  private async read(document: TextDocument): Promise<void> {
    if (!isSpec(document)) return;
    const test = await readRangeTest(nodeFileSystem, document.uri.fsPath);
    if (test && !document.isClosed) this.set(document, test);
  }

  private schedule(document: TextDocument): void {
    const key = document.uri.toString();
    if (!this.tests.has(key)) return;
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => this.show(document), delayMs),
    );
  }

  private show(document: TextDocument): void {
    if (document.isClosed) return;
    const described = this.describe(document);
    const fixables: Fixable[] = described ? [described.fixable] : [];
    this.found.set(document.uri.toString(), fixables);
    this.collection.set(
      document.uri,
      fixables.map(({ diagnostic }) => diagnostic),
    );
  }

  private describe(document: TextDocument): { readonly fix: Fix; readonly fixable: Fixable } | null {
    const { spec, positions } = parseSpec(document.getText());
    const found = spec && foundRate(spec, this.testOf(document.uri));
    if (!spec || found === null) return null;
    const now = currentRate(spec);
    if (now === found) return null;
    const path = ratePath(spec);
    const fix: Fix = {
      title: `Set ${path.at(-1)!} to ${formatShort(found)}, as the range test found`,
      preferred: true,
      edits: [{ op: 'set', path, value: found }],
    };
    const { offset, length } = locate(positions, path);
    const isFar = now === undefined || Math.abs(Math.log(now / found)) > Math.log(closeFactor);
    const message = `The range test found ${formatShort(found)}${now === undefined ? '' : `; this is ${formatShort(now)}`}.`;
    const diagnostic = new Diagnostic(
      rangeAt(document, offset, length),
      message,
      isFar ? DiagnosticSeverity.Information : DiagnosticSeverity.Hint,
    );
    diagnostic.source = 'Netweight';
    diagnostic.code = 'range-test';
    return { fix, fixable: { diagnostic, fixes: [fix] } };
  }
}
