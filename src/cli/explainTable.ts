import { formatCount, formatNumber, formatPercent } from '../display/numbers.js';
import type { ExplainedRow } from '../explain/explain.js';
import type { Importance } from '../explain/importance.js';
import type { ExplainMethod } from '../explain/method.js';
import { showCharacter } from '../model/judgeText.js';
import { showText } from './explainedText.js';
import { paint, type Terminal } from './terminal.js';

/** All that a table of attributions says. */
export interface Attribution {
  readonly output: string;
  readonly features: readonly string[];
  readonly classes: readonly (string | number)[] | null;
  readonly baseValue: readonly number[];
  readonly rows: readonly ExplainedRow[];
  /** Of rows of a text their tokens. */
  readonly texts?: readonly (readonly string[])[];
}

const barColumns = 24;
const labelColumns = 28;

/**
 * One row as its way from the base value to the prediction, several as mean |φ| by feature: of each row the output
 * that it predicts.
 */
export function showAttribution(
  terminal: Terminal,
  method: ExplainMethod,
  background: { readonly count: number; readonly from: string },
  attribution: Attribution,
): void {
  const { rows } = attribution;
  // The method that is called exact need not say so twice.
  const named = method.name === method.exactness ? method.name : `${method.name} (${method.exactness})`;
  const heading = `${named}, against ${count(background.count, 'row')} of ${background.from}`;
  terminal.out(`${paint(terminal, 'bold', heading)}\n`);
  const [only] = rows;
  if (attribution.texts) showTexts(terminal, attribution, attribution.texts);
  else if (only && rows.length === 1) showRow(terminal, attribution, only);
  else showSummary(terminal, attribution);
  const residual = Math.max(...rows.flatMap((row) => row.residual.map(Math.abs)));
  const bound =
    method.tolerance === undefined
      ? 'this method does not promise to add up'
      : 'base value + Σφ − prediction';
  terminal.out(`largest residual ${formatNumber(residual)}  (${bound})\n`);
}

/** Which output a row is explained for: the one it predicts. */
function predictedOutput({ prediction }: ExplainedRow): number {
  return prediction.indexOf(Math.max(...prediction));
}

function nameOutput({ output, classes, baseValue }: Attribution, index: number): string {
  if (!classes) return output;
  // A binary task has one output, of its second class.
  return `${output} of ${String(classes[baseValue.length === 1 ? 1 : index] ?? classes[index])}`;
}

function showRow(terminal: Terminal, attribution: Attribution, row: ExplainedRow): void {
  const { features, baseValue } = attribution;
  const output = predictedOutput(row);
  const shares = features.map((name, f) => ({ name, value: row.values[f]![output]! }));
  shares.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  terminal.out(`row ${row.row}, ${nameOutput(attribution, output)}\n\n`);
  terminal.out(`${label('base value')} ${formatAmount(baseValue[output]!).padStart(9)}\n`);
  const longest = Math.max(...shares.map(({ value }) => Math.abs(value)));
  for (const { name, value } of shares) {
    const painted = paint(terminal, value < 0 ? 'blue' : 'yellow', bar(Math.abs(value), longest));
    terminal.out(`${label(name)} ${signed(value).padStart(9)} ${painted}\n`);
  }
  terminal.out(`${label('prediction')} ${formatAmount(row.prediction[output]!).padStart(9)}\n\n`);
}

/** What moved the character that the model expects to follow, row by row. */
function showTexts(
  terminal: Terminal,
  attribution: Attribution,
  texts: readonly (readonly string[])[],
): void {
  attribution.rows.forEach((row, at) => {
    const output = predictedOutput(row);
    const named = showCharacter(String(attribution.classes![output]));
    const amount = formatNumber(row.prediction[output]);
    terminal.out(
      `row ${row.row}, ${attribution.output} of "${named}", which is expected to follow: ${amount}\n\n`,
    );
    const values = row.values.map((value) => value[output]!);
    showText(terminal, texts[at]!, values, bar);
    terminal.out('\n');
  });
}

function showSummary(terminal: Terminal, attribution: Attribution): void {
  const { features, rows } = attribution;
  const isOne = attribution.baseValue.length === 1;
  const what = isOne
    ? nameOutput(attribution, 0)
    : `${attribution.output} of the class that each row predicts`;
  terminal.out(`mean |φ| over ${count(rows.length, 'row')}, ${what}\n\n`);
  const means = features.map((name, f) => {
    const sum = rows.reduce((total, row) => total + Math.abs(row.values[f]![predictedOutput(row)]!), 0);
    return { name, value: sum / rows.length };
  });
  means.sort((a, b) => b.value - a.value);
  const longest = means[0]?.value ?? 0;
  for (const { name, value } of means) {
    terminal.out(`${label(name)} ${formatAmount(value).padStart(9)} ${bar(value, longest)}\n`);
  }
  terminal.out('\n');
}

/** By how much the metric falls without each feature, most first. */
export function showImportance(terminal: Terminal, { metric, base, features }: Importance): void {
  const format =
    metric === 'accuracy' ? (value: number) => formatPercent(value) : (value: number) => formatNumber(value);
  const name = metric === 'accuracy' ? 'accuracy' : 'r²';
  const heading = 'importance: what the model loses without a feature, not what moved a prediction';
  terminal.out(`${paint(terminal, 'bold', heading)}\n`);
  terminal.out(
    `${name} ${format(base)}; its drop when a feature's values are shuffled, ± standard deviation\n\n`,
  );
  const sorted = [...features].sort((a, b) => b.drop - a.drop);
  const longest = Math.max(0, ...sorted.map(({ drop }) => drop));
  for (const { name: feature, drop, std } of sorted) {
    const figures = `${format(drop).padStart(9)} ± ${format(std).padEnd(8)}`;
    terminal.out(`${label(feature)} ${figures} ${bar(Math.max(0, drop), longest)}\n`);
  }
}

/** In whole units where there are thousands of them, so that a column of dollars can be added up. */
function formatAmount(value: number): string {
  return Math.abs(value) >= 1000 && Math.abs(value) < 1e9 ? formatCount(value) : formatNumber(value);
}

function signed(value: number): string {
  return value > 0 ? `+${formatAmount(value)}` : formatAmount(value);
}

function label(name: string): string {
  const short = name.length > labelColumns ? `${name.slice(0, labelColumns - 1)}…` : name;
  return short.padEnd(labelColumns);
}

/** A bar in eighths of a column. */
function bar(value: number, longest: number): string {
  const eighths = longest > 0 ? Math.round((8 * barColumns * value) / longest) : 0;
  return '█'.repeat(eighths >> 3) + (eighths % 8 > 0 ? '▏▎▍▌▋▊▉'[(eighths % 8) - 1]! : '');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
