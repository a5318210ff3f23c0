import type { RunPanelEvents } from '../src/protocol/runPanel.js';

/** An update of a run panel that says nothing new. */
export const noNews: RunPanelEvents['update'] = {
  samples: null,
  epochs: [],
  findings: null,
  progress: null,
  state: 'running',
  run: null,
  histograms: null,
};
