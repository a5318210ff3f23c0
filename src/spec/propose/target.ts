import type { ColumnDescription } from '../../data/describe.js';
import { judgeColumn, wordsOf } from './columns.js';

export interface Candidate {
  readonly column: ColumnDescription;
  readonly score: number;
  /** Why it may be what one wants to predict. */
  readonly reason: string;
}

/** Names that people give to what they want to predict; the higher the surer. */
const hints: Readonly<Record<string, number>> = {
  ...weigh(12, 'target label labels class classes outcome response y'),
  ...weigh(
    10,
    'species survived diagnosis churn churned fraud spam defaulted sentiment exited attrition cultivar',
  ),
  ...weigh(8, 'price quality digit variety progression medv mpg prediction ground truth readmitted'),
  ...weigh(
    6,
    'value charges salary grade rating sales revenue status result category type score yield strength cost',
  ),
  ...weigh(4, 'income demand count cnt risk duration default consumption'),
};

/** More classes than this are no classification that a first network should try. */
const mostClasses = 100;

/** Columns that may be the target, the likeliest first. */
export function rankTargets(columns: readonly ColumnDescription[]): Candidate[] {
  // Beside an x, y is a coordinate.
  const isPlane = columns.some(({ name }) => name.toLowerCase() === 'x');
  return columns
    .flatMap((column, index) => {
      const isCoordinate = isPlane && column.name.toLowerCase() === 'y';
      const candidate = judge(column, index, columns.length, isCoordinate);
      return candidate ? [candidate] : [];
    })
    .sort((a, b) => b.score - a.score);
}

function judge(
  column: ColumnDescription,
  index: number,
  columnCount: number,
  isCoordinate: boolean,
): Candidate | null {
  if (judgeColumn(column).use !== 'feature') return null;
  const present = column.rowCount - column.missing;
  if (column.kind === 'text' && column.distinct > Math.min(mostClasses, present / 4)) return null;

  const reasons: string[] = [];
  const words = wordsOf(column.name);
  // What a name is about stands last: "house value" is a value, "class size" a size.
  const weights = words.map((word, i) => (hints[word] ?? 0) * (i === words.length - 1 ? 1 : 0.5));
  const hint = isCoordinate ? 0 : Math.max(0, ...weights);
  let score = hint;
  if (hint > 0) reasons.push('its name suggests it');
  if (index === columnCount - 1) {
    score += 4;
    reasons.push('the last column');
  }
  if (index === 0) score += 1;
  if (column.kind === 'text') {
    score += column.distinct <= 20 ? 2 : 1;
    if (column.distinct <= 20) reasons.push(`${column.distinct} classes`);
  } else if (column.distinct === 2) score += 1;
  score -= (10 * column.missing) / column.rowCount;
  return { column, score, reason: reasons.join(', ') || 'no column is likelier' };
}

function weigh(weight: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, weight]));
}
