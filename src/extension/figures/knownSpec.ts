import { parseSpec } from '../../spec/parse.js';
import { layersInText, type LayerInText } from '../../spec/layersInText.js';
import type { DescribedLayer } from '../../protocol/training.js';
import type { Positions } from '../../spec/positions.js';
import type { KnownLayer } from '../lenses/layerLens.js';
import type { LayerFigures } from '../../runs/layerFigures.js';
import type { RunFigures } from './figures.js';

/** A layer of the text with all that is known of it. */
export interface KnownLayerInText extends KnownLayer, LayerInText {}

/** Puts together what a text says, what its data says of it, and what its newest run has measured. */
export function knownLayers(
  text: string,
  described: readonly DescribedLayer[] | null,
  run: RunFigures | null,
): KnownLayerInText[] {
  const { positions } = parseSpec(text);
  const trained = run && trainedLayers(run);
  return layersInText(positions).map((layer) => {
    const now = described?.find(({ name, type }) => name === layer.name && type === layer.type) ?? null;
    const learnt = run && findLearnt(run, layer, now);
    const isSame = now
      ? learnt !== null
      : trained !== null && sameLayer(layer, positions, trained) && learnt !== null;
    return {
      ...layer,
      described: now,
      learnt: isSame ? learnt : null,
      findings: isSame ? (run?.findings.filter((finding) => finding.layer === layer.name) ?? []) : [],
    };
  });
}

/** What the run has measured of a layer of this name, type and, where it is known, shape. */
function findLearnt(
  { layers }: RunFigures,
  { name, type }: LayerInText,
  now: DescribedLayer | null,
): LayerFigures | null {
  const learnt = layers.find((layer) => layer.name === name && layer.type === type);
  if (!learnt) return null;
  const shape = now?.parameters.find((parameter) => parameter.name === learnt.parameter)?.shape;
  return now && (!shape || shape.join() !== learnt.shape.join()) ? null : learnt;
}

interface TrainedLayers {
  readonly positions: Positions;
  readonly layers: readonly LayerInText[];
}

function trainedLayers({ specText }: RunFigures): TrainedLayers {
  const { positions } = parseSpec(specText);
  return { positions, layers: layersInText(positions) };
}

/** While shapes are not known a layer counts as trained where it is written as it was. */
function sameLayer(layer: LayerInText, positions: Positions, trained: TrainedLayers): boolean {
  const before = trained.layers.find(({ name }) => name === layer.name);
  const textOf = ({ text }: Positions, { offset, length }: LayerInText): string =>
    text.slice(offset, offset + length).replace(/\s+/g, '');
  return before !== undefined && textOf(positions, layer) === textOf(trained.positions, before);
}
