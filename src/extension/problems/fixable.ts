import type { Diagnostic, Uri } from 'vscode';
import type { Finding } from '../../runs/finding.js';
import type { Fix } from '../../spec/spec.js';

/** What stands in the Problems panel, with what would mend it. */
export interface Fixable {
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly Fix[];
  /** Where this is a finding of a run: it can be fixed and trained again in one go. */
  readonly finding?: Finding;
}

/** Somebody who put diagnostics on a file and remembers their fixes. */
export interface FixSource {
  fixables(uri: Uri): readonly Fixable[];
}
