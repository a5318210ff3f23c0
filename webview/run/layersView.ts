import { formatCount, formatScientific, formatSigned } from '../../src/display/numbers.js';
import { formatShape } from '../../src/display/units.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import { MiniHistogram } from '../parts/miniHistogram.js';
import { healthOf, healthyBand, type Health, type HealthKind, type LayerTrack } from './layers.js';
import type { Panel, Part } from './panel.js';
import { sortLayers } from './sortLayers.js';
import type { LayerOrder } from './viewState.js';

const signs: Readonly<Record<HealthKind, readonly [icon: string, tone: string]>> = {
  error: ['error', 'tone-error'],
  warning: ['warning', 'tone-warning'],
  below: ['arrow-down', 'tone-error'],
  above: ['arrow-up', 'tone-error'],
  update: ['info', 'tone-info'],
  healthy: ['check', 'tone-ok'],
  unknown: ['circle-slash', 'muted'],
};

const orderWords: Readonly<Record<LayerOrder, string>> = {
  depth: 'input first',
  gradient: 'smallest gradient first',
  update: 'oddest update first',
  health: 'worst first',
};

/** Rows stand in groups of so many: of a list of hundreds only the groups in sight follow a live run. */
const groupSize = 20;
/** Groups that a page may show when it comes; the rows of the others are made behind its first picture. */
const firstGroups = 3;

interface Row {
  readonly element: HTMLTableRowElement;
  readonly histogram: MiniHistogram;
  readonly histogramCell: HTMLElement;
  readonly norm: HTMLElement;
  readonly update: HTMLElement;
  readonly health: HTMLElement;
  drawn: object | null;
}

/** Every layer with weights, input first: where its weights lie, its norms, its health. ↑↓ choose one. */
export class LayersView implements Part {
  readonly interval = 400;
  readonly element = element('section', { id: 'layers', attributes: { 'aria-label': 'Layers' } });
  readonly #epoch = element('span', { class: 'muted small' });
  /** By layer, as they are made. */
  readonly #rows = new Map<number, Row>();
  readonly #heads = new Map<LayerOrder, HTMLElement>();
  readonly #groups: readonly HTMLTableSectionElement[];
  /** Indices of layers as they stand in the list. */
  #listed: readonly number[] = [];
  #order: LayerOrder | null = null;
  #chosen = -1;
  /** Groups of rows. */
  readonly #inSight = new Set<Element>();
  readonly #observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) this.#inSight.add(target);
      else this.#inSight.delete(target);
    }
    this.panel.frames.invalidate(this.element, true);
  });
  #drawings = 0;

  constructor(readonly panel: Panel) {
    const count = Math.ceil(panel.model.layers.length / groupSize);
    this.#groups = Array.from({ length: count }, () => element('tbody'));
    const head = element(
      'tr',
      {},
      this.#makeHead('depth', 'Layer', 'Input first', ''),
      element('th', {}, 'Weights'),
      this.#makeHead('gradient', '‖∇‖', 'L2 norm of the gradient, running mean; the smallest first', 'num'),
      this.#makeHead(
        'update',
        'Update',
        '‖update‖ / ‖weights‖, healthy 1e−4 … 1e−2; the furthest from it first',
        'num',
      ),
      this.#makeHead('health', '', 'Health, the worst first', ''),
    );
    for (const cell of head.children) cell.setAttribute('scope', 'col');
    const keys = element(
      'span',
      { class: 'muted small', attributes: { 'aria-hidden': 'true' } },
      '↑↓ choose',
    );
    const table = element(
      'table',
      { attributes: { role: 'grid', 'aria-label': 'Layers, input first' } },
      element('thead', {}, head),
      ...this.#groups,
    );
    table.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.append(
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Layers'),
        this.#epoch,
        element('span', { class: 'grow' }),
        keys,
      ),
      table,
    );
  }

  draw(): void {
    const { model, chosen } = this.panel;
    setText(
      this.#epoch,
      `epoch ${formatCount(model.epochs.at(-1)?.epoch ?? 0)}, ${orderWords[this.panel.view.layerOrder]}`,
    );
    this.#sort();
    const drawing = ++this.#drawings;
    this.#groups.forEach((group, at) => {
      const isNew = drawing === 1 ? at < firstGroups : drawing === 2 && at >= firstGroups;
      if (isNew) this.#fill(group, at);
      if (isNew || this.#inSight.has(group)) this.#drawRows(groupSize * at, groupSize * (at + 1));
    });
    if (drawing === 1) setTimeout(() => this.panel.frames.invalidate(this.element, true));
    if (drawing === 2) for (const group of this.#groups) this.#observer.observe(group);
    if (chosen !== this.#chosen) this.#markChosen(chosen);
  }

  /** As they are listed. */
  #drawRows(from: number, to: number): void {
    const { model } = this.panel;
    const band = healthyBand(model.layers, 'gradient');
    for (const index of this.#listed.slice(from, to)) {
      const [row, layer] = [this.#row(index), model.layers[index]!];
      const health = healthOf(layer, band, model.findings);
      setText(row.norm, formatScientific(layer.gradient.now));
      row.norm.classList.toggle('flag', health.kind === 'below' || health.kind === 'above');
      setText(row.update, formatScientific(layer.update.now));
      drawHealth(row.health, health);
      this.#drawHistogram(row, layer);
    }
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  /** Puts the rows in order when another one is chosen, and not again: nothing moves under the pointer while values do. */
  #sort(): void {
    const { model, view } = this.panel;
    if (view.layerOrder === this.#order) return;
    this.#order = view.layerOrder;
    this.#listed = sortLayers(model.layers, view.layerOrder, model.findings);
    if (this.#drawings > 0) this.#groups.forEach((group, at) => this.#fill(group, at));
    for (const [order, head] of this.#heads) {
      const way = order === 'health' || order === 'update' ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', order === view.layerOrder ? way : 'none');
    }
  }

  /** Puts the rows of a group into it, as they are listed. */
  #fill(group: HTMLElement, at: number): void {
    const listed = this.#listed.slice(groupSize * at, groupSize * (at + 1));
    group.replaceChildren(...listed.map((index) => this.#row(index).element));
  }

  #row(index: number): Row {
    const row = this.#rows.get(index) ?? this.#makeRow(this.panel.model.layers[index]!);
    this.#rows.set(index, row);
    return row;
  }

  #makeHead(order: LayerOrder, words: string, title: string, style: string): HTMLElement {
    const button = element(
      'button',
      { class: 'sort', title, attributes: { type: 'button', 'aria-label': `Sort: ${title}` } },
      words || icon('pulse'),
    );
    button.onclick = () => {
      // A second time: anew, by what the values are now.
      this.#order = null;
      this.panel.choose({ layerOrder: order });
    };
    const head = element('th', { class: style }, button);
    this.#heads.set(order, head);
    return head;
  }

  #drawHistogram(row: Row, layer: LayerTrack): void {
    const histogram = this.panel.model.histograms[layer.parameter];
    row.histogram.element.classList.toggle('empty', !histogram);
    if (!histogram || histogram === row.drawn) return;
    row.drawn = histogram;
    row.histogram.draw(histogram);
    row.histogramCell.title = `${formatSigned(histogram.minimum)} … ${formatSigned(histogram.maximum)}`;
  }

  #makeRow(layer: LayerTrack): Row {
    const histogram = new MiniHistogram();
    const name = element(
      'td',
      { class: 'name', title: `${layer.parameter} ${formatShape(layer.shape)}` },
      element('span', { class: 'mono' }, layer.name),
      element('span', { class: 'muted small' }, ` ${formatShape(layer.shape)}`),
    );
    const histogramCell = element('td', { class: 'weights' });
    histogramCell.append(histogram.element);
    const norm = element('td', { class: 'num' });
    const update = element('td', { class: 'num' });
    const health = element('td', { class: 'health' });
    const row = element(
      'tr',
      { attributes: { tabindex: '-1', 'aria-selected': 'false' } },
      name,
      histogramCell,
      norm,
      update,
      health,
    );
    row.onclick = () => this.panel.choose({ layer: layer.name });
    return { element: row, histogram, histogramCell, norm, update, health, drawn: null };
  }

  #markChosen(chosen: number): void {
    for (const [index, is] of [
      [this.#chosen, false],
      [chosen, true],
    ] as const) {
      if (!this.panel.model.layers[index]) continue;
      const { element } = this.#row(index);
      element.tabIndex = is ? 0 : -1;
      setAttribute(element, 'aria-selected', String(is));
    }
    this.#chosen = chosen;
  }

  #onKey(event: KeyboardEvent): void {
    const { model, chosen } = this.panel;
    const at = this.#listed.indexOf(chosen);
    const place = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#listed.length - 1 }[event.key];
    const to = place === undefined ? undefined : this.#listed[place];
    if (to === undefined) return;
    event.preventDefault();
    this.panel.choose({ layer: model.layers[to]!.name });
    this.#markChosen(to);
    this.#row(to).element.focus();
  }
}

function drawHealth(cell: HTMLElement, health: Health): void {
  if (cell.title === health.words) return;
  cell.title = health.words;
  cell.replaceChildren(
    icon(...signs[health.kind]),
    element('span', { class: 'visually-hidden' }, health.words),
  );
}
