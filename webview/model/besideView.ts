import type { BesideSpec } from '../../src/protocol/modelPanel.js';
import { element, icon, setText } from '../parts/element.js';
import type { ModelHost } from './panel.js';

/** The spec that the editor follows: the layer under its cursor with its tensors, and what the file could be for it. */
export class BesideView {
  readonly element = element('section', { id: 'beside', attributes: { 'aria-label': 'The spec beside' } });
  readonly #layer = element('span', { class: 'mono' });
  readonly #tensors = element('span', { class: 'tensors' });
  readonly #offer = element('span', { class: 'offer' });
  readonly #offerWords = element('span', { class: 'muted small' });
  #told = '';

  constructor(readonly host: ModelHost) {
    const use = element(
      'button',
      {
        title: 'Writes this file into the spec as "pretrained", with the renames that fit',
        attributes: { type: 'button' },
      },
      'Use as pretrained',
    );
    use.onclick = () => host.ask('usePretrained', null);
    this.#offer.append(this.#offerWords, use);
    this.element.append(
      icon('link', 'muted'),
      this.#layer,
      this.#tensors,
      element('span', { class: 'grow' }),
      this.#offer,
    );
    this.show(host.snapshot.beside);
  }

  show(beside: BesideSpec | null): void {
    this.element.hidden = beside === null;
    if (!beside) return;
    const { specName, layer, offer } = beside;
    setText(this.#layer, layer ? layer.name : specName);
    this.#offer.hidden = offer === null;
    setText(this.#offerWords, offer ?? '');
    const told = JSON.stringify(layer);
    if (told === this.#told) return;
    this.#told = told;
    const { tensors } = this.host.snapshot.listing;
    const places = layer?.tensors ?? [];
    this.#tensors.replaceChildren(
      ...(layer === null
        ? [element('span', { class: 'muted small' }, 'Put the cursor on a layer to see its tensors.')]
        : places.length === 0
          ? [element('span', { class: 'muted small' }, 'no tensor here fits this layer')]
          : places.map((place) => this.#makeLink(tensors[place]!.name))),
    );
    const first = places[0];
    if (first !== undefined) this.host.choose({ tensor: tensors[first]!.name, filter: '' });
  }

  #makeLink(name: string): HTMLElement {
    const link = element('button', { class: 'link mono', attributes: { type: 'button' } }, name);
    link.onclick = () => this.host.choose({ tensor: name });
    return link;
  }
}
