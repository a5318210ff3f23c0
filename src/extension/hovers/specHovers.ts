import { ColorThemeKind, Hover, MarkdownString, languages, window, type Disposable } from 'vscode';
import { getNodeValue } from 'jsonc-parser';
import { cardColors, type ThemeKind } from '../../display/cardColors.js';
import { layerCard } from '../../display/layerCard.js';
import { parseSpec } from '../../spec/parse.js';
import { findValue, locate, pathAt } from '../../spec/positions.js';
import type { RunFigures } from '../figures/figures.js';
import type { KnownLayerInText } from '../figures/knownSpec.js';
import { layerHealth } from '../figures/layerHealth.js';
import type { SpecFigures } from '../figures/specFigures.js';
import { findingWords, worstFinding } from '../lenses/layerLens.js';
import { rangeAt, specFiles } from '../specDocuments.js';
import { describeMeasured } from './measurements.js';

const themeKinds: Readonly<Record<ColorThemeKind, ThemeKind>> = {
  [ColorThemeKind.Dark]: 'dark',
  [ColorThemeKind.Light]: 'light',
  [ColorThemeKind.HighContrast]: 'highContrast',
  [ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

/**
 * Hovers of a spec: over a layer its picture, over a key what the newest run measured of it. What the key means is
 * said by VS Code's JSON support out of the schema, and not again here.
 */
export function provideSpecHovers(figures: SpecFigures): Disposable {
  return languages.registerHoverProvider(specFiles, {
    provideHover: async (document, position) => {
      const offset = document.offsetAt(position);
      const { positions } = parseSpec(document.getText());
      const at = pathAt(positions, offset);
      if (!at) return null;
      const run = await figures.runOf(document.uri);
      if (!run) return null;
      const layers = figures.layersOf(document, run);
      const layer = at.path[0] === 'layers' ? layers.find(({ index }) => index === at.path[1]) : undefined;
      const value = findValue(positions, at.path);
      const key = {
        path: at.path,
        value: value && (getNodeValue(value) as unknown),
        layer: layer?.learnt ?? null,
      };
      const contents = [
        ...(layer?.learnt ? [describeLayer(layer, run)] : []),
        ...[describeMeasured(run, key)].flatMap((words) =>
          words === null ? [] : [new MarkdownString(words)],
        ),
      ];
      if (contents.length === 0) return null;
      const place = locate(positions, at.path, at.atKey ? 'key' : 'value');
      return new Hover(contents, rangeAt(document, place.offset, place.length));
    },
  });
}

function describeLayer(layer: KnownLayerInText, run: RunFigures): MarkdownString {
  const { learnt, findings } = layer;
  if (!learnt) throw new Error('only what is learnt has a picture');
  const worst = worstFinding(findings);
  const flow = run.layers.filter(({ shape }) => shape.length > 1);
  const svg = layerCard(
    {
      ...learnt,
      epoch: run.epoch,
      flow: flow.map(({ gradientNorm }) => gradientNorm),
      place: flow.findIndex(({ name }) => name === learnt.name),
      finding: worst ? findingWords(worst.code) : null,
      frozen: layer.described?.frozen === true,
    },
    cardColors[themeKinds[window.activeColorTheme.kind]],
  );
  const target = encodeURIComponent(JSON.stringify([{ directory: run.directory, layer: layer.name }]));
  const words = [
    `![${layer.name}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`,
    `[Show weights](command:netweight.showRun?${target} "Opens the run with this layer chosen")`,
    ...(layer.described?.frozen === true ? [] : [layerHealth(learnt).join(' · ')]),
    ...(worst ? [worst.message] : []),
  ];
  const markdown = new MarkdownString(words.join('\n\n'), true);
  markdown.isTrusted = { enabledCommands: ['netweight.showRun'] };
  return markdown;
}
