import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  workspace,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import { parseSpec } from '../../spec/parse.js';
import { editorCodes } from '../../spec/syntax.js';
import type { Problem } from '../../spec/spec.js';
import { reportFailure } from '../commands.js';
import { isSpec, rangeAt } from '../specDocuments.js';
import type { Fixable, FixSource } from './fixable.js';

/** Finds the problems that need the data: files, columns, classes, shapes. */
export type CheckData = (spec: Uri, text: string) => Promise<readonly Problem[]>;

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** Typing rests this long before a spec is checked, and longer before its data is read. */
const parseDelayMs = 120;
const dataDelayMs = 500;

/** Problems of open specs while they are typed: of the text at once, of the data when typing rests. */
export class SpecProblems implements Disposable, FixSource {
  private readonly collection = languages.createDiagnosticCollection('netweight');
  private readonly found = new Map<string, readonly Fixable[]>();
  private readonly timers = new Map<string, NodeJS.Timeout[]>();
  private readonly subscriptions: Disposable[];

  constructor(private readonly checkData: CheckData) {
    const dataFiles = workspace.createFileSystemWatcher('**/*.{csv,tsv}');
    const recheckAll = (): void =>
      workspace.textDocuments.filter(isSpec).forEach((document) => this.schedule(document, 0));
    this.subscriptions = [
      workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.schedule(document, parseDelayMs)),
      workspace.onDidCloseTextDocument((document) => this.forget(document.uri)),
      dataFiles,
      dataFiles.onDidChange(recheckAll),
      dataFiles.onDidCreate(recheckAll),
      dataFiles.onDidDelete(recheckAll),
    ];
    recheckAll();
  }

  fixables(uri: Uri): readonly Fixable[] {
    return this.found.get(uri.toString()) ?? [];
  }

  dispose(): void {
    for (const timers of this.timers.values()) timers.forEach(clearTimeout);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.collection.dispose();
  }

  private schedule(document: TextDocument, delayMs: number): void {
    if (!isSpec(document)) return;
    const key = document.uri.toString();
    this.timers.get(key)?.forEach(clearTimeout);
    const version = document.version;
    const isCurrent = (): boolean => !document.isClosed && document.version === version;
    this.timers.set(key, [
      setTimeout(() => this.show(document, parseSpec(document.getText()).problems), delayMs),
      setTimeout(() => void this.checkWithData(document, isCurrent), delayMs === 0 ? 0 : dataDelayMs),
    ]);
  }

  private async checkWithData(document: TextDocument, isCurrent: () => boolean): Promise<void> {
    const text = document.getText();
    const { spec, problems } = parseSpec(text);
    if (!spec) return;
    try {
      const ofData = await this.checkData(document.uri, text);
      if (isCurrent()) this.show(document, [...problems, ...ofData]);
    } catch (error) {
      reportFailure('Checking the data', error);
    }
  }

  /** What VS Code's own JSON support says already is left to it. */
  private show(document: TextDocument, problems: readonly Problem[]): void {
    const ours = problems.filter(({ code }) => !editorCodes.has(code));
    const fixables = ours.map((problem) => makeFixable(document, problem));
    this.found.set(document.uri.toString(), fixables);
    this.collection.set(
      document.uri,
      fixables.map(({ diagnostic }) => diagnostic),
    );
  }

  private forget(uri: Uri): void {
    const key = uri.toString();
    this.timers.get(key)?.forEach(clearTimeout);
    this.timers.delete(key);
    this.found.delete(key);
    this.collection.delete(uri);
  }
}

function makeFixable(document: TextDocument, problem: Problem): Fixable {
  const range = rangeAt(document, problem.offset, problem.length);
  const diagnostic = new Diagnostic(range, problem.message, severities[problem.severity]);
  diagnostic.source = 'Netweight';
  diagnostic.code = problem.code;
  return { diagnostic, fixes: problem.fixes ?? [] };
}
