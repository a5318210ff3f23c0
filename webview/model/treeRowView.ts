import { formatCount, formatNumber } from '../../src/display/numbers.js';
import { formatBytes, formatShape } from '../../src/display/units.js';
import type { TensorBrief } from '../../src/protocol/models.js';
import { element, setAttribute, setText } from '../parts/element.js';
import { severityIcon } from '../parts/finding.js';
import { MiniHistogram } from '../parts/miniHistogram.js';
import type { Flag } from './flags.js';
import type { TreeNode, TreeRow } from './moduleTree.js';
import type { ModelHost } from './panel.js';

/** What a row shows beside its place in the tree. */
export interface RowState {
  readonly isActive: boolean;
  /** What was found of the tensor, or within the module. */
  readonly flag: Flag | undefined;
  /** What was measured of the tensor, once it was. */
  readonly brief: TensorBrief | undefined;
}

/** A row on the screen, which shows one row of the tree after another as the list scrolls. */
export class TreeRowView {
  readonly element: HTMLElement;
  /** Which row of the list it shows. */
  index = -1;
  readonly #twistie = element('i', { class: 'codicon twistie', attributes: { 'aria-hidden': 'true' } });
  readonly #label = element('span', { class: 'mono ellipsis' });
  readonly #mark = element('span', { class: 'mark' });
  readonly #odd = element('span', { class: 'flag small' });
  readonly #name = element('span', { class: 'name' }, this.#twistie, this.#label, this.#mark, this.#odd);
  readonly #histogram = new MiniHistogram();
  readonly #cells = {
    shape: element('span', { class: 'num shape muted' }),
    dtype: element('span', { class: 'dtype muted' }),
    size: element('span', { class: 'num size' }),
    bytes: element('span', { class: 'num bytes' }),
    mean: element('span', { class: 'num mean' }),
    std: element('span', { class: 'num std' }),
  };
  #drawn: object | null = null;

  constructor(
    readonly host: ModelHost,
    onClick: (index: number, onTwistie: boolean) => void,
  ) {
    const histogram = element('span', { class: 'histogram' });
    histogram.append(this.#histogram.element);
    this.element = element(
      'div',
      { class: 'row', attributes: { role: 'treeitem' } },
      this.#name,
      histogram,
      ...Object.values(this.#cells),
    );
    this.element.onclick = (event) => onClick(this.index, event.target === this.#twistie);
  }

  show(index: number, row: TreeRow, { isActive, flag, brief }: RowState): void {
    const { node, level, label, expanded, position, siblings } = row;
    const at = this.element;
    this.index = index;
    at.id = `row-${index}`;
    setAttribute(at, 'aria-level', String(level));
    setAttribute(at, 'aria-posinset', String(position));
    setAttribute(at, 'aria-setsize', String(siblings));
    if (expanded === null) at.removeAttribute('aria-expanded');
    else setAttribute(at, 'aria-expanded', String(expanded));
    const isChosen = node.tensor !== null && node.tensor === this.host.chosen;
    setAttribute(at, 'aria-selected', String(isChosen));
    at.classList.toggle('active', isActive);
    at.classList.toggle('module', expanded !== null);
    this.#name.style.paddingLeft = `${(level - 1) * 12}px`;
    const sign = expanded === null ? '' : expanded ? 'codicon-chevron-down' : 'codicon-chevron-right';
    this.#twistie.className = `codicon twistie ${sign}`;
    setText(this.#label, label);
    this.#label.title = node.path;
    setText(this.#cells.size, formatCount(node.parameters));
    setText(this.#cells.bytes, formatBytes(node.bytes));
    this.#showFlag(flag);
    if (node.tensor === null) this.#showModule(node);
    else this.#showTensor(node.tensor, brief);
  }

  #showFlag(flag: Flag | undefined): void {
    const words = flag?.words ?? '';
    if (this.#mark.title === words) return;
    this.#mark.title = words;
    this.#mark.replaceChildren(
      ...(flag ? [severityIcon(flag.severity), element('span', { class: 'visually-hidden' }, words)] : []),
    );
  }

  #showModule({ tensors }: TreeNode): void {
    setText(this.#cells.shape, `${formatCount(tensors)} tensors`);
    for (const name of ['dtype', 'mean', 'std'] as const) setText(this.#cells[name], '');
    setText(this.#odd, '');
    this.#histogram.element.classList.add('empty');
  }

  #showTensor(tensor: number, brief: TensorBrief | undefined): void {
    const { dtype, shape, problem } = this.host.snapshot.listing.tensors[tensor]!;
    setText(this.#cells.shape, formatShape(shape));
    setText(this.#cells.dtype, dtype);
    setText(this.#cells.mean, brief ? formatNumber(brief.mean, 2) : '');
    setText(this.#cells.std, brief ? formatNumber(brief.std, 2) : '');
    const trouble = problem ?? brief?.problem ?? null;
    const notFinite = brief ? brief.nan + brief.inf : 0;
    const words = notFinite > 0 ? `${formatCount(notFinite)} NaN, Inf` : '';
    setText(this.#odd, trouble ? 'cannot be read' : words);
    this.#odd.title = trouble ?? '';
    const hasHistogram = brief !== undefined && brief.min !== null && brief.max !== null;
    this.#histogram.element.classList.toggle('empty', !hasHistogram);
    if (!hasHistogram || this.#drawn === brief) return;
    this.#drawn = brief;
    this.#histogram.draw({ minimum: brief.min, maximum: brief.max, counts: brief.counts });
  }
}
