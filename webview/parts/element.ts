type Child = Node | string | null | undefined | false;

interface Options {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element. Text is always text: nothing that a file says becomes markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: Options = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class) made.className = options.class;
  if (options.id) made.id = options.id;
  if (options.title) made.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A codicon, for the eye alone. */
export function icon(name: string, tone = ''): HTMLElement {
  return element('i', {
    class: `codicon codicon-${name} ${tone}`.trim(),
    attributes: { 'aria-hidden': 'true' },
  });
}

/** Writes text only where it changed, so that a live panel does not repaint what stands still. */
export function setText(target: Element, text: string): void {
  const { firstChild } = target;
  if (firstChild instanceof Text && firstChild === target.lastChild) {
    // The same node: a new one would be styled and laid out from nothing.
    if (firstChild.data !== text) firstChild.data = text;
  } else if (target.textContent !== text) target.textContent = text;
}

export function setAttribute(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}
