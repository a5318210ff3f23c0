import { formatCount, formatScientific, formatSigned } from '../../src/display/numbers.js';
import { formatShape } from '../../src/display/units.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import { MiniHistogram } from '../parts/miniHistogram.js';
import { healthOf, healthyBand, type Health, type HealthKind, type LayerTrack } from './layers.js';
import type { Panel, Part } from './panel.js';

const signs: Readonly<Record<HealthKind, readonly [icon: string, tone: string]>> = {
  error: ['error', 'tone-error'],
  warning: ['warning', 'tone-warning'],
  below: ['arrow-down', 'tone-error'],
  above: ['arrow-up', 'tone-error'],
  update: ['info', 'tone-info'],
  healthy: ['check', 'tone-ok'],
  unknown: ['circle-slash', 'muted'],
};

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
  readonly #rows: readonly Row[];
  #chosen = -1;

  constructor(readonly panel: Panel) {
    this.#rows = panel.model.layers.map((layer) => this.#makeRow(layer));
    const head = element(
      'tr',
      {},
      ...[
        element('th', {}, 'Layer'),
        element('th', {}, 'Weights'),
        element('th', { class: 'num', title: 'L2 norm of the gradient, running mean' }, '‖∇‖'),
        element('th', { class: 'num', title: '‖update‖ / ‖weights‖, healthy 1e−4 … 1e−2' }, 'Update'),
        element('th', {}, element('span', { class: 'visually-hidden' }, 'Health')),
      ],
    );
    for (const cell of head.children) cell.setAttribute('scope', 'col');
    const body = element('tbody', {}, ...this.#rows.map((row) => row.element));
    body.addEventListener('keydown', (event) => this.#onKey(event));
    const keys = element(
      'span',
      { class: 'muted small', attributes: { 'aria-hidden': 'true' } },
      '↑↓ choose',
    );
    this.element.append(
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Layers'),
        this.#epoch,
        element('span', { class: 'grow' }),
        keys,
      ),
      element(
        'table',
        { attributes: { role: 'grid', 'aria-label': 'Layers, input first' } },
        element('thead', {}, head),
        body,
      ),
    );
  }

  draw(): void {
    const { model, chosen } = this.panel;
    setText(this.#epoch, `epoch ${formatCount(model.epochs.at(-1)?.epoch ?? 0)}, input first`);
    const band = healthyBand(model.layers, 'gradient');
    model.layers.forEach((layer, index) => {
      const row = this.#rows[index]!;
      const health = healthOf(layer, band, model.findings);
      setText(row.norm, formatScientific(layer.gradient.now));
      row.norm.classList.toggle('flag', health.kind === 'below' || health.kind === 'above');
      setText(row.update, formatScientific(layer.update.now));
      drawHealth(row.health, health);
      this.#drawHistogram(row, layer);
    });
    if (chosen !== this.#chosen) this.#markChosen(chosen);
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
    this.#rows.forEach((row, index) => {
      row.element.tabIndex = index === chosen ? 0 : -1;
      setAttribute(row.element, 'aria-selected', String(index === chosen));
    });
    this.#chosen = chosen;
  }

  #onKey(event: KeyboardEvent): void {
    const { model, chosen } = this.panel;
    const last = model.layers.length - 1;
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, Home: 0, End: last }[event.key];
    if (to === undefined || to < 0 || to > last) return;
    event.preventDefault();
    this.panel.choose({ layer: model.layers[to]!.name });
    this.#markChosen(to);
    this.#rows[to]!.element.focus();
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
