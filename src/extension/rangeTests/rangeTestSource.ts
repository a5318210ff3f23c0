import { basename } from 'node:path';
import { workspace, type Event, type TextDocument } from 'vscode';
import { currentRate } from '../../diagnose/foundRate.js';
import type { RangeTestSnapshot } from '../../protocol/rangeTest.js';
import type { RangeTest } from '../../runs/rangeTest.js';
import { parseSpec } from '../../spec/parse.js';
import { smoothLosses } from '../../training/rangeTest/suggestRate.js';

/** A range test that can be shown: one that runs here and now, or the newest that lies on disk. */
export interface RangeTestSource {
  readonly document: TextDocument;
  snapshot(): RangeTestSnapshot;
  /** Absent where nothing more can come. */
  readonly onDidChange?: Event<void>;
  stop?(): Promise<void>;
}

/** What a test has measured, without what follows from it and from the spec as it is now. */
export type Measured = Omit<RangeTestSnapshot, 'spec' | 'specName' | 'smooth' | 'current'>;

/** A test as it was kept beside the runs of its spec. */
export function keptRangeTest(document: TextDocument, test: RangeTest): RangeTestSource {
  const { rates, suggestion, optimizer } = test;
  const losses = test.losses.map((loss) => loss ?? NaN);
  const measured: Measured = {
    state: 'completed',
    error: null,
    plannedSteps: rates.length,
    rates,
    losses,
    suggestion,
    optimizer,
  };
  return { document, snapshot: () => makeSnapshot(document, measured) };
}

/** What the panel shows of a test, beside the spec as it is now. */
export function makeSnapshot(document: TextDocument, measured: Measured): RangeTestSnapshot {
  const { uri } = document;
  // A document that was closed and opened again is another one.
  const now = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  const { spec } = parseSpec((now ?? document).getText());
  return {
    spec: uri.toString(),
    specName: basename(uri.fsPath),
    ...measured,
    smooth: smoothLosses(measured.losses),
    current: (spec && currentRate(spec)) ?? null,
  };
}
