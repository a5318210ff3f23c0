import { element } from './element.js';

/** A live region for screen readers: what is said is read aloud once. */
export function createAnnouncer(): { readonly element: HTMLElement; say(text: string): void } {
  const region = element('div', {
    class: 'visually-hidden',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });
  return {
    element: region,
    say: (text) => {
      region.textContent = text;
    },
  };
}
