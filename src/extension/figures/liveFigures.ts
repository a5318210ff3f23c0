import type { LiveRun } from '../trainings/liveRun.js';
import { gatherLayers } from '../../runs/layerFigures.js';
import type { RunFigures } from './figures.js';

/** Figures of a run that trains here. */
export function liveFigures(live: LiveRun): RunFigures {
  const { run, newestEpoch, progress } = live;
  const { gradientNorm, updateRatio } = live.newestSample;
  const { deadShare, saturatedShare } = live.activity;
  return {
    directory: live.directory,
    record: run,
    state: live.state,
    progress,
    specText: live.specText,
    epoch: newestEpoch?.epoch ?? null,
    layers: gatherLayers(run, {
      newest: (parameter) => live.newestWeights[parameter],
      first: (parameter) => live.firstWeights[parameter],
      gradientNorm: (parameter) => gradientNorm[parameter],
      updateRatio: (parameter) => updateRatio[parameter],
      deadShare: (layer) => deadShare[layer],
      saturatedShare: (layer) => saturatedShare[layer],
    }),
    newestEpoch,
    findings: live.findings,
  };
}
