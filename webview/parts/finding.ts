import { element, icon } from './element.js';

export type Severity = 'error' | 'warning' | 'information';

const icons = { error: 'error', warning: 'warning', information: 'info' } as const;
const tones = { error: 'tone-error', warning: 'tone-warning', information: 'tone-info' } as const;

/** A shape and a colour for how grave something is; whoever shows it says it in words too. */
export const severityIcon = (severity: Severity): HTMLElement => icon(icons[severity], tones[severity]);

/** A list that is folded away at first; `key` tells it from others when it is built anew. */
export function makeDetails(
  key: string,
  summary: string,
  children: readonly HTMLElement[],
): HTMLDetailsElement {
  const list = element('ul', {}, ...children.map((child) => element('li', {}, child)));
  return element(
    'details',
    { attributes: { 'data-key': key } },
    element('summary', { class: 'muted' }, summary),
    list,
  );
}

export interface Source {
  readonly label: string;
  readonly url: string | null;
}

/** The paper or guide that a finding rests on; a link where it can be read. */
export function makeSource({ label, url }: Source, onOpen: (url: string) => void): HTMLElement | string {
  if (url === null) return label;
  const link = element(
    'button',
    { class: 'link', title: url, attributes: { type: 'button', role: 'link' } },
    label,
  );
  link.onclick = () => onOpen(url);
  return link;
}

/** A source says what and where in one line: `AUTOTRAINER, ICSE 2021, https://…`. */
export function splitSource(source: string): Source {
  const url = /https?:\/\/[^\s)>\]]+/.exec(source)?.[0].replace(/[.,;]$/, '') ?? null;
  const words = (url ? source.replace(url, '') : source)
    .replace(/[(<[]\s*[)>\]]/, '')
    .replace(/[\s,;:.]+$/, '');
  return { label: words || (url ? new URL(url).hostname : ''), url };
}
