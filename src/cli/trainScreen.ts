import { basename } from 'node:path';
import { Presets, SingleBar, type Options, type Params } from 'cli-progress';
import Table from 'cli-table3';
import { formatCount, formatLoss, formatNumber, formatPercent } from '../display/numbers.js';
import { formatDuration, formatRate } from '../display/units.js';
import type { Finding } from '../runs/finding.js';
import type { EpochMetrics } from '../runs/metrics.js';
import type { RunRecord } from '../runs/run.js';
import type { WrittenText } from '../runs/writtenText.js';
import { locate, type Positions } from '../spec/positions.js';
import type { Progress } from '../training/events.js';
import { layoutProgress, type ProgressPart } from './progressLine.js';
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
    if (!terminal.interactive) return;
    bar ??= startBar(terminal, progress.plannedEpochs);
    bar.update(Math.min(progress.epoch, progress.plannedEpochs), {
      parts: [
        { rank: 0, text: `epoch ${Math.floor(progress.epoch)}/${progress.plannedEpochs}` },
        ...(last ? epochParts(last) : [{ rank: 1, text: `loss ${formatLoss(progress.loss)}` }]),
        { rank: 5, text: `${formatRate(progress.samplesPerSecond)} samples/s` },
        { rank: 2, text: `${formatDuration(progress.secondsLeft)} left` },
      ],
    });
  };

  const close = (): void => {
    bar?.stop();
    bar = null;
  };

  return {
    tell: (event) => {
      switch (event.type) {
        case 'started':
          say(describeStart(event.run, specPath));
          break;
        case 'samples':
          showProgress(event.progress);
          break;
        case 'epoch': {
          last = event.metrics;
          if (terminal.interactive) {
            showProgress(event.progress);
            break;
          }
          const { epoch, plannedEpochs } = { ...event.progress, epoch: event.metrics.epoch };
          const reached = Math.floor((plainLines * epoch) / plannedEpochs);
          if (reached === tenth && epoch !== 1) break;
          tenth = reached;
          say(
            joinParts([{ rank: 0, text: `epoch ${epoch}/${plannedEpochs}` }, ...epochParts(event.metrics)]),
          );
          break;
        }
        case 'text':
          if (bar) terminal.out('\r\u001b[K');
          say(describeText(event.written));
          break;
        case 'findings':
          findings = event.findings;
          break;
        case 'warning':
          terminal.error(`${paint(terminal, 'yellow', 'warning:')} ${event.message}\n`);
          break;
      }
    },
    note: (message) => terminal.error(`${bar ? '\n' : ''}${message}\n`),
    close,
    done: (directory, run) => {
      close();
      const [style, words] = statusWords[run.status];
      const seconds = formatDuration((Date.now() - begun) / 1000);
      say('');
      say(
        `${paint(terminal, style, words)} · ${formatCount(run.epochs)} of ${countEpochs(run.plannedEpochs)} in ${seconds}`,
      );
      if (run.error) say(run.error);
      if (run.final) say(metricsTable(run));
      say(describeFindings(terminal, findings, specPath, positions));
      say(nextSteps(run, shortPath(directory), specPath));
    },
  };
}

function startBar(terminal: Terminal, plannedEpochs: number): SingleBar {
  const format = (_: Options, { progress }: Params, { parts }: { parts?: ProgressPart[] }): string =>
    layoutProgress(progress, parts ?? [], terminal.columns);
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stdout, fps: 10 }, Presets.rect);
  bar.start(plannedEpochs, 0, {});
  return bar;
}

function describeStart(run: RunRecord, specPath: string): string {
  const rows = `${formatCount(run.trainRows)} rows`;
  const validation = run.validationRows > 0 ? `, validated on ${formatCount(run.validationRows)}` : '';
  const from = run.epochs > 0 ? `, from epoch ${run.epochs + 1} on` : '';
  return `${basename(specPath)}: ${formatCount(run.parameters)} parameters, ${rows}${validation}, ${countEpochs(run.plannedEpochs)}${from}`;
}

function epochParts({ loss, validationLoss, metrics }: EpochMetrics): ProgressPart[] {
  const parts = [{ rank: 1, text: `loss ${formatLoss(loss)}` }];
  if (validationLoss !== null) parts.push({ rank: 4, text: `validation ${formatLoss(validationLoss)}` });
  const perplexity = metrics['validationPerplexity'] ?? metrics['perplexity'];
  if (perplexity !== undefined) parts.push({ rank: 3, text: `perplexity ${formatNumber(perplexity)}` });
  const shown = 'validationAccuracy' in metrics ? 'validationAccuracy' : 'accuracy';
  if (shown in metrics) parts.push({ rank: 3, text: `accuracy ${formatPercent(metrics[shown])}` });
  const r2 = metrics['validationR2'] ?? metrics['r2'];
  if (r2 !== undefined) parts.push({ rank: 3, text: `r² ${formatNumber(r2)}` });
  return parts;
}

/** What a network for a language wrote, set off from what is said of it. */
function describeText({ epoch, text }: WrittenText): string {
  return `after epoch ${epoch} it writes:\n${text.trim().replace(/^/gm, '  │ ')}`;
}

function joinParts(parts: readonly ProgressPart[]): string {
  return parts.map(({ text }) => text).join(' · ');
}

function countEpochs(count: number): string {
  return `${formatCount(count)} epoch${count === 1 ? '' : 's'}`;
}

const metricNames: Readonly<Record<string, string>> = {
  loss: 'loss',
  perplexity: 'perplexity',
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
    const fix = finding.fixes.find(({ preferred }) => preferred);
    const advice = fix ? `\n    what may help: ${fix.title}` : '';
    return `  ${file}:${line}:${column} ${severity} ${finding.code}: ${finding.message}${advice}`;
  });
  return `${formatCount(findings.length)} finding${findings.length === 1 ? '' : 's'}:\n${lines.join('\n')}`;
}

/** What to do now, with the command as it can be typed: `npm start` runs it from its repository. */
function nextSteps(run: RunRecord, directory: string, specPath: string): string {
  const spec = shortPath(specPath);
  const isFromRepository = process.env['npm_lifecycle_event'] === 'start';
  const command = isFromRepository ? 'node dist/cli.js' : 'netweight';
  const lines = [`Run: ${directory}`];
  if (run.status === 'stopped') lines.push(`Go on:  ${command} train ${spec} --resume --run ${directory}`);
  else lines.push(`Predict:  ${command} predict ${directory} DATA.csv`);
  if (isFromRepository) {
    lines.push(
      'In VS Code:  npm run code opens one in the browser, with this extension and the examples.',
      '  Train:  “Netweight: Train” on an open *.nn.json, with the run’s curves beside it.',
      '  Your own table:  “Netweight: New Network from Data…” on a CSV file.',
    );
  } else lines.push(`In VS Code:  open ${spec} and choose “Netweight: Show Run”.`);
  return `\n${lines.join('\n')}`;
}
