import { element, icon, setAttribute, setText } from '../parts/element.js';
import type { ChartHost } from '../parts/part.js';
import { toCsv } from './csv.js';
import { drawFigure } from './figurePicture.js';
import { TableView, type Table } from './table.js';

export interface FigureOptions {
  readonly id: string;
  readonly title: string;
  /** Before the table's button: switches of this plot. */
  readonly tools?: readonly HTMLElement[];
  readonly table: () => Table;
}

/** A plot's frame: title, unit or what the pointer reads, tools, a body of fixed height, a line below, a table twin. */
export class Figure {
  readonly element: HTMLElement;
  readonly body = element('div', { class: 'body' });
  readonly #title = element('h2');
  readonly #unit = element('span', { class: 'unit' });
  readonly #read = element('span', { class: 'read', attributes: { 'aria-live': 'off' } });
  readonly #foot = element('div', { class: 'foot' });
  readonly #picture = element('div', { class: 'picture', attributes: { role: 'img' } });
  readonly #toggle = element('button', { class: 'icon', attributes: { type: 'button' } });
  readonly #save = element('button', { class: 'icon', attributes: { type: 'button' } });
  #twin: TableView | null = null;

  constructor(
    readonly host: ChartHost,
    readonly options: FigureOptions,
  ) {
    this.#title.append(options.title);
    this.#toggle.append(icon('table'));
    this.#toggle.onclick = () => this.setTable(!this.#twin, true);
    this.#save.append(icon('export'));
    this.#save.onclick = () => void this.#export();
    const tools = element('span', { class: 'tools' }, ...(options.tools ?? []), this.#toggle, this.#save);
    const header = element(
      'header',
      {},
      this.#title,
      this.#unit,
      element('span', { class: 'grow' }),
      this.#read,
      tools,
    );
    this.body.append(this.#picture);
    this.element = element(
      'figure',
      { class: 'plot', id: options.id, attributes: { tabindex: '0' } },
      header,
      this.body,
      this.#foot,
    );
    this.#foot.hidden = true;
    this.#name();
    if (host.view.tables.includes(options.id)) this.setTable(true);
    this.element.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#toggle.click();
    });
  }

  /** Where the plot draws. */
  get picture(): HTMLElement {
    return this.#picture;
  }

  /** Puts a button before those that every figure has. */
  addTool(tool: HTMLElement): void {
    this.#toggle.before(tool);
  }

  setTitle(title: string): void {
    if (this.#title.textContent === title) return;
    setText(this.#title, title);
    this.#name();
  }

  setUnit(unit: string): void {
    setText(this.#unit, unit);
  }

  /** What a screen reader says of the picture. */
  setLabel(label: string): void {
    setAttribute(this.#picture, 'aria-label', label);
  }

  setFoot(...children: (Node | string)[]): void {
    this.#foot.replaceChildren(...children);
    this.#foot.hidden = children.length === 0;
  }

  /** What the crosshair reads, in the place of the unit; nothing puts the unit back. */
  setRead(children: readonly Node[] | null): void {
    this.element.classList.toggle('reading', children !== null);
    this.#read.replaceChildren(...(children ?? []));
  }

  setTable(asTable: boolean, tell = false): void {
    if (asTable === (this.#twin !== null)) return;
    this.#twin?.element.remove();
    this.#twin = asTable ? new TableView(this.#title.textContent ?? '') : null;
    if (this.#twin) this.body.append(this.#twin.element);
    this.#picture.classList.toggle('behind', asTable);
    this.#toggle.replaceChildren(icon(asTable ? 'graph-line' : 'table'));
    this.#name();
    this.drawTable();
    if (!tell) return;
    const { id } = this.options;
    const others = this.host.view.tables.filter((known) => known !== id);
    this.host.choose({ tables: asTable ? [...others, id] : others });
  }

  /** Whether the table stands in the place of the chart. */
  get isTable(): boolean {
    return this.#twin !== null;
  }

  drawTable(): void {
    this.#twin?.show(this.options.table());
  }

  /** What is shown is what is proposed: the picture, or the table. */
  async #export(): Promise<void> {
    const words = {
      title: this.#title.textContent ?? '',
      unit: this.#unit.textContent ?? '',
      foot: [...this.#foot.children].map((child) => child.textContent ?? '').join('   '),
    };
    const picture = await drawFigure(this.#picture, words, this.host.colors);
    const csv = toCsv(this.options.table());
    this.host.saveChart({ name: this.options.id, picture, csv, asTable: this.isTable });
  }

  #name(): void {
    const words = this.#twin ? 'View as chart' : 'View as table';
    this.#toggle.title = `${words} (T)`;
    this.#toggle.setAttribute('aria-label', `${this.#title.textContent}: view as table`);
    this.#toggle.setAttribute('aria-pressed', String(this.#twin !== null));
    this.#save.title = 'Save as PNG, or its table as CSV';
    this.#save.setAttribute('aria-label', `${this.#title.textContent}: save as PNG or CSV`);
    this.element.setAttribute('aria-label', this.#title.textContent ?? '');
  }
}
