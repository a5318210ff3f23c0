import type { SpecEdit } from './specEdit.js';

/** One diagnosis of a run, as findings.json keeps it; line and column are added where it is shown. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly layer: string | null;
  readonly parameter: string | null;
  readonly message: string;
  readonly value: number | null;
  readonly threshold: number | null;
  /** The paper or guide that the threshold is from, and where it can be read. */
  readonly source: string;
  readonly path: readonly (string | number)[];
  /** Global step at which the condition was first met. */
  readonly step: number;
  readonly related: readonly { readonly message: string; readonly path: readonly (string | number)[] }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly preferred: boolean;
    readonly edits: readonly SpecEdit[];
  }[];
}
