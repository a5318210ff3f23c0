import { formatCount, formatShort } from '../../src/display/numbers.js';
import type { ModelFindings, RuleFindings } from '../../src/protocol/models.js';
import { element, icon, setText } from '../parts/element.js';
import { makeDetails, makeSource, severityIcon, splitSource } from '../parts/finding.js';
import type { ModelHost, Part } from './panel.js';

/** So many tensors of a rule are listed at once. */
const pageSize = 100;

type FoundTensor = RuleFindings['tensors'][number];

/** What is wrong with the file's weights, rule by rule: the tensors, the figures, the threshold, and who says so. */
export class FindingsView implements Part {
  readonly interval = 250;
  readonly element = element('section', { id: 'findings', attributes: { 'aria-label': 'Findings' } });
  readonly #count = element('span', { class: 'count' });
  readonly #progress = element('span', { class: 'muted small' });
  readonly #list = element('div');
  #shown = '';

  /** `onChoose` gets a tensor, and the number of the value that is meant, if one is. */
  constructor(
    readonly host: ModelHost,
    readonly found: () => ModelFindings,
    readonly onChoose: (tensor: number, first: number | null) => void,
  ) {
    this.element.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Findings'), this.#count, this.#progress),
      this.#list,
    );
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
  }

  draw(): void {
    const { measured, rules } = this.found();
    const all = this.host.snapshot.listing.tensors.length;
    const count = countFindings(rules);
    this.#count.hidden = count === 0;
    setText(this.#count, formatCount(count));
    const isDone = measured >= all;
    setText(
      this.#progress,
      isDone ? '' : `${formatCount(measured)} of ${formatCount(all)} tensors looked at`,
    );
    const shown = JSON.stringify([rules, isDone]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#rebuild(rules, isDone);
  }

  /** To the first of them. */
  focus(): void {
    this.element.scrollIntoView({ block: 'nearest' });
    this.#list.querySelector<HTMLElement>('button')?.focus();
  }

  /** What is folded out and what has the focus stays so. */
  #rebuild(rules: readonly RuleFindings[], isDone: boolean): void {
    const focused = document.activeElement?.getAttribute('data-key');
    const open = new Set(
      [...this.#list.querySelectorAll('details[open]')].map((details) => details.getAttribute('data-key')),
    );
    if (rules.length === 0) {
      const words = isDone ? 'None: nothing odd in any tensor.' : 'None so far.';
      this.#list.replaceChildren(
        element(
          'p',
          { class: 'block small' },
          isDone && icon('check', 'tone-ok'),
          ' ',
          element('span', { class: 'muted' }, words),
        ),
      );
      return;
    }
    this.#list.replaceChildren(...rules.map((rule) => this.#article(rule)));
    for (const details of this.#list.querySelectorAll('details'))
      details.open = open.has(details.getAttribute('data-key'));
    if (focused) this.#list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #article({ code, severity, title, doc, threshold, unit, source, tensors }: RuleFindings): HTMLElement {
    const [lead, ...others] = tensors as [FoundTensor, ...FoundTensor[]];
    const facts = element('dl', { class: 'facts' });
    const add = (term: string, ...description: (Node | string)[]): void => {
      facts.append(element('dt', {}, term), element('dd', {}, ...description));
    };
    add('Tensor', this.#makeLink(code, lead));
    add('Measured', lead.message);
    add(
      'Value',
      element('b', {}, formatShort(lead.value)),
      element('span', { class: 'muted' }, ` · ${unit}`),
    );
    add('Threshold', formatShort(threshold));
    add(
      'Source',
      makeSource(splitSource(source), (url) => this.host.ask('openSource', { url })),
    );
    return element(
      'article',
      { class: 'finding', attributes: { 'aria-label': title } },
      severityIcon(severity),
      element('span', { class: 'visually-hidden' }, `${severity}: `),
      element('div', { class: 'what', title: doc }, title),
      facts,
      others.length > 0 && this.#makeOthers(code, others),
    );
  }

  #makeOthers(code: string, others: readonly FoundTensor[]): HTMLElement {
    const words = `${formatCount(others.length)} more ${others.length === 1 ? 'tensor' : 'tensors'}`;
    const rows = (from: number): HTMLElement[] =>
      others
        .slice(from, from + pageSize)
        .map((other) =>
          element(
            'div',
            {},
            this.#makeLink(code, other),
            ' ',
            element('span', { class: 'muted' }, other.message),
          ),
        );
    const details = makeDetails(`${code}/others`, words, rows(0));
    const list = details.querySelector('ul')!;
    const extend = (from: number): void => {
      if (from >= others.length) return;
      const more = element('button', { class: 'link', attributes: { type: 'button' } }, 'Show more');
      const item = element('li', {}, more);
      more.onclick = () => {
        item.replaceWith(...rows(from).map((row) => element('li', {}, row)));
        extend(from + pageSize);
      };
      list.append(item);
    };
    extend(pageSize);
    return details;
  }

  #makeLink(code: string, { tensor, first }: FoundTensor): HTMLElement {
    const { name } = this.host.snapshot.listing.tensors[tensor]!;
    const link = element(
      'button',
      {
        class: 'link mono',
        title: first === null ? 'Show the tensor' : 'Show the tensor, and where it is in it',
        attributes: { type: 'button', 'data-key': `${code}/${tensor}` },
      },
      name,
    );
    link.onclick = () => this.onChoose(tensor, first);
    return link;
  }

  /** ↑ ↓ go from one to the next of what can be pressed. */
  #onKey(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = [...this.#list.querySelectorAll<HTMLElement>('button, summary')].filter(
      (stop) => stop.offsetParent !== null,
    );
    const at = stops.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
  }
}

export const countFindings = (rules: readonly RuleFindings[]): number =>
  rules.reduce((sum, { tensors }) => sum + tensors.length, 0);
