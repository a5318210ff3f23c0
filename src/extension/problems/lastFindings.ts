import { workspace, type Disposable, type TextDocument, type Uri } from 'vscode';
import { nodeFileSystem } from '../../runs/node.js';
import { RunReader } from '../../runs/reader.js';
import { isSpec } from '../specDocuments.js';
import { newestRunOf } from '../trainings/chooseRun.js';
import type { FindingProblems } from './findingProblems.js';

/** Puts the findings of a spec's newest run back on their lines when the spec is opened. */
export class LastFindings implements Disposable {
  private readonly subscription: Disposable;

  constructor(
    private readonly findings: FindingProblems,
    private readonly isTraining: (spec: Uri) => boolean,
  ) {
    this.subscription = workspace.onDidOpenTextDocument((document) => void this.show(document));
    for (const document of workspace.textDocuments) void this.show(document);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async show(document: TextDocument): Promise<void> {
    if (!isSpec(document) || this.isTraining(document.uri)) return;
    const directory = await newestRunOf(document.uri);
    if (directory === undefined) return;
    const findings = await new RunReader(nodeFileSystem, directory).readFindings();
    if (!document.isClosed && !this.isTraining(document.uri)) this.findings.show(document, findings);
  }
}
