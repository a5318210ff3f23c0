import { element, setText } from '../parts/element.js';
import type { Panel, Part } from './panel.js';

/** What a network for a language wrote by itself, newest; nothing for other tasks. */
export class TextView implements Part {
  readonly interval = 250;
  readonly element = element('section', { id: 'text', attributes: { 'aria-label': 'Text it writes' } });
  readonly #of = element('span', { class: 'muted small' });
  readonly #text = element('pre', { class: 'mono' });

  constructor(readonly panel: Panel) {
    this.element.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Text it writes'), this.#of),
      this.#text,
    );
    this.element.hidden = panel.model.run.task !== 'language';
  }

  draw(): void {
    const newest = this.panel.model.texts.at(-1);
    setText(this.#of, newest ? `after epoch ${newest.epoch}` : '');
    setText(this.#text, newest?.text ?? 'Shown after the first epoch.');
  }
}
