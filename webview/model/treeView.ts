import { formatCount } from '../../src/display/numbers.js';
import type { ModelFindings, TensorBrief } from '../../src/protocol/models.js';
import { element, icon, setAttribute, setText } from '../parts/element.js';
import type { Queue } from '../parts/queue.js';
import { VirtualRows } from '../parts/virtualRows.js';
import { flagRows, type Flag } from './flags.js';
import { buildTree, listRows, openAtFirst, type TreeNode, type TreeRow } from './moduleTree.js';
import type { ModelHost, Part } from './panel.js';
import { TreeHead } from './treeHead.js';
import { TreeRowView } from './treeRowView.js';

const rowHeight = 22;
/** Rows in sight at first, unless there are fewer. */
const rowsInSight = 12;
/** Rows that the tree has at first, unless it has fewer. */
const rowsAtFirst = 60;

/** The modules and tensors of a file as a tree: put in order by a column's head, filtered by typing, walked by keys. */
export class TreeView implements Part {
  readonly interval = 0;
  readonly element = element('section', { id: 'tree', attributes: { 'aria-label': 'Tensors' } });
  readonly #roots: readonly TreeNode[];
  readonly #openAtFirst: ReadonlySet<string>;
  readonly #filter = element('input', {
    attributes: {
      type: 'search',
      placeholder: 'Filter by name, type or shape',
      'aria-label': 'Filter tensors',
    },
  });
  readonly #count = element('span', { class: 'muted small', attributes: { role: 'status' } });
  readonly #head: TreeHead;
  readonly #scroller = element('div', {
    class: 'rows',
    attributes: { role: 'tree', tabindex: '0', 'aria-label': 'Modules and tensors' },
  });
  readonly #virtual: VirtualRows<TreeRowView>;
  #rows: readonly TreeRow[] = [];
  #active = 0;
  #listed = '';
  #sortedAt = 0;
  #followed: number | null = null;
  #height = 0;
  #flagged: { readonly of: ModelFindings | null; readonly flags: ReadonlyMap<TreeNode, Flag> } = {
    of: null,
    flags: new Map(),
  };

  constructor(
    readonly host: ModelHost,
    readonly briefs: Queue<TensorBrief>,
  ) {
    const { tensors } = host.snapshot.listing;
    this.#head = new TreeHead(host);
    this.#roots = buildTree(tensors);
    this.#openAtFirst = openAtFirst(this.#roots, rowsAtFirst);
    this.#virtual = new VirtualRows(
      this.#scroller,
      rowHeight,
      () => this.#makeRow(),
      (row, index) => this.#fill(row, index),
      (first, end) => this.#see(first, end),
    );
    const inOrder = element(
      'button',
      {
        class: 'icon',
        title: 'As in the file',
        attributes: { type: 'button', 'aria-label': 'As in the file' },
      },
      icon('list-tree'),
    );
    inOrder.onclick = () => host.choose({ sort: 'order' });
    this.element.append(
      element(
        'div',
        { class: 'tree-head' },
        this.#filter,
        this.#count,
        element('span', { class: 'grow' }),
        inOrder,
      ),
      this.#head.element,
      this.#scroller,
    );
    this.#filter.value = host.view.filter;
    this.#filter.oninput = () => host.choose({ filter: this.#filter.value });
    this.#filter.onkeydown = (event) => this.#onFilterKey(event);
    this.#scroller.onkeydown = (event) => this.#onKey(event);
    this.#list();
    const height = host.view.listHeight ?? Math.min(rowsInSight, this.#rows.length + 1) * rowHeight;
    this.#height = height;
    this.#scroller.style.height = `${height}px`;
    this.#scroller.addEventListener('pointerup', () => this.#keepHeight());
    const at = this.#rows.findIndex(({ node }) => node.tensor !== null && node.tensor === host.chosen);
    this.#active = Math.max(0, at);
    this.#followed = host.chosen;
    requestAnimationFrame(() => this.#virtual.reveal(this.#active));
  }

  draw(): void {
    this.#list();
    this.#follow();
    this.#virtual.draw();
  }

  dispose(): void {
    this.#virtual.dispose();
  }

  /** The list was dragged to another height. */
  #keepHeight(): void {
    const listHeight = this.#scroller.clientHeight;
    if (parseFloat(this.#scroller.style.height) !== this.#height) this.host.choose({ listHeight });
    this.#height = parseFloat(this.#scroller.style.height);
  }

  #isOpen = (path: string): boolean => this.host.view.folds[path] ?? this.#openAtFirst.has(path);

  /** Another tensor was chosen elsewhere: its row is unfolded and comes into sight. */
  #follow(): void {
    const { chosen, view } = this.host;
    if (chosen === this.#followed) return;
    this.#followed = chosen;
    if (this.#filter.value !== view.filter) this.#filter.value = view.filter;
    if (this.#rows[this.#active]?.node.tensor === chosen) return;
    const at = this.#rows.findIndex(({ node }) => node.tensor === chosen);
    if (at >= 0) {
      this.#active = at;
      this.#virtual.reveal(at);
      return;
    }
    const folds: Record<string, boolean> = {};
    const open = (nodes: readonly TreeNode[]): boolean =>
      nodes.some((node) => {
        const isIn = node.tensor === null ? open(node.children) : node.tensor === chosen;
        if (isIn && node.tensor === null) folds[node.path] = true;
        return isIn;
      });
    if (!open(this.#roots) || Object.keys(folds).every((path) => this.#isOpen(path))) return;
    this.#followed = null;
    this.host.choose({ folds: { ...view.folds, ...folds } });
  }

  /** Makes the rows anew where what decides them has changed. */
  #list(): void {
    const { view, snapshot } = this.host;
    const { filter, sort, descending, folds } = view;
    const isMeasured = sort === 'mean' || sort === 'std';
    const of = JSON.stringify([filter, sort, descending, sort === 'order' ? folds : null]);
    // In order by what is still being measured: anew from time to time, and once all is known.
    const isStale =
      isMeasured &&
      this.briefs.known !== this.#sortedAt &&
      (this.briefs.known === this.briefs.count || this.briefs.known > this.#sortedAt + 200);
    if (of === this.#listed && !isStale) return;
    this.#listed = of;
    this.#sortedAt = this.briefs.known;
    const active = this.#rows[this.#active]?.node;
    this.#rows = listRows(this.#roots, snapshot.listing.tensors, (tensor) => this.briefs.get(tensor), {
      filter,
      sort,
      descending,
      isOpen: this.#isOpen,
    });
    const at = active ? this.#rows.findIndex(({ node }) => node === active) : -1;
    this.#active = at >= 0 ? at : 0;
    this.#virtual.setCount(this.#rows.length);
    const found = this.#rows.reduce((sum, { node }) => sum + Number(node.tensor !== null), 0);
    const all = snapshot.listing.tensors.length;
    setText(this.#count, filter.trim() === '' ? '' : `${formatCount(found)} of ${formatCount(all)} tensors`);
    this.#head.draw();
  }

  #makeRow(): TreeRowView {
    return new TreeRowView(this.host, (index, onTwistie) => {
      this.#goTo(index);
      if (onTwistie || this.#rows[index]?.node.tensor === null) this.#toggle(index);
    });
  }

  #fill(view: TreeRowView, index: number): void {
    const row = this.#rows[index]!;
    const { node } = row;
    const isActive = index === this.#active;
    view.show(index, row, {
      isActive,
      flag: this.#flags().get(node),
      brief: node.tensor === null ? undefined : this.briefs.get(node.tensor),
    });
    if (isActive) setAttribute(this.#scroller, 'aria-activedescendant', view.element.id);
  }

  /** Made anew with each news of what was found. */
  #flags(): ReadonlyMap<TreeNode, Flag> {
    const { findings } = this.host;
    if (findings !== this.#flagged.of)
      this.#flagged = { of: findings, flags: flagRows(this.#roots, findings) };
    return this.#flagged.flags;
  }

  /** What is in sight is measured first; of modules that are folded away, what is in them. */
  #see(first: number, end: number): void {
    this.briefs.want(
      this.#rows.slice(first, end).flatMap(({ node }) => (node.tensor === null ? [] : [node.tensor])),
    );
  }

  #goTo(index: number): void {
    const to = Math.min(this.#rows.length - 1, Math.max(0, index));
    const row = this.#rows[to];
    if (!row) return;
    this.#active = to;
    this.#virtual.reveal(to);
    const { tensor } = row.node;
    if (tensor !== null && tensor !== this.host.chosen) {
      this.host.choose({ tensor: this.host.snapshot.listing.tensors[tensor]!.name });
    }
    this.#virtual.invalidate();
  }

  #toggle(index: number, open?: boolean): void {
    const row = this.#rows[index];
    if (row?.expanded === null || row?.expanded === undefined || open === row.expanded) return;
    const { path } = row.node;
    this.host.choose({ folds: { ...this.host.view.folds, [path]: !row.expanded } });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.#rows[this.#active];
    const { page } = this.#virtual;
    const to = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#rows.length - 1,
    }[event.key];
    if (to !== undefined) this.#goTo(to);
    else if (event.key === 'ArrowRight') {
      if (row?.expanded) this.#goTo(this.#active + 1);
      else this.#toggle(this.#active, true);
    } else if (event.key === 'ArrowLeft') {
      if (row?.expanded) this.#toggle(this.#active, false);
      else if (row?.node.parent) this.#goTo(this.#rows.findIndex(({ node }) => node === row.node.parent));
    } else if (event.key === 'Enter') this.#toggle(this.#active);
    else if (event.key === 'Escape' && this.host.view.filter !== '') this.#setFilter('');
    else if (event.key.length === 1 && event.key !== ' ') {
      this.#filter.focus();
      this.#setFilter(this.#filter.value + event.key);
    } else return;
    event.preventDefault();
  }

  #onFilterKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#filter.value !== '') this.#setFilter('');
    else if (event.key === 'Escape' || event.key === 'Enter') this.#scroller.focus();
    else if (event.key === 'ArrowDown') {
      this.#scroller.focus();
      const first = this.#rows.findIndex(({ node }) => node.tensor !== null);
      this.#goTo(Math.max(0, first));
    } else return;
    event.preventDefault();
  }

  #setFilter(filter: string): void {
    this.#filter.value = filter;
    this.host.choose({ filter });
  }
}
