import { formatCount, formatNumber, formatScientific } from '../../src/display/numbers.js';
import type { ExplainChoice } from '../../src/protocol/explain.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import type { Panel } from './panel.js';

/** Backgrounds that can be chosen: rows as they are, or centres of k-means, which are quicker. */
const backgrounds = [
  { kind: 'rows', count: 100, words: '100 rows' },
  { kind: 'rows', count: 1000, words: '1,000 rows' },
  { kind: 'rows', count: 20, words: '20 rows' },
  { kind: 'rows', count: 1, words: '1 row' },
  { kind: 'centres', count: 10, words: '10 centres' },
  { kind: 'centres', count: 50, words: '50 centres' },
] as const;

const states = {
  explaining: { word: 'Explaining', tone: 'live' },
  explained: { word: 'Explained', tone: 'ok' },
  cancelled: { word: 'Cancelled', tone: 'still' },
  failed: { word: 'Failed', tone: 'error' },
} as const;

/** The strip at the top: what is explained, how, against what, and whether it adds up. */
export class HeaderView implements Part {
  readonly interval = 100;
  readonly element = element('header', { class: 'head' });
  readonly #status = element('span', { class: 'status' });
  readonly #word = element('span');
  readonly #files = element('span', { class: 'muted small wide ellipsis' });
  readonly #method = element('select', { attributes: { 'aria-label': 'Method' } });
  readonly #background = element('select', { attributes: { 'aria-label': 'Background' } });
  readonly #act = element('button', { attributes: { type: 'button' } });
  readonly #more = element(
    'button',
    {
      class: 'primary',
      title: 'Asks the model more often for the rows that do not add up yet, until all do',
      attributes: { type: 'button' },
    },
    'More samples',
  );
  readonly #readouts = element('dl', { class: 'readouts' });
  readonly #track = element('div', {
    class: 'track',
    attributes: { role: 'progressbar', 'aria-label': 'Rows explained', 'aria-valuemin': '0' },
  });
  readonly #done = element('i', { class: 'now' });
  readonly #cells = new Map<
    string,
    { readonly value: HTMLElement; readonly small: HTMLElement; readonly label: HTMLElement }
  >();
  #shownAct = '';

  constructor(readonly panel: Panel) {
    this.#status.append(element('i', { attributes: { 'aria-hidden': 'true' } }), this.#word);
    this.#track.append(this.#done);
    this.#method.onchange = () => this.#ask({ method: this.#method.value, samples: null });
    this.#background.onchange = () => {
      const { kind, count } = backgrounds[Number(this.#background.value)]!;
      this.#ask({ background: { kind, count } });
    };
    this.#background.append(
      ...backgrounds.map(({ words }, at) => element('option', { attributes: { value: String(at) } }, words)),
    );
    this.#more.onclick = () => panel.ask('refine', null);
    const label = (words: string, control: HTMLElement): HTMLElement =>
      element('label', { class: 'small muted' }, element('span', { class: 'wide' }, words), control);
    this.element.append(
      element(
        'div',
        { class: 'title' },
        this.#status,
        element('h1', { class: 'ellipsis mono', title: panel.model.target.directory }, panel.model.name),
        this.#files,
        element('span', { class: 'grow' }),
        element(
          'span',
          { class: 'actions' },
          label('Method ', this.#method),
          label('Background ', this.#background),
          this.#act,
        ),
      ),
      this.#readouts,
      this.#track,
    );
  }

  draw(): void {
    const { model } = this.panel;
    const { word, tone } = states[model.state];
    setText(this.#word, word);
    setAttribute(this.#status, 'data-tone', tone);
    this.#drawAct();
    this.#drawChoices();
    this.#drawReadouts();
    const wanted = model.facts?.wantedRows ?? 0;
    const done = model.rows.length;
    this.#track.hidden = model.state !== 'explaining';
    this.#done.style.transform = `scaleX(${wanted > 0 ? done / wanted : 0})`;
    setAttribute(this.#track, 'aria-valuemax', String(wanted));
    setAttribute(this.#track, 'aria-valuenow', String(done));
  }

  #ask(change: Partial<ExplainChoice>): void {
    const { facts, choice } = this.panel.model;
    this.panel.ask('explain', { ...choice, method: facts?.method ?? choice.method, ...change });
  }

  #drawAct(): void {
    const isOn = this.panel.model.state === 'explaining';
    const words = isOn ? 'Cancel' : 'Explain again';
    if (words === this.#shownAct) return;
    this.#shownAct = words;
    this.#act.replaceChildren(
      icon(isOn ? 'debug-stop' : 'refresh'),
      element('span', { class: 'wide' }, words),
    );
    this.#act.setAttribute('aria-label', words);
    this.#act.title = isOn ? 'Stop; what was explained stays (Esc)' : 'Explain anew';
    this.#act.onclick = () => {
      if (isOn) this.panel.ask('cancel', null);
      else this.#ask({});
    };
  }

  #drawChoices(): void {
    const { facts, choice, target } = this.panel.model;
    const placeOf = ({ kind, count }: ExplainChoice['background']): number =>
      backgrounds.findIndex((each) => each.kind === kind && each.count === count);
    const used = facts ? placeOf(facts.background) : -1;
    const at = String(used < 0 ? placeOf(choice.background) : used);
    if (this.#background.value !== at) this.#background.value = at;
    this.#method.disabled = !facts;
    if (!facts) return;
    const data = facts.data.split(/[\\/]/).at(-1)!;
    setText(this.#files, `${facts.checkpoint} · ${data}`);
    this.#files.title = `${target.directory}\n${facts.data}`;
    if (this.#method.options.length !== facts.methods.length) {
      this.#method.replaceChildren(
        ...facts.methods.map(({ name, doc, obstacle }) => {
          const option = element('option', { title: obstacle ?? doc, attributes: { value: name } }, name);
          option.disabled = obstacle !== null;
          return option;
        }),
      );
    }
    if (this.#method.value !== facts.method) this.#method.value = facts.method;
    this.#method.title = facts.methods.find(({ name }) => name === facts.method)?.doc ?? '';
  }

  #drawReadouts(): void {
    const { model, shown } = this.panel;
    const { facts } = model;
    if (!facts) return;
    const { background } = facts;
    const output = shown?.summary.output ?? 0;
    const of = background.kind === 'centres' ? `centres of ${background.from}` : background.from;
    this.#show('method', 'Method', facts.exactness, facts.effort || facts.method);
    this.#show(
      'rows',
      'Rows',
      formatCount(model.rows.length),
      facts.wantedRows < facts.allRows
        ? `of ${formatCount(facts.wantedRows)} drawn from ${formatCount(facts.allRows)}`
        : model.rows.length < facts.wantedRows
          ? `/ ${formatCount(facts.wantedRows)}`
          : 'all',
    );
    this.#show('background', 'Background', formatCount(background.count), `${of}, seed ${facts.seed}`);
    this.#show(
      'base',
      `Base value, ${shown?.output ?? facts.outputs[0]}`,
      formatNumber(facts.baseValue[output]),
      facts.output,
    );
    this.#drawResidual(facts.bound);
    this.#show('time', 'Took', `${formatNumber(model.seconds, 2)} s`, '');
  }

  /** Whether it adds up, always in sight. */
  #drawResidual(bound: number | null): void {
    const { model } = this.panel;
    const largest = model.largestResidual;
    const isOver = bound !== null && largest !== null && largest > bound;
    const words =
      bound === null
        ? 'this method does not promise to add up'
        : `${isOver ? '>' : '≤'} ${formatNumber(bound, 2)}, ${isOver ? 'does not add up yet' : 'adds up'}`;
    const size =
      largest === null ? '–' : largest < 1e-3 ? formatScientific(largest) : formatNumber(largest, 2);
    this.#show(
      'residual',
      'Largest residual',
      size,
      words,
      isOver ? 'warning' : bound === null ? null : 'pass',
    );
    const canRefine = isOver && model.facts?.samples !== null && model.state !== 'explaining';
    const cell = this.#cells.get('residual')!;
    if (canRefine && !this.#more.isConnected) cell.small.after(this.#more);
    if (!canRefine) this.#more.remove();
  }

  #show(
    id: string,
    label: string,
    value: string,
    small: string,
    sign: 'warning' | 'pass' | null = null,
  ): void {
    let cell = this.#cells.get(id);
    if (!cell) {
      cell = { label: element('dt'), value: element('span', { class: 'figure' }), small: element('small') };
      this.#cells.set(id, cell);
      this.#readouts.append(
        element('div', { class: `readout ${id}` }, cell.label, element('dd', {}, cell.value, cell.small)),
      );
    }
    setText(cell.label, label);
    setText(cell.small, small);
    const key = `${sign ?? ''}${value}`;
    if (cell.value.dataset['key'] === key) return;
    cell.value.dataset['key'] = key;
    const tone = sign === 'warning' ? 'tone-warning' : 'tone-ok';
    cell.value.replaceChildren(...(sign ? [icon(sign, tone), ' '] : []), value);
  }
}
