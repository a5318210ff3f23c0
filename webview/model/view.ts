import { formatCount } from '../../src/display/numbers.js';
import type { ModelFindings, TensorBrief } from '../../src/protocol/models.js';
import type { Peer } from '../../src/protocol/peer.js';
import type {
  BesideSpec,
  ModelPanelCalls,
  ModelPanelEvents,
  ModelSeries,
  ModelSnapshot,
} from '../../src/protocol/modelPanel.js';
import type { SavedChart } from '../../src/protocol/savedChart.js';
import { Frames } from '../chart/frames.js';
import { createAnnouncer } from '../parts/announcer.js';
import { element, setText } from '../parts/element.js';
import { severityIcon } from '../parts/finding.js';
import { Queue } from '../parts/queue.js';
import { onThemeChange, readColors, type Colors } from '../theme/colors.js';
import { BesideView } from './besideView.js';
import { DetailView } from './detailView.js';
import { FindingsReader } from './findingsReader.js';
import { countFindings, FindingsView } from './findingsView.js';
import { createMetadataView } from './metadataView.js';
import type { ModelHost, Part } from './panel.js';
import { tellStory } from './story.js';
import { TreeView } from './treeView.js';
import type { ViewState } from './viewState.js';

export type HostPeer = Peer<
  { readonly calls: object; readonly events: object },
  { readonly calls: ModelPanelCalls; readonly events: ModelPanelEvents }
>;

export interface ViewOptions {
  readonly peer: HostPeer;
  readonly view: ViewState;
  readonly save: (view: ViewState) => void;
}

/** The weights editor for one content of its file; another content makes a new one. */
export class ModelView implements ModelHost {
  readonly element = element('main', { class: 'model' });
  readonly frames = new Frames();
  colors: Colors;
  view: ViewState;
  chosen: number | null = null;
  series: ModelSeries | null;
  readonly #options: ViewOptions;
  readonly #parts: readonly Part[];
  readonly #briefs: Queue<TensorBrief>;
  readonly #findings: FindingsReader;
  readonly #toFindings = element('button', { class: 'to-findings', attributes: { type: 'button' } });
  readonly #announcer = createAnnouncer();
  readonly #notice = element('p', { class: 'notice', attributes: { role: 'alert' } });
  readonly #beside: BesideView;
  readonly #stopWatching: () => void;

  constructor(
    readonly snapshot: ModelSnapshot,
    options: ViewOptions,
  ) {
    this.#options = options;
    this.view = options.view;
    this.series = snapshot.series;
    this.colors = readColors();
    this.#findChosen();
    const { listing, fileName } = snapshot;
    this.#briefs = new Queue(
      listing.tensors.length,
      (tensors) => this.request('briefs', { model: 0, tensors }),
      ({ tensor }) => tensor,
      () => {
        this.frames.invalidate(tree.element);
        this.#findings.follow(this.#briefs.known, this.#briefs.count);
      },
    );
    const findings = new FindingsView(
      this,
      () => this.findings,
      (tensor, first) => {
        this.choose({ tensor: listing.tensors[tensor]!.name, filter: '' });
        if (first !== null) detail.point(first);
      },
    );
    this.#findings = new FindingsReader(
      () => this.request('findings', { model: 0 }),
      () => {
        this.#tellFindings();
        this.frames.invalidate(findings.element);
        this.frames.invalidate(tree.element);
      },
    );
    const tree = new TreeView(this, this.#briefs);
    const detail = new DetailView(this, findings.element);
    this.#parts = [tree, detail, findings];
    this.#toFindings.onclick = () => findings.focus();
    this.#toFindings.hidden = true;
    this.#notice.hidden = true;
    this.#beside = new BesideView(this);
    this.element.append(
      this.#announcer.element,
      element(
        'header',
        { class: 'head' },
        element(
          'div',
          { class: 'title' },
          element('h1', { class: 'mono' }, fileName),
          element('span', { class: 'muted small story', title: tellStory(listing) }, tellStory(listing)),
          element('span', { class: 'grow' }),
          this.#toFindings,
        ),
      ),
      this.#notice,
      this.#beside.element,
      tree.element,
      element('div', { class: 'page' }, detail.element, createMetadataView(listing)),
    );
    for (const part of this.#parts) this.frames.add(part);
    this.#stopWatching = onThemeChange(() => this.#recolor());
  }

  dispose(): void {
    this.#stopWatching();
    this.#briefs.dispose();
    this.#findings.dispose();
    this.frames.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  /** The cursor in the spec beside came to stand on something else. */
  showBeside(beside: BesideSpec | null): void {
    this.#beside.show(beside);
  }

  /** Files of other moments were found, came, changed or went. */
  showSeries(series: ModelSeries | null): void {
    this.series = series;
    this.frames.invalidate(undefined, true);
  }

  get findings(): ModelFindings {
    return this.#findings.found;
  }

  choose(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.#findChosen();
    this.#options.save(this.view);
    for (const part of this.#parts) this.frames.invalidate(part.element, true);
  }

  request<K extends keyof ModelPanelCalls>(
    name: K,
    args: ModelPanelCalls[K]['args'],
  ): Promise<ModelPanelCalls[K]['reply']> {
    return this.#options.peer.call(name, args as never) as Promise<ModelPanelCalls[K]['reply']>;
  }

  saveChart(chart: SavedChart): void {
    this.ask('saveChart', chart);
  }

  ask<K extends keyof ModelPanelCalls>(name: K, args: ModelPanelCalls[K]['args']): void {
    this.#tell('');
    this.request(name, args).catch((error: unknown) =>
      this.#tell(error instanceof Error ? error.message : String(error)),
    );
  }

  /** How many there are stands in the head; that all has been looked at is said once. */
  #tellFindings(): void {
    const { measured, rules } = this.findings;
    const count = countFindings(rules);
    const words = `${formatCount(count)} ${count === 1 ? 'finding' : 'findings'}`;
    this.#toFindings.hidden = count === 0;
    if (rules[0]) this.#toFindings.replaceChildren(severityIcon(rules[0].severity), words);
    if (measured >= this.#briefs.count) this.#announcer.say(count === 0 ? 'No findings' : words);
  }

  #tell(words: string): void {
    this.#notice.hidden = words === '';
    setText(this.#notice, words);
  }

  /** The tensor that was chosen by its name, else the first that has something to show. */
  #findChosen(): void {
    const { tensors } = this.snapshot.listing;
    const named = tensors.findIndex(({ name }) => name === this.view.tensor);
    const first = tensors.findIndex(({ shape, problem }) => shape.length > 1 && problem === null);
    const at = named >= 0 ? named : Math.max(0, first);
    this.chosen = at < tensors.length ? at : null;
  }

  #recolor(): void {
    this.colors = readColors();
    for (const part of this.#parts) part.recolor?.();
    this.frames.invalidate(undefined, true);
  }
}
