import { formatCount } from '../../src/display/numbers.js';
import { element, setText } from '../parts/element.js';
import type { Part } from '../parts/part.js';
import { createSegmented, type Segmented } from '../parts/segmented.js';
import { filterRows } from './model.js';
import type { Panel } from './panel.js';
import type { RowFilter } from './viewState.js';

/** Up to so many outputs stand side by side; more are a list. */
const mostSegments = 6;
const filters: readonly { readonly value: RowFilter; readonly words: string }[] = [
  { value: 'all', words: 'all' },
  { value: 'validation', words: 'validation' },
  { value: 'wrong', words: 'misclassified' },
];

/** Which output is explained, for which rows, and what colours mean. */
export class ToolbarView implements Part {
  readonly interval = 250;
  readonly element = element('div', { class: 'toolbar' });
  readonly #outputs = element('span');
  readonly #kind = createSegmented(
    'Explained as',
    [
      { value: 'logit', label: 'logit' },
      { value: 'probability', label: 'probability' },
    ],
    (value: 'logit' | 'probability') =>
      this.panel.ask('explain', { ...this.panel.model.choice, output: value, method: null }),
  );
  readonly #rows = element('select', { attributes: { 'aria-label': 'Rows' } });
  #segmented: Segmented<string> | null = null;
  #list: HTMLSelectElement | null = null;
  #madeFor = '';

  constructor(readonly panel: Panel) {
    this.#rows.append(
      ...filters.map(({ value, words }) => element('option', { attributes: { value } }, words)),
    );
    this.#rows.onchange = () => panel.choose({ filter: this.#rows.value as RowFilter });
    this.element.append(
      this.#outputs,
      this.#kind.element,
      element('label', { class: 'small muted' }, 'Rows ', this.#rows),
      element('span', { class: 'grow' }),
      element(
        'span',
        { class: 'small muted legend wide' },
        'feature value low ',
        element('span', { class: 'key scale', attributes: { 'aria-hidden': 'true' } }),
        ' high ',
        element('span', { class: 'key dot', attributes: { 'aria-hidden': 'true' } }),
        'category',
      ),
    );
  }

  draw(): void {
    const { model, shown, view } = this.panel;
    const { facts } = model;
    this.element.hidden = !facts;
    if (!facts) return;
    this.#makeOutputs(facts.outputs);
    this.#kind.element.hidden = facts.output === 'value';
    if (facts.output !== 'value') this.#kind.choose(facts.output);
    const output = String(shown?.summary.output ?? view.output ?? 0);
    this.#segmented?.choose(output);
    if (this.#list && this.#list.value !== output) this.#list.value = output;
    filters.forEach(({ value, words }, at) => {
      const option = this.#rows.options[at]!;
      option.hidden = option.disabled = value === 'wrong' && !facts.hasClasses;
      setText(option, `${words} ${formatCount(filterRows(model.rows, value).length)}`);
    });
    if (this.#rows.value !== view.filter) this.#rows.value = view.filter;
  }

  #makeOutputs(outputs: readonly string[]): void {
    if (this.#madeFor === outputs.join('\n')) return;
    this.#madeFor = outputs.join('\n');
    this.#segmented = this.#list = null;
    const choose = (value: string): void => this.panel.choose({ output: Number(value) });
    if (outputs.length > mostSegments) {
      const list = element('select', { attributes: { 'aria-label': 'Output explained' } });
      list.append(
        ...outputs.map((name, at) => element('option', { attributes: { value: String(at) } }, name)),
      );
      list.onchange = () => choose(list.value);
      this.#list = list;
      this.#outputs.replaceChildren(element('label', { class: 'small muted' }, 'Output ', list));
      return;
    }
    this.#segmented = createSegmented(
      'Output explained',
      outputs.map((name, at) => ({ value: String(at), label: name })),
      choose,
    );
    this.#outputs.replaceChildren(this.#segmented.element);
  }
}
