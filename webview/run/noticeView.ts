import { element, icon } from '../parts/element.js';
import { actionButton } from './headerView.js';
import type { Panel, Part } from './panel.js';
import { describeNotice, describeStatus, isInterrupted } from './status.js';

/** What went wrong, above the charts: the run's or a request's failure, where things lie, what to do. */
export class NoticeView implements Part {
  readonly interval = 200;
  readonly movesOthers = true;
  readonly element = element('div', { class: 'notices' });
  readonly #run = element('section', { class: 'notice', attributes: { role: 'alert' } });
  readonly #request = element('section', { class: 'notice', attributes: { role: 'alert' } });
  #shown = '';

  constructor(readonly panel: Panel) {
    this.#run.hidden = true;
    this.#request.hidden = true;
    this.element.append(this.#request, this.#run);
  }

  draw(): void {
    const { model } = this.panel;
    const interrupted = isInterrupted(model, Date.now());
    const notice = describeNotice(model, interrupted);
    const shown = JSON.stringify(notice);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#run.hidden = notice === null;
    if (!notice) return;
    const carries = interrupted || model.state === 'failed';
    const actions = carries ? describeStatus(model, interrupted).actions : [];
    this.#run.replaceChildren(
      icon(notice.icon, notice.icon === 'debug-disconnect' ? 'tone-warning' : 'tone-error'),
      element('b', {}, notice.title),
      element('p', { class: 'muted' }, notice.text),
      element('p', { class: 'mono muted path' }, model.directory),
      element(
        'div',
        { class: 'actions' },
        ...actions.map((action) => labelled(actionButton(this.panel, action))),
      ),
    );
  }

  /** Says that a request failed; nothing takes it away. */
  showRequest(message: string | null): void {
    this.#request.hidden = message === null;
    if (message === null) return;
    const close = element('button', { attributes: { type: 'button' } }, 'Dismiss');
    close.onclick = () => this.showRequest(null);
    this.#request.replaceChildren(
      icon('warning', 'tone-warning'),
      element('b', {}, message),
      element('div', { class: 'actions' }, close),
    );
  }
}

/** In a notice a button keeps its words at any width. */
function labelled(button: HTMLButtonElement): HTMLButtonElement {
  button.querySelector('.wide')?.classList.remove('wide');
  return button;
}
