import { formatCount } from '../../src/display/numbers.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import type { Panel, Part } from './panel.js';
import { currentEpoch, describeReadouts, type Readout } from './readouts.js';
import { describeStatus, isInterrupted, type Action, type Status } from './status.js';

const buttons: Readonly<Record<Action, { label: string; icon: string; title: string; primary: boolean }>> = {
  pause: { label: 'Pause', icon: 'debug-pause', title: 'Pause after this step (P)', primary: false },
  continue: { label: 'Continue', icon: 'debug-continue', title: 'Go on training (P)', primary: true },
  stop: { label: 'Stop', icon: 'debug-stop', title: 'Stop and keep the last checkpoint (S)', primary: false },
  resume: { label: 'Resume', icon: 'debug-continue', title: 'Go on from the last checkpoint', primary: true },
  explain: {
    label: 'Explain',
    icon: 'graph-scatter',
    title: 'Say what each feature did to each prediction',
    primary: false,
  },
  trainAgain: {
    label: 'Train again',
    icon: 'debug-restart',
    title: 'Train the spec as it is now, in a new run',
    primary: false,
  },
};

/** Makes the button of an action. */
export function actionButton(panel: Panel, action: Action): HTMLButtonElement {
  const { label, icon: name, title, primary } = buttons[action];
  const button = element('button', {
    class: primary ? 'primary' : '',
    title,
    attributes: { type: 'button', 'aria-label': label },
  });
  button.append(icon(name), element('span', { class: 'wide' }, label));
  button.onclick = () => panel.ask(action, null);
  return button;
}

/** The strip at the top: state, name, buttons, figures, the track of epochs. */
export class HeaderView implements Part {
  readonly interval = 50;
  readonly movesOthers = true;
  readonly isLight = true;
  readonly element = element('header', { class: 'head' });
  readonly #status = element('span', { class: 'status' });
  readonly #word = element('span');
  readonly #detail = element('span', { class: 'muted small wide' });
  readonly #actions = element('span', { class: 'actions' });
  readonly #readouts = element('dl', { class: 'readouts' });
  readonly #cells = new Map<string, Cell>();
  readonly #track = element('div', {
    class: 'track',
    attributes: { role: 'progressbar', 'aria-valuemin': '0' },
  });
  readonly #done = element('i', { class: 'done' });
  readonly #now = element('i', { class: 'now' });
  readonly #best = element('i', { class: 'best' });
  #shown = '';

  constructor(readonly panel: Panel) {
    const { model } = panel;
    const facts = [
      `${formatCount(model.run.parameters)} parameters`,
      model.summary.optimizer,
      `batch ${formatCount(model.summary.batchSize)}`,
      `seed ${model.run.seed}`,
    ];
    this.#status.append(element('i', { attributes: { 'aria-hidden': 'true' } }), this.#word, this.#detail);
    this.#track.append(this.#done, this.#now, this.#best);
    this.element.append(
      element(
        'div',
        { class: 'title' },
        this.#status,
        element('h1', { class: 'ellipsis mono', title: model.directory }, model.run.name),
        element('span', { class: 'facts muted small wide ellipsis' }, facts.join(' · ')),
        element('span', { class: 'grow' }),
        this.#actions,
      ),
      this.#readouts,
      this.#track,
    );
  }

  draw(): void {
    const { model } = this.panel;
    const interrupted = isInterrupted(model, Date.now());
    this.#drawStatus(describeStatus(model, interrupted), interrupted || model.state === 'failed');
    for (const readout of describeReadouts(model)) this.#drawReadout(readout);
    this.#drawTrack();
  }

  #drawStatus(status: Status, noticed: boolean): void {
    setText(this.#word, status.word);
    setText(this.#detail, status.detail);
    setAttribute(this.#status, 'data-tone', status.tone);
    // A notice carries the buttons itself.
    const actions = noticed ? [] : status.actions;
    if (actions.join() === this.#shown) return;
    const focused = this.#actions.contains(document.activeElement);
    this.#shown = actions.join();
    this.#actions.replaceChildren(...actions.map((action) => actionButton(this.panel, action)));
    if (focused) this.#actions.querySelector('button')?.focus();
  }

  #drawReadout(readout: Readout): void {
    let cell = this.#cells.get(readout.id);
    if (!cell) {
      cell = makeCell(readout);
      this.#cells.set(readout.id, cell);
      this.#readouts.append(cell.element);
    }
    if (cell.label.data !== readout.label) cell.label.data = readout.label;
    setText(cell.value, readout.value);
    setText(cell.small, readout.small);
    setAttribute(cell.value, 'data-room', readout.room);
    setAttribute(cell.small, 'data-room', readout.smallRoom);
  }

  #drawTrack(): void {
    const { model } = this.panel;
    const planned = model.plannedEpochs;
    const finished = model.epochs.at(-1)?.epoch ?? 0;
    // By transforms, which neither lay the page out anew nor count as a shift.
    // To a tenth of a thousandth, which is less than can be seen: of a long run most updates move nothing.
    const share = (value: number): number => Number((value / planned).toFixed(4));
    const bar = (mark: HTMLElement, from: number, to: number): void => {
      mark.style.transform = `translateX(${100 * share(from)}%) scaleX(${share(to - from)})`;
    };
    this.#track.style.setProperty('--epoch', `${100 / planned}%`);
    this.#track.classList.toggle('parted', planned <= 120);
    bar(this.#done, 0, finished);
    bar(this.#now, finished, Math.max(finished, model.position));
    const { best } = model;
    this.#best.hidden = best === null;
    if (best) this.#best.style.transform = `translateX(${(100 * (best.epoch - 1)) / planned}%)`;
    const current = currentEpoch(model);
    setAttribute(
      this.#track,
      'aria-label',
      `Epoch ${current} of ${planned}${best ? `, best ${best.epoch}` : ''}`,
    );
    setAttribute(this.#track, 'aria-valuemax', String(planned));
    setAttribute(this.#track, 'aria-valuenow', String(current));
  }
}

interface Cell {
  readonly element: HTMLElement;
  readonly label: Text;
  readonly value: HTMLElement;
  readonly small: HTMLElement;
}

function makeCell(readout: Readout): Cell {
  const label = new Text(readout.label);
  const value = element('span', { class: 'value' });
  const small = element('small');
  const term = element('dt');
  if (readout.key) {
    term.append(element('span', { class: `key ${readout.key}`, attributes: { 'aria-hidden': 'true' } }));
  }
  term.append(label);
  const cell = element('div', { class: `readout ${readout.narrow}` }, term, element('dd', {}, value, small));
  return { element: cell, label, value, small };
}
