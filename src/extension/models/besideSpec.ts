import type { Uri } from 'vscode';
import { Range, workspace, WorkspaceEdit, type Disposable, type TextDocument } from 'vscode';
import type { BesideSpec } from '../../protocol/modelPanel.js';
import type { ModelListing } from '../../protocol/models.js';
import type { CheckedSpec } from '../../protocol/training.js';
import { editSpec } from '../../spec/edit.js';
import { layersInText } from '../../spec/layersInText.js';
import { parseSpec } from '../../spec/parse.js';
import { matchLayers, type LayerMatch } from '../../training/matchLayers.js';
import { UserError } from '../commands.js';
import { readSpec } from '../specDocuments.js';
import { followCursor, layerAtCursor } from '../weights/followCursor.js';

/** So long after the last change of the spec, in ms, its layers are held against the file anew. */
const restMs = 600;

export type CheckSpec = (spec: Uri, text: string) => Promise<CheckedSpec>;

/** Joins a spec to the editor of a model file: which tensors are the layer's under the cursor, and what the file is for the spec. */
export class SpecBeside implements Disposable {
  private match: LayerMatch = { tensors: new Map(), rename: {}, fitting: 0 };
  private layer: string | null = null;
  private isUsed = false;
  private readonly disposables: Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly spec: Uri,
    private readonly model: Uri,
    private readonly listing: () => Promise<ModelListing>,
    private readonly check: CheckSpec,
    private readonly onChange: () => void,
  ) {
    this.layer = layerAtCursor(spec);
    this.disposables = [
      followCursor(
        () => spec,
        (layer) => {
          this.layer = layer;
          onChange();
        },
      ),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() !== spec.toString()) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.refresh(), restMs);
      }),
    ];
  }

  /** Holds the layers of the spec, as it is now, against the file. */
  async refresh(): Promise<void> {
    const [document, { tensors }] = await Promise.all([readSpec(this.spec), this.listing()]);
    const text = document.getText();
    const { layers } = await this.check(this.spec, text);
    const known =
      layers ?? layersInText(parseSpec(text).positions).map(({ name }) => ({ name, parameters: [] }));
    this.match = matchLayers(known, tensors);
    this.isUsed = pathIn(document) === this.relativePath;
    this.onChange();
  }

  async describe(): Promise<BesideSpec> {
    const { format } = await this.listing();
    const { tensors, fitting, rename } = this.match;
    const renames = Object.keys(rename).length;
    const canBeUsed = fitting > 0 && format === 'safetensors' && !this.isUsed;
    return {
      specName: this.spec.path.split('/').at(-1) ?? '',
      layer: this.layer === null ? null : { name: this.layer, tensors: tensors.get(this.layer) ?? [] },
      offer: canBeUsed
        ? `${fitting} ${fitting === 1 ? 'tensor fits' : 'tensors fit'}${renames > 0 ? `, ${renames} ${renames === 1 ? 'name is' : 'names are'} changed` : ''}`
        : null,
    };
  }

  /** One change of the spec, which one undo takes back. */
  async usePretrained(): Promise<void> {
    const document = await readSpec(this.spec);
    const { rename } = this.match;
    const hasRename = Object.keys(rename).length > 0;
    const changes = editSpec(document.getText(), [
      {
        op: 'set',
        path: ['pretrained'],
        value: { weights: this.relativePath, ...(hasRename && { rename }) },
      },
    ]);
    if (!changes) throw new UserError('The spec cannot be changed as it stands: mend its problems first.');
    const edit = new WorkspaceEdit();
    for (const { offset, length, text } of changes) {
      const range = new Range(document.positionAt(offset), document.positionAt(offset + length));
      edit.replace(this.spec, range, text);
    }
    if (!(await workspace.applyEdit(edit))) throw new UserError('The spec could not be changed.');
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** From the spec's folder, as `pretrained.weights` has it. */
  private get relativePath(): string {
    const from = this.spec.path.split('/').slice(0, -1);
    const to = this.model.path.split('/');
    const shared = from.findIndex((part, i) => part !== to[i]);
    const depth = shared < 0 ? from.length : shared;
    return [...from.slice(depth).map(() => '..'), ...to.slice(depth)].join('/');
  }
}

function pathIn(document: TextDocument): string | null {
  const { spec } = parseSpec(document.getText());
  return spec?.pretrained?.weights ?? null;
}
