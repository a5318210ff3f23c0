/** What the newest run says of the keys of a spec: one line of the table a key, or a few of one kind. */
import { describeMonitor } from '../../display/metricWords.js';
import {
  formatCount,
  formatLoss,
  formatNumber,
  formatPercent,
  formatScientific,
  formatShort,
} from '../../display/numbers.js';
import { formatRate, formatShape } from '../../display/units.js';
import type { SpecPath } from '../../spec/spec.js';
import type { LayerFigures } from '../../runs/layerFigures.js';
import type { RunFigures } from '../figures/figures.js';

/** A key that is pointed at. */
export interface PointedKey {
  readonly path: SpecPath;
  /** What stands there; undefined where nothing does. */
  readonly value: unknown;
  /** The layer that it is in, where that layer was measured. */
  readonly layer: LayerFigures | null;
}

interface Measurement {
  // Paths as text (layers/*/init, training/clipNorm); a star is one step of the path.
  readonly at: readonly string[];
  /** A sentence without its full stop; null where there is nothing to say. */
  readonly say: (run: RunFigures, key: PointedKey) => string | null;
}

const epochs = ({ record }: RunFigures): string =>
  `${formatCount(record.epochs)} of ${formatCount(record.plannedEpochs)} epochs`;

/** The healthy band of updates and where these layers lie. */
function describeUpdates({ layers }: RunFigures): string | null {
  const known = layers.filter(({ updateRatio }) => updateRatio !== null);
  if (known.length === 0) return null;
  const sorted = [...known].sort((a, b) => a.updateRatio! - b.updateRatio!);
  const say = ({ name, updateRatio }: LayerFigures): string =>
    `${formatScientific(updateRatio)} (\`${name}\`)`;
  const range = sorted.length === 1 ? say(sorted[0]!) : `${say(sorted[0]!)} to ${say(sorted.at(-1)!)}`;
  return `update / weight ${range}; healthy is 1e−4 to 1e−2`;
}

function describeLosses({ newestEpoch }: RunFigures): string | null {
  if (newestEpoch === null) return null;
  const { epoch, loss, validationLoss } = newestEpoch;
  const validation = validationLoss === null ? '' : `, validation ${formatLoss(validationLoss)}`;
  return `training ${formatLoss(loss)}${validation} at epoch ${epoch}`;
}

function describeGap(run: RunFigures): string | null {
  const metrics = run.newestEpoch?.metrics ?? {};
  const { accuracy, validationAccuracy } = metrics;
  if (accuracy === undefined || validationAccuracy === undefined) return describeLosses(run);
  return `accuracy ${formatPercent(accuracy)} in training, ${formatPercent(validationAccuracy)} in validation`;
}

function describeTotalGradient({ newestEpoch }: RunFigures, { path, value }: PointedKey): string | null {
  const norms = Object.values(newestEpoch?.gradientNorm ?? {}).filter((norm) => norm !== null);
  if (norms.length === 0) return null;
  const total = Math.sqrt(norms.reduce((sum, norm) => sum + norm * norm, 0));
  const words = `gradient norm of all parameters together about ${formatScientific(total)} before clipping`;
  if (path.at(-1) !== 'clipNorm' || typeof value !== 'number') return words;
  return `${words}: ${total > value ? 'most steps are shortened' : 'few steps are shortened'}`;
}

function describeRate({ newestEpoch }: RunFigures): string | null {
  return newestEpoch && `rate ${formatShort(newestEpoch.learningRate)} at epoch ${newestEpoch.epoch}`;
}

function describeSpread(layer: LayerFigures | null): string | null {
  if (layer === null || layer.std === null) return null;
  const first = layer.firstStd === null ? '' : `${formatNumber(layer.firstStd)} after the first epoch, `;
  return `σ of \`${layer.parameter}\` ${first}${formatNumber(layer.std)} now`;
}

function describeBestEpoch({ record }: RunFigures): string | null {
  const { best, monitor = 'validationLoss' } = record;
  if (best === null) return null;
  const { words, format } = describeMonitor(monitor);
  const waited = record.epochs - best.epoch;
  return `best ${words} ${format(best.value)} at epoch ${best.epoch}; ${waited} epoch${waited === 1 ? '' : 's'} without a gain since`;
}

const joined = (...parts: readonly (string | null)[]): string | null => {
  const known = parts.filter((part) => part !== null);
  return known.length > 0 ? known.join('; ') : null;
};

export const measurements: readonly Measurement[] = [
  {
    at: ['data/train', 'data/validation'],
    say: ({ record }) =>
      `${formatCount(record.trainRows)} rows trained on, ${formatCount(record.validationRows)} validated on`,
  },
  { at: ['data/target', 'task'], say: ({ record }) => `the task was ${record.task}` },
  { at: ['loss', 'loss/*'], say: describeLosses },
  { at: ['optimizer', 'optimizer/type'], say: describeUpdates },
  { at: ['optimizer/learningRate'], say: (run) => joined(describeRate(run), describeUpdates(run)) },
  { at: ['schedule', 'schedule/*'], say: describeRate },
  {
    at: ['optimizer/weightDecay'],
    say: ({ layers }) =>
      joined(
        ...layers
          .filter(({ l2 }) => l2 !== null)
          .slice(0, 6)
          .map(({ parameter, l2 }) => `‖\`${parameter}\`‖ ${formatNumber(l2)}`),
      ),
  },
  { at: ['layers/*/init', 'layers/*/init/*'], say: (_, { layer }) => describeSpread(layer) },
  {
    at: ['layers/*/l2'],
    say: (_, { layer, value }) =>
      layer?.l2 && typeof value === 'number'
        ? `penalty ${formatShort(value * layer.l2 ** 2)} of ‖w‖² ${formatNumber(layer.l2 ** 2)}`
        : null,
  },
  {
    at: ['layers/*/units'],
    say: (_, { layer }) => layer && `\`${layer.parameter}\` is ${formatShape(layer.shape)}`,
  },
  {
    at: ['layers/*/activation', 'layers/*/activation/*'],
    say: (_, { layer }) =>
      layer &&
      joined(
        layer.deadShare === null ? null : `${formatPercent(layer.deadShare)} of the units are dead`,
        layer.saturatedShare === null
          ? null
          : `${formatPercent(layer.saturatedShare)} of the outputs saturated`,
      ),
  },
  { at: ['layers/*/rate'], say: describeGap },
  { at: ['training/epochs'], say: (run) => `ran ${epochs(run)}` },
  {
    at: ['training/batchSize'],
    say: ({ record, newestEpoch }) =>
      joined(
        `${formatCount(record.stepsPerEpoch)} steps an epoch of ${formatCount(record.trainRows)} rows`,
        newestEpoch && `${formatRate(newestEpoch.samplesPerSecond)} rows/s`,
      ),
  },
  { at: ['training/clipNorm', 'training/clipValue'], say: describeTotalGradient },
  { at: ['training/earlyStopping', 'training/earlyStopping/*'], say: describeBestEpoch },
  {
    at: ['training/threads'],
    say: ({ record }) => (record.threads === 1 ? 'one thread' : `${record.threads} threads`),
  },
  { at: ['training/deterministic'], say: ({ record }) => `the \`${record.kernelBuild}\` kernels` },
  {
    at: ['health/*'],
    say: ({ findings }, { path }) => {
      const found = findings.filter(({ code }) => code === path[1]);
      return found.length === 0 ? 'not found' : found.map(({ message }) => message).join(' ');
    },
  },
];

/** What the run has measured of this key, as a sentence of Markdown; null where it has nothing to say. */
export function describeMeasured(run: RunFigures, key: PointedKey): string | null {
  const steps = key.path.map(String);
  const matches = (pattern: string): boolean => {
    const wanted = pattern.split('/');
    return wanted.length === steps.length && wanted.every((step, i) => step === '*' || step === steps[i]);
  };
  const said = measurements.find(({ at }) => at.some(matches))?.say(run, key) ?? null;
  return said === null
    ? null
    : `In the ${isOn(run) ? 'run that trains' : 'newest run'}: ${said.replace(/\.$/, '')}.`;
}

const isOn = ({ state, progress }: RunFigures): boolean =>
  progress !== null && (state === 'running' || state === 'paused');
