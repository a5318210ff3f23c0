import { Range, window, type Disposable, type Position, type TextDocument, type Uri } from 'vscode';
import { layersInText } from '../../spec/layersInText.js';
import { parseSpec } from '../../spec/parse.js';

/** A cursor that rests so long, in ms, stands on something; one that only passes does not. */
const restMs = 120;

/** Tells the layer that the cursor stands on in an editor of this spec, each time that it is another one. */
export function followCursor(spec: () => Uri, onLayer: (layer: string) => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let told: string | null = null;
  const listening = window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections }) => {
    if (document.uri.toString() !== spec().toString()) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const layer = layerAt(document, selections[0]!.active);
      if (layer !== null && layer !== told) onLayer(layer);
      told = layer;
    }, restMs);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      listening.dispose();
    },
  };
}

/** The layer that the cursor stands on now, in whichever editor shows the spec. */
export function layerAtCursor(spec: Uri): string | null {
  const editor = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === spec.toString(),
  );
  return editor ? layerAt(editor.document, editor.selection.active) : null;
}

/** The layer that is written at the cursor, else one on its line; null where there is none. */
function layerAt(document: TextDocument, cursor: Position): string | null {
  const layers = layersInText(parseSpec(document.getText()).positions).map(({ name, offset, length }) => ({
    name,
    range: new Range(document.positionAt(offset), document.positionAt(offset + length)),
  }));
  const at =
    layers.find(({ range }) => range.contains(cursor)) ??
    layers.find(({ range }) => range.start.line <= cursor.line && cursor.line <= range.end.line);
  return at?.name ?? null;
}
