import type { RunPanelEvents } from '../../protocol/runPanel.js';
import { SampleStore } from './sampleStore.js';

type Update = RunPanelEvents['update'];

/** One update for a panel out of several, oldest first; the last word counts, epochs, texts and samples add up. */
export function joinUpdates(updates: readonly Partial<Update>[]): Omit<Update, 'state'> {
  const last = <K extends 'findings' | 'progress' | 'run' | 'histograms'>(key: K): Update[K] | null =>
    updates.findLast((update) => update[key])?.[key] ?? null;
  const samples = new SampleStore();
  for (const update of updates) if (update.samples) samples.append(update.samples);
  const joined = samples.read();
  return {
    epochs: updates.flatMap((update) => update.epochs ?? []),
    texts: updates.flatMap((update) => update.texts ?? []),
    samples: joined.steps.length > 0 ? joined : null,
    findings: last('findings'),
    progress: last('progress'),
    run: last('run'),
    histograms: last('histograms'),
  };
}
