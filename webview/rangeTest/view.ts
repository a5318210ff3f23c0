import { formatShort } from '../../src/display/numbers.js';
import type { Peer } from '../../src/protocol/peer.js';
import type { RangeTestCalls, RangeTestEvents, RangeTestSnapshot } from '../../src/protocol/rangeTest.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Frames } from '../chart/frames.js';
import { createAnnouncer } from '../parts/announcer.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { createCurvePlot } from './curvePlot.js';
import type { Plot } from '../chart/plot.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: RangeTestCalls; readonly events: RangeTestEvents }
>;

const words = { running: 'Testing', completed: 'Tested', stopped: 'Stopped', failed: 'Failed' } as const;
const tones = { running: 'live', completed: 'ok', stopped: 'still', failed: 'error' } as const;

/** The search for a learning rate: how far it is, its curve, and what it found, with a button that takes it. */
export class RangeTestView implements ChartHost {
  readonly element = element('main', { class: 'run range-test' });
  snapshot: RangeTestSnapshot;
  colors: Colors = readColors();
  view: ChartHost['view'] = { tables: [] };
  readonly #frames = new Frames();
  readonly #plot: Plot;
  readonly #announcer = createAnnouncer();
  readonly #status = element('span', { class: 'status' });
  readonly #word = element('span');
  readonly #track = element('div', {
    class: 'track',
    attributes: { role: 'progressbar', 'aria-valuemin': '0' },
  });
  readonly #done = element('i');
  readonly #actions = element('span', { class: 'actions' });
  readonly #advice = element('p', { class: 'block', attributes: { role: 'status' } });
  readonly #stop = button('debug-stop', 'Stop', 'Stop; nothing is kept (S)', () => this.#ask('stop'));
  readonly #again = button('debug-restart', 'Test again', 'Tries rates on the spec as it is now', () =>
    this.#ask('again'),
  );
  readonly #apply = button('lightbulb-autofix', '', 'Writes it into the spec', () => this.#ask('applyRate'));

  constructor(
    snapshot: RangeTestSnapshot,
    readonly peer: HostPeer,
  ) {
    this.snapshot = snapshot;
    this.#apply.classList.add('primary');
    this.#status.append(element('i', { attributes: { 'aria-hidden': 'true' } }), this.#word);
    this.#track.append(this.#done);
    this.#plot = createCurvePlot(this);
    const title = element(
      'div',
      { class: 'title' },
      this.#status,
      element('h1', { class: 'ellipsis mono' }, snapshot.specName.replace(/\.nn\.json$/, '')),
      element('span', { class: 'muted small wide ellipsis' }, 'learning-rate range test'),
      element('span', { class: 'grow' }),
      this.#actions,
    );
    this.#actions.append(this.#stop, this.#again, this.#apply);
    this.element.append(
      this.#announcer.element,
      element('header', { class: 'head' }, title, this.#track),
      this.#advice,
      element('div', { class: 'charts' }, this.#plot.element),
    );
    this.#frames.add(this.#plot);
    onThemeChange(() => {
      this.colors = readColors();
      this.#plot.recolor();
      this.#frames.invalidate(undefined, true);
    });
    this.#draw();
  }

  apply(snapshot: RangeTestSnapshot): void {
    this.snapshot = snapshot;
    this.#draw();
  }

  choose(change: ChartHost['view']): void {
    this.view = { ...this.view, ...change };
    this.#frames.invalidate(undefined, true);
  }

  saveChart(chart: SavedChart): void {
    void this.peer.call('saveChart', chart).catch(() => undefined);
  }

  /** S stops. Returns whether the key meant something. */
  onKey(key: string): boolean {
    if (key !== 's' || this.snapshot.state !== 'running') return false;
    this.#ask('stop');
    return true;
  }

  #draw(): void {
    const { state, rates, plannedSteps, suggestion, current } = this.snapshot;
    const isRunning = state === 'running';
    setText(this.#word, words[state]);
    setAttribute(this.#status, 'data-tone', tones[state]);
    const share = plannedSteps > 0 ? rates.length / plannedSteps : 0;
    this.#done.style.transform = `scaleX(${isRunning ? share : 0})`;
    setAttribute(this.#track, 'aria-valuemax', String(plannedSteps));
    setAttribute(this.#track, 'aria-valuenow', String(rates.length));
    setAttribute(this.#track, 'aria-label', `Step ${rates.length} of ${plannedSteps}`);
    this.#stop.hidden = !isRunning;
    this.#again.hidden = isRunning;
    this.#apply.hidden = suggestion === null || suggestion === current;
    setText(this.#apply.querySelector('span')!, `Set to ${formatShort(suggestion)}`);
    const advice = advise(this.snapshot);
    if (advice !== this.#advice.textContent) {
      setText(this.#advice, advice);
      if (!isRunning) this.#announcer.say(advice);
    }
    this.#frames.invalidate();
  }

  #ask(name: 'stop' | 'again' | 'applyRate'): void {
    this.peer.call(name, null).catch((error: unknown) => {
      setText(this.#advice, error instanceof Error ? error.message : String(error));
    });
  }
}

/** What is to be said of a range test, in a sentence. */
export function advise({ state, suggestion, current, error }: RangeTestSnapshot): string {
  if (state === 'running')
    return 'Training a few steps at each rate, from the first weights, until the loss runs away.';
  if (state === 'stopped') return 'Stopped before its end; nothing was kept.';
  if (state === 'failed') return error ?? 'The test failed.';
  if (suggestion === null)
    return 'The loss fell at no rate: something else keeps this network from learning.';
  const found = `Most of the fall is behind at ${formatShort(suggestion)}, and the lowest loss is still to come.`;
  if (current === suggestion) return `${found} The spec has this rate.`;
  return current === null ? found : `${found} The spec has ${formatShort(current)}.`;
}

function button(name: string, label: string, title: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { title, attributes: { type: 'button' } });
  made.append(icon(name), element('span', {}, label));
  made.onclick = onClick;
  return made;
}
