import { formatCount } from '../../src/display/numbers.js';
import { element, icon, setText } from '../parts/element.js';
import { makeDetails, makeSource, severityIcon } from '../parts/finding.js';
import { groupFindings, sinceWords, type FindingEntry } from './findings.js';
import type { Panel, Part } from './panel.js';

/** So many fixes have a button; the others are behind the arrow. */
const shownFixes = 2;

/** The list of findings: what was measured, against which threshold, since when, where, and what mends it. */
export class FindingsView implements Part {
  readonly interval = 250;
  readonly movesOthers = true;
  readonly element = element('section', { id: 'findings', attributes: { 'aria-label': 'Findings' } });
  readonly #count = element('span', { class: 'count' });
  readonly #list = element('div');
  readonly #since = new Map<string, { readonly node: HTMLElement; readonly step: number }>();
  /** Where the figures of a finding stand. */
  readonly #figures = new Map<
    string,
    { readonly measured: HTMLElement; readonly places: readonly HTMLElement[] }
  >();
  #shown = '';

  constructor(readonly panel: Panel) {
    this.element.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Findings'), this.#count),
      this.#list,
    );
  }

  draw(): void {
    const { model } = this.panel;
    const entries = groupFindings(model.findings, model.specName);
    // What is pressed or read must stay the same element: only what is new is built, figures change in place.
    const shown = JSON.stringify(entries.map(structureOf));
    if (shown !== this.#shown || entries.length === 0) {
      this.#shown = shown;
      this.#rebuild(entries);
    }
    entries.forEach((entry) => this.#update(entry));
    for (const { node, step } of this.#since.values()) setText(node, sinceWords(step, model.step));
  }

  #rebuild(entries: readonly FindingEntry[]): void {
    const { model } = this.panel;
    const focused = document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding');
    const open = new Set(
      [...this.#list.querySelectorAll('details[open]')].map((details) => details.getAttribute('data-key')),
    );
    this.#count.hidden = entries.length === 0;
    setText(this.#count, String(entries.length));
    this.#since.clear();
    this.#figures.clear();
    if (entries.length === 0) {
      const watched = model.rulesWatched === null ? '' : ` ${formatCount(model.rulesWatched)} rules watched,`;
      const words = model.step > 0 ? `None.${watched} last at step ${formatCount(model.step)}.` : 'None yet.';
      const text = this.#list.querySelector('.none');
      if (text) setText(text, words);
      else
        this.#list.replaceChildren(
          element(
            'p',
            { class: 'block small' },
            icon('check', 'tone-ok'),
            ' ',
            element('span', { class: 'muted none' }, words),
          ),
        );
      return;
    }
    this.#list.replaceChildren(...entries.map((entry) => this.#article(entry)));
    for (const details of this.#list.querySelectorAll('details')) {
      details.open = open.has(details.getAttribute('data-key'));
    }
    if (focused) this.#list.querySelector<HTMLElement>(`[data-finding="${CSS.escape(focused)}"]`)?.focus();
  }

  #article(entry: FindingEntry): HTMLElement {
    const facts = element('dl', { class: 'facts' });
    const add = (term: string, ...description: (Node | string)[]): void => {
      facts.append(element('dt', {}, term), element('dd', {}, ...description));
    };
    const measured = element('span');
    if (entry.measured !== null) add('Measured', measured);
    if (entry.threshold !== null) add('Threshold', entry.threshold);
    const since = element('span');
    this.#since.set(entry.key, { node: since, step: entry.since });
    add('Since', since);
    add('Where', this.#reveal(entry.where.text, entry.where.path, 'mono'));
    if (entry.source.label)
      add(
        'Source',
        makeSource(entry.source, (url) => this.panel.ask('openSource', { url })),
      );
    const article = element(
      'article',
      {
        class: 'finding',
        attributes: { tabindex: '0', 'data-finding': entry.key, 'aria-label': entry.title },
      },
      severityIcon(entry.severity),
      element('span', { class: 'visually-hidden' }, `${entry.severity}: `),
      element('div', { class: 'what' }, ...marked(entry.title, this.panel.model.layers)),
      entry.detail !== null && element('p', { class: 'muted' }, `${entry.detail}.`),
      facts,
    );
    const [shown, further] = [entry.fixes.slice(0, shownFixes), entry.fixes.slice(shownFixes)];
    if (shown.length > 0)
      article.append(
        element(
          'div',
          { class: 'actions' },
          ...shown.map((fix, order) => this.#fix(entry, fix, order === 0)),
          this.#fixAndTrain(entry, shown[0]!),
        ),
      );
    if (further.length > 0)
      article.append(
        makeDetails(
          `${entry.key}/fixes`,
          plural(further.length, 'more fix', 'more fixes'),
          further.map((fix) => this.#fix(entry, fix, false)),
        ),
      );
    const links = entry.places.map((place) => this.#reveal(place.text, place.path, 'small'));
    this.#figures.set(entry.key, { measured, places: links });
    if (links.length > 0) {
      article.append(
        makeDetails(`${entry.key}/places`, plural(links.length, 'more place', 'more places'), links),
      );
    }
    return article;
  }

  #update(entry: FindingEntry): void {
    const figures = this.#figures.get(entry.key);
    if (!figures) return;
    const { measured, places } = figures;
    if (measured.textContent !== entry.measured)
      measured.replaceChildren(...strongValue(entry.measured ?? ''));
    entry.places.forEach((place, i) => setText(places[i]!, place.text));
  }

  #fix(entry: FindingEntry, fix: FindingEntry['fixes'][number], primary: boolean): HTMLElement {
    const button = element('button', { class: primary ? 'primary' : '', attributes: { type: 'button' } });
    if (primary) button.append(icon('lightbulb-autofix'));
    button.append(element('span', { class: 'ellipsis' }, fix.title));
    button.onclick = () =>
      this.panel.ask('applyFix', { code: entry.key, layer: entry.layer, fix: fix.index });
    return button;
  }

  /** The first fix, and a training behind it that is compared with this one. */
  #fixAndTrain(entry: FindingEntry, fix: FindingEntry['fixes'][number]): HTMLElement {
    const title = `${fix.title}, train again, and compare both runs`;
    const button = element('button', { title, attributes: { type: 'button' } });
    button.append(icon('play'), element('span', {}, 'Fix and train'));
    button.onclick = () =>
      this.panel.ask('fixAndTrain', { code: entry.key, layer: entry.layer, fix: fix.index });
    return button;
  }

  #reveal(text: string, path: readonly (string | number)[], style: string): HTMLElement {
    const link = element(
      'button',
      { class: `link ${style}`, title: 'Show it in the spec', attributes: { type: 'button' } },
      text,
    );
    link.onclick = () => this.panel.ask('reveal', { path });
    return link;
  }
}

/** What of a finding decides which elements it has; its figures are left out. */
function structureOf(entry: FindingEntry): object {
  const { key, severity, title, detail, threshold, where, source, fixes, places } = entry;
  const hasMeasured = entry.measured !== null;
  return {
    key,
    severity,
    title,
    detail,
    threshold,
    where,
    source,
    fixes,
    hasMeasured,
    paths: places.map(({ path }) => path),
  };
}

/** The message with the names of layers set as code. */
function marked(message: string, layers: readonly { readonly name: string }[]): (Node | string)[] {
  const names = new Set(layers.map((layer) => layer.name));
  return message
    .split(/([\w-]+)/)
    .map((part) => (names.has(part) ? element('span', { class: 'mono' }, part) : part));
}

/** The number after the last `=` in bold; all of it where there is none. */
function strongValue(measured: string): (Node | string)[] {
  const at = measured.lastIndexOf('= ');
  if (at < 0) return [/^[\d.,e−]+$/.test(measured) ? element('b', {}, measured) : measured];
  return [measured.slice(0, at + 2), element('b', {}, measured.slice(at + 2))];
}

const plural = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;
