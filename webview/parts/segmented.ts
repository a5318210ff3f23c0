import { element, setAttribute } from './element.js';

export interface Segmented<T extends string> {
  readonly element: HTMLElement;
  choose(value: T): void;
}

/** A switch between few values: one stop of the tab order, arrows choose. */
export function createSegmented<T extends string>(
  label: string,
  choices: readonly { readonly value: T; readonly label: string }[],
  onChoose: (value: T) => void,
): Segmented<T> {
  const buttons = choices.map((choice) => {
    const button = element('button', { attributes: { type: 'button', role: 'radio' } }, choice.label);
    button.onclick = () => {
      choose(choice.value);
      onChoose(choice.value);
    };
    return button;
  });
  const group = element(
    'div',
    { class: 'segmented', attributes: { role: 'radiogroup', 'aria-label': label } },
    ...buttons,
  );

  function choose(value: T): void {
    choices.forEach((choice, index) => {
      const chosen = choice.value === value;
      setAttribute(buttons[index]!, 'aria-checked', String(chosen));
      setAttribute(buttons[index]!, 'tabindex', chosen ? '0' : '-1');
    });
  }

  group.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const from = buttons.findIndex((button) => button.getAttribute('aria-checked') === 'true');
    const next = buttons[(from + step + buttons.length) % buttons.length]!;
    next.click();
    next.focus();
  };
  choose(choices[0]!.value);
  return { element: group, choose };
}
