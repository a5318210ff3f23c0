import { element, setText } from '../parts/element.js';
import { createSegmented } from '../parts/segmented.js';
import type { ComparePanel, Part } from './panel.js';

/** What is compared, and which split its curves are of. */
export class HeaderView implements Part {
  readonly interval = 0;
  readonly element = element('header', { class: 'head' });
  readonly #facts = element('span', { class: 'muted small' });
  readonly #unreadable = element('ul', { class: 'unreadable' });
  readonly #split;

  constructor(readonly panel: ComparePanel) {
    this.#split = createSegmented(
      'Curves of which split',
      [
        { value: 'validation', label: 'validation' },
        { value: 'training', label: 'training' },
      ],
      (split) => panel.choose({ split }),
    );
    this.element.append(
      element(
        'div',
        { class: 'title' },
        element('h1', {}, 'Compare runs'),
        this.#facts,
        element('span', { class: 'grow' }),
        this.#split.element,
      ),
      this.#unreadable,
    );
  }

  draw(): void {
    const { model, view, shown } = this.panel;
    const specs = new Set(model.runs.map(({ record }) => record.name));
    const hidden = model.runs.length - shown.length;
    const parts = [
      [...specs].join(', '),
      `${model.runs.length} runs`,
      ...(hidden > 0 ? [`${shown.length} shown`] : []),
    ];
    setText(this.#facts, parts.join(' · '));
    this.#split.choose(view.split);
    this.#unreadable.hidden = model.unreadable.length === 0;
    this.#unreadable.replaceChildren(
      ...model.unreadable.map(({ directory, reason }) =>
        element('li', { title: directory }, `${directory.split(/[\\/]/).at(-1)} cannot be read: ${reason}`),
      ),
    );
  }
}
