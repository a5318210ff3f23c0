import type { Diagnostic, Uri } from 'vscode';
import type { Fix } from '../../spec/spec.js';

/** What stands in the Problems panel, with what would mend it. */
export interface Fixable {
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly Fix[];
}

/** Somebody who put diagnostics on a file and remembers their fixes. */
export interface FixSource {
  fixables(uri: Uri): readonly Fixable[];
}
