import { formatNumber } from '../../src/display/numbers.js';
import type { ExplainHistory } from '../../src/protocol/explain.js';
import { drawEnds, labelRoom } from '../chart/ends.js';
import { Plot } from '../chart/plot.js';
import { linearTicks } from '../chart/ticks.js';
import { element } from '../parts/element.js';
import { shortenName } from './lanes.js';
import type { Panel } from './panel.js';
import { shownFeatures } from './shownFeatures.js';

/** Lines that can be told apart by their names. */
const mostLines = 8;

/** Mean |φ| of the most important features at checkpoints of the run; computed when it is asked for. */
export function createHistoryPlot(panel: Panel): Plot {
  let history: ExplainHistory | null = null;
  const button = element('button', { attributes: { type: 'button' } }, 'Explain the checkpoints');
  button.onclick = () => {
    button.disabled = true;
    button.textContent = 'Explaining…';
    panel
      .request('overCheckpoints', null)
      .then((found) => {
        history = found;
        button.hidden = found !== null;
      })
      .catch((error: unknown) => panel.fail(error))
      .finally(() => {
        button.disabled = false;
        button.textContent = 'Explain the checkpoints';
        panel.choose({});
      });
  };
  const meanAt = (epoch: number, feature: number): number => {
    const { facts, summary } = panel.shown!;
    return history!.means[(epoch * facts.features.length + feature) * facts.outputs.length + summary.output]!;
  };
  const lines = (): readonly number[] =>
    history && panel.shown ? shownFeatures(panel.shown).slice(0, mostLines) : [];
  const plot: Plot = new Plot(
    panel,
    {
      id: 'history',
      title: 'Over the checkpoints',
      tools: [button],
      label: () =>
        history
          ? `Mean attribution of ${lines().length} features at ${history.epochs.length} checkpoints`
          : 'Attribution over the checkpoints: not computed',
      table: () => ({
        head: ['Epoch', ...lines().map((feature) => panel.shown!.facts.features[feature]!)],
        count: history?.epochs.length ?? 0,
        row: (at) => [
          String(history!.epochs[at]),
          ...lines().map((feature) => formatNumber(meanAt(at, feature))),
        ],
      }),
    },
    () => {
      const { shown } = panel;
      const features = lines();
      const epochs = history?.epochs ?? [0, 1];
      const last = Math.max(1, epochs.at(-1)!);
      const most =
        Math.max(...features.flatMap((feature) => epochs.map((_, at) => meanAt(at, feature))), 0) || 1;
      const names = features.map((feature) => shortenName(shown!.facts.features[feature]!, 18));
      button.hidden = history !== null || shown?.facts.isRun !== true;
      button.disabled = panel.model.state === 'explaining';
      plot.figure.setUnit(history && shown ? `mean |φ| of ${shown.output}, ${shown.facts.output}` : '');
      plot.figure.setFoot(
        history
          ? `${history.rows} rows at ${history.epochs.length} checkpoints, against the same background`
          : 'how the model came to rely on its features',
      );
      return {
        x: {
          min: 0,
          max: last,
          room: labelRoom(names, panel.colors),
          ticks: (length) => linearTicks(0, last, Math.max(2, length / 64), true),
          format: (value) => String(value),
        },
        y: {
          min: 0,
          max: most * 1.05,
          grid: true,
          ticks: (length) => linearTicks(0, most, Math.max(2, length / 40)),
          format: (value) => formatNumber(value, 2),
        },
        draw: (surface) => {
          const { context, x, y, colors } = surface;
          context.save();
          const color = (at: number): string =>
            colors.ordered(features.length > 1 ? at / (features.length - 1) : 0);
          features.forEach((feature, at) => {
            context.strokeStyle = color(at);
            context.lineWidth = at === 0 ? 2 : 1.5;
            context.beginPath();
            epochs.forEach((epoch, i) => context.lineTo(x(epoch), y(meanAt(i, feature))));
            context.stroke();
          });
          context.restore();
          drawEnds(
            surface,
            features.map((feature, at) => ({
              x: last,
              y: meanAt(epochs.length - 1, feature),
              text: names[at]!,
              color: color(at),
              bold: at === 0,
            })),
          );
        },
      };
    },
  );
  return plot;
}
