import type { Event, Uri } from 'vscode';
import type { RunPanelEvents, RunSnapshot } from '../../protocol/runPanel.js';

/** A run that can be shown: one that trains here and now, or one that lies on disk. */
export interface RunSource {
  readonly directory: string;
  readonly spec: Uri;
  snapshot(): Promise<RunSnapshot>;
  /** Absent where nothing more can come. */
  readonly onDidUpdate?: Event<RunPanelEvents['update']>;
  pause?(): Promise<void>;
  continue?(): Promise<void>;
  stop?(): Promise<void>;
}
