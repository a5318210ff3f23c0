import { createPeer, type Peer } from '../../../src/protocol/peer.js';
import type { RunPanelCalls, RunPanelEvents, RunSnapshot } from '../../../src/protocol/runPanel.js';
import type { SampleColumns } from '../../../src/protocol/training.js';
import { noNews } from '../../noNews.js';
import { scenes } from './scenes.js';
import { answerResults } from './results.js';
import { answerWeights } from './weights.js';
import { record as write, sceneName, standInForHost } from './standIn.js';

/** The other side of a panel in a plain page: what VS Code and the extension are to it. Runs in the browser. */
declare global {
  interface Window {
    /** Sends the run's rest, step by step. */
    play: (updates: number) => Promise<void>;
    emitUpdate: (update: Partial<RunPanelEvents['update']>) => void;
    emitSnapshot: () => void;
    emitCursor: (layer: string) => void;
  }
}

type HostSide = Peer<
  { readonly calls: RunPanelCalls; readonly events: RunPanelEvents },
  { readonly calls: object; readonly events: object }
>;

const scene = scenes[sceneName ?? 'sick']!;

const made = scene.make((name) => fetch(`/runs/${name}.json`).then((response) => response.json()));
const record = (name: string) => (args: unknown) => {
  write(name)(args);
  if (scene.refuse) throw new Error(scene.refuse);
  return null;
};
const peer: HostSide = createPeer(standInForHost(), {
  ready: async () => {
    const { snapshot } = await made;
    if (scene.ahead) write('ready')(null);
    const isAhead = scene.ahead !== undefined && window.calls.length === 1;
    if (isAhead && scene.ahead === 'comes') peer.emit('snapshot', snapshot);
    return { run: isAhead ? null : snapshot, layer: new URLSearchParams(location.search).get('layer') };
  },
  pause: record('pause'),
  continue: record('continue'),
  stop: record('stop'),
  resume: record('resume'),
  trainAgain: record('trainAgain'),
  explain: record('explain'),
  reveal: record('reveal'),
  applyFix: record('applyFix'),
  fixAndTrain: record('fixAndTrain'),
  openSource: record('openSource'),
  revealRow: record('revealRow'),
  saveChart: record('saveChart'),
  ...answerResults(async () => (await made).snapshot),
  ...answerWeights(async () => (await made).snapshot),
});

window.emitUpdate = (update) => peer.emit('update', { ...noNews, ...update });
window.emitCursor = (layer) => peer.emit('cursor', { layer });
window.emitSnapshot = () => void made.then(({ snapshot }) => peer.emit('snapshot', snapshot));
window.play = async (updates) => {
  const { rest } = await made;
  for (let i = 0; i < updates; i++) {
    const from = Math.floor((i * rest.samples.steps.length) / updates);
    const to = Math.floor(((i + 1) * rest.samples.steps.length) / updates);
    const samples = cut(rest.samples, from, to);
    const step = samples.steps.at(-1) ?? 0;
    const previous = rest.samples.steps[from - 1] ?? 0;
    window.emitUpdate({
      samples,
      epochs: rest.epochs.filter(
        (epoch) => epoch.step > previous && (epoch.step <= step || i === updates - 1),
      ),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

function cut(samples: SampleColumns, from: number, to: number): SampleColumns {
  const each = (columns: SampleColumns['gradientNorm']): SampleColumns['gradientNorm'] =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(from, to)]));
  return {
    steps: samples.steps.slice(from, to),
    loss: samples.loss.slice(from, to),
    learningRate: samples.learningRate.slice(from, to),
    gradientNorm: each(samples.gradientNorm),
    updateRatio: each(samples.updateRatio),
  };
}

export type { RunSnapshot };
