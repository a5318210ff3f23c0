import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Location,
  languages,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import { useFoundRate } from '../../diagnose/foundRate.js';
import type { RangeTest } from '../../runs/rangeTest.js';
import { parseSpec } from '../../spec/parse.js';
import { locate, type Positions } from '../../spec/positions.js';
import type { Finding } from '../../runs/finding.js';
import { rangeAt } from '../specDocuments.js';
import type { Fixable, FixSource } from './fixable.js';
import { findingPage } from './findingPages.js';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** What training found, on the lines of the layers that have it; replaced by the next run of the spec. */
export class FindingProblems implements Disposable, FixSource {
  private readonly collection = languages.createDiagnosticCollection('netweight-training');
  private readonly found = new Map<string, readonly Fixable[]>();
  private readonly shown = new Map<string, readonly Finding[]>();

  /** `rangeTestOf`: what is known of the learning rate that suits a spec. */
  constructor(private readonly rangeTestOf: (spec: Uri) => RangeTest | null) {}

  /** Says the same anew: something is known that changes fixes. */
  refresh(document: TextDocument): void {
    const findings = this.shown.get(document.uri.toString());
    if (findings) this.show(document, findings);
  }

  show(document: TextDocument, found: readonly Finding[]): void {
    const { spec, positions } = parseSpec(document.getText());
    this.shown.set(document.uri.toString(), found);
    const findings = spec ? useFoundRate(found, spec, this.rangeTestOf(document.uri)) : found;
    const fixables = findings.map((finding) => makeFixable(document, positions, finding));
    this.found.set(document.uri.toString(), fixables);
    this.collection.set(
      document.uri,
      fixables.map(({ diagnostic }) => diagnostic),
    );
  }

  clear(spec: Uri): void {
    this.found.delete(spec.toString());
    this.shown.delete(spec.toString());
    this.collection.delete(spec);
  }

  fixables(uri: Uri): readonly Fixable[] {
    return this.found.get(uri.toString()) ?? [];
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function makeFixable(document: TextDocument, positions: Positions, finding: Finding): Fixable {
  const range = (path: Finding['path']): ReturnType<typeof rangeAt> => {
    const { offset, length } = locate(positions, path);
    return rangeAt(document, offset, length);
  };
  const diagnostic = new Diagnostic(range(finding.path), describe(finding), severities[finding.severity]);
  diagnostic.source = 'Netweight';
  diagnostic.code = { value: finding.code, target: findingPage(finding.code) };
  diagnostic.relatedInformation = finding.related.map(
    ({ message, path }) => new DiagnosticRelatedInformation(new Location(document.uri, range(path)), message),
  );
  return { diagnostic, fixes: finding.fixes, finding };
}

const describe = (finding: Finding): string =>
  [finding.message, `Source: ${finding.source.replace(/[\s,(]*https?:\/\/\S+/, '').trim()}.`].join('\n');
