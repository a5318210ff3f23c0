import type { Finding } from '../runs/finding.js';
import type { Positions } from '../spec/positions.js';
import { placeFinding } from './placeFinding.js';
import type { Terminal } from './terminal.js';
import type { TrainReport } from './trainReport.js';

/** `train --json`: a line an epoch, a line for each finding when it is first met, a last line. */
export function reportLines(terminal: Terminal, positions: Positions): TrainReport {
  const told = new Set<string>();
  const line = (value: object): void => terminal.out(`${JSON.stringify(value)}\n`);
  const keyOf = ({ code, layer, parameter }: Finding): string => JSON.stringify([code, layer, parameter]);
  return {
    tell: (event) => {
      if (event.type === 'epoch') {
        const { metrics } = event;
        line({
          event: 'epoch',
          epoch: metrics.epoch,
          loss: metrics.loss,
          validationLoss: metrics.validationLoss,
          metrics: metrics.metrics,
          learningRate: metrics.learningRate,
          gradientNorm: metrics.gradientNorm,
          seconds: metrics.seconds,
          samplesPerSecond: metrics.samplesPerSecond,
        });
      } else if (event.type === 'text') {
        line({ event: 'sample', ...event.written });
      } else if (event.type === 'findings') {
        for (const finding of event.findings) {
          if (told.has(keyOf(finding))) continue;
          told.add(keyOf(finding));
          line({ event: 'finding', ...placeFinding(finding, positions) });
        }
      } else if (event.type === 'warning') {
        terminal.error(`netweight: ${event.message}\n`);
      }
    },
    note: (message) => terminal.error(`netweight: ${message}\n`),
    close: () => undefined,
    done: (directory, run) =>
      line({
        event: 'done',
        run: directory,
        status: run.status,
        epochs: run.epochs,
        loss: run.final?.loss ?? null,
        metrics: run.final?.metrics ?? {},
      }),
  };
}
