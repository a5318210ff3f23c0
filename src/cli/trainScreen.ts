import { basename } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { formatCount, formatLoss, formatNumber, formatPercent } from '../display/numbers.js';
import { formatDuration, formatRate } from '../display/units.js';
import type { Finding } from '../runs/finding.js';
import type { EpochMetrics } from '../runs/metrics.js';
import type { RunRecord } from '../runs/run.js';
import { locate, type Positions } from '../spec/positions.js';
import type { Progress } from '../training/events.js';
import { shortPath } from './shortPath.js';
import { paint, type Style, type Terminal } from './terminal.js';
import type { TrainReport } from './trainReport.js';

/** What is shown of a training where there is no bar: so many lines. */
const plainLines = 10;

const statusWords: Record<RunRecord['status'], readonly [Style, string]> = {
  completed: ['green', 'Trained'],
  'early-stopped': ['green', 'Stopped early: no better for long enough'],
  stopped: ['yellow', 'Stopped'],
  diverged: ['red', 'Diverged: the loss is not a finite number any more'],
  failed: ['red', 'Failed'],
  running: ['yellow', 'Running'],
};

const severityStyles: Record<Finding['severity'], Style> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
};

/** `train` for people: a progress bar where there is a terminal, some lines elsewhere, then a summary. */
export function reportScreen(terminal: Terminal, specPath: string, positions: Positions): TrainReport {
  const begun = Date.now();
  let bar: SingleBar | null = null;
  let findings: readonly Finding[] = [];
  let last: EpochMetrics | null = null;
  let tenth = -1;

  const say = (text: string): void => terminal.out(`${text}\n`);
  const showProgress = (progress: Progress): void => {
    bar?.update(Math.min(progress.epoch, progress.plannedEpochs), {
      text: [
        `epoch ${Math.floor(progress.epoch)}/${progress.plannedEpochs}`,
        last ? describeEpoch(last) : `loss ${formatLoss(progress.loss)}`,
        `${formatRate(progress.samplesPerSecond)} samples/s`,
        `${formatDuration(progress.secondsLeft)} left`,
      ].join(' · '),
    });
  };

  return {
    tell: (event) => {
      switch (event.type) {
        case 'started':
          say(describeStart(event.run, specPath));
          if (terminal.interactive) bar = startBar(event.run.plannedEpochs);
          break;
        case 'samples':
          showProgress(event.progress);
          break;
        case 'epoch': {
          last = event.metrics;
          if (bar) break;
          const { epoch, plannedEpochs } = { ...event.progress, epoch: event.metrics.epoch };
          const reached = Math.floor((plainLines * epoch) / plannedEpochs);
          if (reached === tenth && epoch !== 1) break;
          tenth = reached;
          say(`epoch ${epoch}/${plannedEpochs} · ${describeEpoch(event.metrics)}`);
          break;
        }
        case 'findings':
          findings = event.findings;
          break;
        case 'warning':
          terminal.error(`${paint(terminal, 'yellow', 'warning:')} ${event.message}\n`);
          break;
      }
    },
    note: (message) => terminal.error(`${bar ? '\n' : ''}${message}\n`),
    done: (directory, run) => {
      bar?.stop();
      const [style, words] = statusWords[run.status];
      const seconds = formatDuration((Date.now() - begun) / 1000);
      say('');
      say(`${paint(terminal, style, words)} · ${run.epochs} of ${run.plannedEpochs} epochs in ${seconds}`);
      if (run.error) say(run.error);
      if (run.final) say(metricsTable(run));
      say(describeFindings(terminal, findings, specPath, positions));
      say(nextSteps(run, shortPath(directory), specPath));
    },
  };
}

function startBar(plannedEpochs: number): SingleBar {
  const bar = new SingleBar(
    { format: '{bar} {text}', hideCursor: true, barsize: 24, stream: process.stdout, fps: 10 },
    Presets.rect,
  );
  bar.start(plannedEpochs, 0, { text: '' });
  return bar;
}

function describeStart(run: RunRecord, specPath: string): string {
  const rows = `${formatCount(run.trainRows)} rows`;
  const validation = run.validationRows > 0 ? `, validated on ${formatCount(run.validationRows)}` : '';
  const from = run.epochs > 0 ? `, from epoch ${run.epochs + 1} on` : '';
  return `${basename(specPath)}: ${formatCount(run.parameters)} parameters, ${rows}${validation}, ${run.plannedEpochs} epochs${from}`;
}

function describeEpoch({ loss, validationLoss, metrics }: EpochMetrics): string {
  const parts = [`loss ${formatLoss(loss)}`];
  if (validationLoss !== null) parts.push(`validation ${formatLoss(validationLoss)}`);
  const shown = 'validationAccuracy' in metrics ? 'validationAccuracy' : 'accuracy';
  if (shown in metrics) parts.push(`accuracy ${formatPercent(metrics[shown])}`);
  const r2 = metrics['validationR2'] ?? metrics['r2'];
  if (r2 !== undefined) parts.push(`r² ${formatNumber(r2)}`);
  return parts.join(' · ');
}

const metricNames: Readonly<Record<string, string>> = {
  loss: 'loss',
  accuracy: 'accuracy',
  meanAbsoluteError: 'mean absolute error',
  r2: 'r²',
};

function metricsTable({ final, validationRows }: RunRecord): string {
  if (!final) return '';
  const figures: Record<string, number | null> = { loss: final.loss, ...final.metrics };
  if (validationRows > 0) figures['validationLoss'] = final.validationLoss;
  const sides = ['', 'validation', 'test'].filter((side) => side === '' || `${side}Loss` in figures);
  const keyOf = (side: string, name: string): string =>
    side === '' ? name : side + name[0]!.toUpperCase() + name.slice(1);
  const format = (name: string, value: number | null | undefined): string =>
    name === 'accuracy' ? formatPercent(value) : name === 'loss' ? formatLoss(value) : formatNumber(value);

  const table = new Table({
    head: [`epoch ${final.epoch}`, ...sides.map((side) => side || 'training')],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...sides.map(() => 'right' as const)],
  });
  for (const [name, words] of Object.entries(metricNames)) {
    if (!(name in figures)) continue;
    table.push([words, ...sides.map((side) => format(name, figures[keyOf(side, name)]))]);
  }
  return table.toString();
}

function describeFindings(
  terminal: Terminal,
  findings: readonly Finding[],
  specPath: string,
  positions: Positions,
): string {
  if (findings.length === 0) return 'No findings: gradients and loss look healthy.';
  const file = shortPath(specPath);
  const lines = findings.map((finding) => {
    const { line, column } = locate(positions, finding.path);
    const severity = paint(terminal, severityStyles[finding.severity], finding.severity);
    return `  ${file}:${line}:${column} ${severity} ${finding.code}: ${finding.message}`;
  });
  return `${formatCount(findings.length)} finding${findings.length === 1 ? '' : 's'}:\n${lines.join('\n')}`;
}

function nextSteps(run: RunRecord, directory: string, specPath: string): string {
  const spec = shortPath(specPath);
  const lines = [`Run: ${directory}`];
  if (run.status === 'stopped') lines.push(`Go on:  netweight train ${spec} --resume --run ${directory}`);
  else lines.push(`Predict:  netweight predict ${directory} DATA.csv`);
  lines.push('Look at it in VS Code:  npm run code');
  return `\n${lines.join('\n')}`;
}
