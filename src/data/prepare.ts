import type { ColumnRoles } from './columns.js';
import type { DataConfig } from './dataset.js';
import { featureWidth, fitFeature } from './features.js';
import type { FeatureEncoding, Preprocessing, TargetEncoding } from './preprocessing.js';
import type { DataProblem } from './problem.js';
import { fitScaling, momentsOf } from './scaling.js';
import type { CellColumn } from './table.js';
import type { Task } from './task.js';

export interface Preparation {
  readonly preprocessing: Preprocessing;
  readonly problems: readonly DataProblem[];
}

/** A category of more words than this, most of them rare, is probably a name or an identifier. */
const manyCategories = 100;
/** Encoded rows are held in memory whole. */
const mostInputBytes = 2 ** 31;

/** Settles all that must be repeated at prediction, from the training rows alone. */
export function fitPreprocessing(
  { features, targets }: ColumnRoles,
  trainRows: Uint32Array,
  totalRows: number,
  config: DataConfig,
  task: Task,
  target: TargetEncoding,
): Preparation {
  const problems: DataProblem[] = [];
  const fitted = features.map((column) => fitFeature(column, trainRows, config));
  for (const feature of fitted) problems.push(...judgeFeature(feature, trainRows.length, config));
  const inputs = fitted.reduce((sum, feature) => sum + featureWidth(feature), 0);
  if (inputs * totalRows * 4 > mostInputBytes) problems.push(describeTooLarge(fitted, inputs, totalRows));
  const inputShape = config.shape ?? shapeOf(fitted);
  const shaped = inputShape.reduce((product, size) => product * size, 1);
  if (shaped !== inputs) {
    problems.push({
      severity: 'error',
      code: 'wrong-shape',
      message: `The shape ${JSON.stringify(inputShape)} has room for ${shaped} inputs, but the features make ${inputs}.`,
      path: ['data', 'shape'],
    });
  }
  const preprocessing: Preprocessing = {
    version: 1,
    task,
    features: fitted,
    inputs,
    inputShape,
    target: scaleTarget(target, targets, trainRows, config),
    missing: config.missing,
    missingValues: config.missingValues,
    header: config.header,
  };
  return { preprocessing, problems };
}

function judgeFeature(feature: FeatureEncoding, rowCount: number, config: DataConfig): DataProblem[] {
  const at = config.features?.indexOf(feature.column) ?? -1;
  const path = at >= 0 ? ['data', 'features', at] : ['data', 'train'];
  const isEmpty =
    feature.kind === 'category' ? feature.categories.length === 0 : Number.isNaN(feature.fill ?? 0);
  if (isEmpty) {
    const message = `Column "${feature.column}" is empty in all training rows: add it to "ignore".`;
    return [{ severity: 'error', code: 'empty-column', message, path }];
  }
  if (feature.kind === 'category') {
    const count = feature.categories.length;
    if (count > manyCategories && count > rowCount / 4) {
      const message = `Column "${feature.column}" has ${count} different words in ${rowCount} training rows, each an input of its own: is it a name or an identifier? Then add it to "ignore".`;
      return [{ severity: 'warning', code: 'many-categories', message, path }];
    }
  }
  return [];
}

/** An array alone keeps its shape; what is made of several columns is a flat row. */
function shapeOf(features: readonly FeatureEncoding[]): readonly number[] {
  const [first] = features;
  if (features.length === 1 && first?.kind === 'array') return first.shape;
  return [features.reduce((sum, feature) => sum + featureWidth(feature), 0)];
}

function describeTooLarge(features: readonly FeatureEncoding[], inputs: number, rows: number): DataProblem {
  const widest = features.reduce((a, b) => (featureWidth(b) > featureWidth(a) ? b : a));
  const gigabytes = ((inputs * rows * 4) / 2 ** 30).toFixed(1);
  return {
    severity: 'error',
    code: 'data-too-large',
    message: `${rows} rows of ${inputs} inputs need ${gigabytes} GB; at most 2 GB can be held. Column "${widest.column}" alone makes ${featureWidth(widest)} inputs: add it to "ignore".`,
    path: ['data', 'train'],
  };
}

function scaleTarget(
  target: TargetEncoding,
  columns: readonly CellColumn[],
  rows: Uint32Array,
  config: DataConfig,
): TargetEncoding {
  if (target.kind !== 'values' || config.scaleTarget === 'none') return target;
  const fits = columns.map((column) => {
    if (column.kind !== 'number') throw new Error(`regression target "${column.name}" is text`);
    const { offset, scale } = fitScaling('standard', momentsOf(column.values, rows), 0);
    // Outputs go back to the original units, so the scale of a constant target must have an inverse.
    return { offset, scale: scale === 0 ? 1 : scale };
  });
  return { ...target, offset: fits.map((fit) => fit.offset), scale: fits.map((fit) => fit.scale) };
}

/** sklearn's "balanced": rows / (classes · rows of the class). A class without rows gets 1, which is never used. */
export function balanceClasses(targets: Float32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const target of targets) counts[target]!++;
  return counts.map((count) => (count === 0 ? 1 : targets.length / (classes * count)));
}
