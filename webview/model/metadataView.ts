import type { ModelListing } from '../../src/protocol/models.js';
import { element } from '../parts/element.js';

/** A value is shown so far; the rest is in its title. */
const longestValue = 400;
const longestTitle = 4000;

/** What the file says of itself beside its tensors, and what is odd about it. */
export function createMetadataView({ metadata, warnings }: ModelListing): HTMLElement {
  const entries = Object.entries(metadata);
  const section = element('section', { id: 'metadata', attributes: { 'aria-label': 'Metadata' } });
  section.append(element('div', { class: 'section-head' }, element('h2', {}, 'Metadata')));
  if (entries.length === 0) {
    section.append(element('p', { class: 'block muted small' }, 'The file says nothing beside its tensors.'));
  } else {
    section.append(
      element(
        'dl',
        { class: 'block pairs' },
        ...entries.flatMap(([key, value]) => [
          element('dt', { class: 'muted mono' }, key),
          element('dd', { title: value.slice(0, longestTitle) }, shorten(value)),
        ]),
      ),
    );
  }
  if (warnings.length > 0) {
    section.append(
      element('div', { class: 'section-head' }, element('h2', {}, 'Warnings')),
      element('ul', { class: 'block warnings' }, ...warnings.map((warning) => element('li', {}, warning))),
    );
  }
  return section;
}

const shorten = (value: string): string =>
  value.length > longestValue ? `${value.slice(0, longestValue)} …` : value;
