import {
  CodeLens,
  Disposable,
  EventEmitter,
  Range,
  languages,
  type CodeLensProvider,
  type TextDocument,
} from 'vscode';
import { parseSpec } from '../../spec/parse.js';
import { findValue, locate } from '../../spec/positions.js';
import { describeCost } from '../../display/cost.js';
import type { TrainingCost } from '../../protocol/training.js';
import type { RunFigures } from '../figures/figures.js';
import type { SpecFigures } from '../figures/specFigures.js';
import { isSpec, specFiles } from '../specDocuments.js';
import { Announcement } from './announcement.js';
import { layerLens, worstFinding } from './layerLens.js';
import { runLens } from './runLens.js';

/**
 * Lenses of a spec: what can be done with it and its newest run at the top, and one above every layer. How many
 * there are follows from the text alone, so that lines do not move when something becomes known.
 */
export function provideSpecLenses(figures: SpecFigures): Disposable {
  const changes = new EventEmitter<void>();
  const news = new Announcement(() => changes.fire());
  const listening = figures.onDidChange(() => news.tell());
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changes.event,
    provideCodeLenses: async (document) => {
      if (!isSpec(document)) return [];
      news.asked();
      const run = await figures.runSoFar(document.uri);
      return [
        ...lensesOfSpec(document, run, figures.costOf(document.uri)),
        ...lensesOfFeatures(document),
        ...lensesOfLayers(document, run, figures),
      ];
    },
  };
  return Disposable.from(changes, listening, news, languages.registerCodeLensProvider(specFiles, provider));
}

function lensesOfSpec(document: TextDocument, run: RunFigures | null, cost: TrainingCost | null): CodeLens[] {
  const top = new Range(0, 0, 0, 0);
  const isOn = run !== null && (run.state === 'running' || run.state === 'paused') && run.progress !== null;
  const train = isOn
    ? {
        title: '$(debug-stop) Stop',
        command: 'netweight.stop',
        tooltip: 'Ends after this step; a checkpoint is written',
      }
    : {
        title: '$(play) Train',
        command: 'netweight.train',
        tooltip: 'Trains this network',
        arguments: [document.uri],
      };
  const last = {
    title: runLens(run),
    command: run ? 'netweight.showRun' : '',
    ...(run && { tooltip: 'Opens the run', arguments: [{ directory: run.directory }] }),
  };
  const takes = {
    title: cost ? describeCost(cost) : 'parameters …',
    command: '',
    tooltip: 'What is learnt, the memory that training takes, and the time of one step as just tried',
  };
  return [train, last, takes].map((command) => new CodeLens(top, command));
}

/** Above the features, or the data whose columns they are: what they do to predictions. */
function lensesOfFeatures(document: TextDocument): CodeLens[] {
  const { positions } = parseSpec(document.getText());
  const path = findValue(positions, ['data', 'features']) ? ['data', 'features'] : ['data'];
  if (!findValue(positions, path)) return [];
  const place = locate(positions, path, 'key');
  const range = new Range(
    document.positionAt(place.offset),
    document.positionAt(place.offset + place.length),
  );
  const explain = {
    title: '$(graph-scatter) Explain predictions',
    command: 'netweight.explain',
    tooltip: 'Says what each feature did to each prediction of the newest run',
    arguments: [document.uri],
  };
  return [new CodeLens(range, explain)];
}

function lensesOfLayers(document: TextDocument, run: RunFigures | null, figures: SpecFigures): CodeLens[] {
  return figures.layersOf(document, run).map((layer) => {
    const range = new Range(
      document.positionAt(layer.offset),
      document.positionAt(layer.offset + layer.length),
    );
    const tooltip = worstFinding(layer.findings)?.message ?? 'Shows the weights of this layer';
    return new CodeLens(range, {
      title: layerLens(layer),
      command: run && layer.learnt ? 'netweight.showRun' : '',
      ...(run && layer.learnt && { tooltip, arguments: [{ directory: run.directory, layer: layer.name }] }),
    });
  });
}
