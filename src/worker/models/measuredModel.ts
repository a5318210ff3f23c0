import type { ModelTensor, OpenModel } from '../../formats/format.js';
import { FormatError } from '../../formats/formatError.js';
import { findInWeights, weightRules } from '../../inspect/findings/index.js';
import type { TensorFacts } from '../../inspect/findings/weightRule.js';
import { plainPasses, type Passes } from '../../inspect/passes.js';
import { RowWatch } from '../../inspect/rowWatch.js';
import { fingerprint } from '../../inspect/fingerprint.js';
import { computeStatistics, type StatisticsOptions } from '../../inspect/statistics.js';
import type { Distribution, ModelFindings, TensorBrief } from '../../protocol/models.js';

const briefBins = 24;
/** Of a distribution that is put beside others, whose bins are other ones. */
const distributionBins = 128;

/** An open model and what was measured of its tensors, which is kept for a panel that comes back. */
export class MeasuredModel {
  readonly #briefs = new Map<number, TensorBrief>();
  readonly #facts = new Map<number, TensorFacts>();

  constructor(
    readonly opened: OpenModel,
    readonly passes: Passes = plainPasses,
  ) {}

  /** Throws a RangeError where there is no such tensor. */
  tensor(place: number): ModelTensor {
    const found = this.opened.tensors[place];
    if (!found) throw new RangeError('There is no such tensor in the file any more.');
    return found;
  }

  /** A tensor that cannot be read is told of and does not hide the others. */
  async brief(place: number, signal: AbortSignal): Promise<TensorBrief> {
    const known = this.#briefs.get(place);
    if (known) return known;
    const tensor = this.tensor(place);
    const options = { bins: briefBins, signal, passes: this.passes };
    const measured = await measure(tensor, options).catch((error: unknown) => {
      if (!(error instanceof FormatError)) throw error;
      return error.message;
    });
    const brief =
      typeof measured === 'string' ? unreadable(place, measured) : { ...measured.brief, tensor: place };
    this.#briefs.set(place, brief);
    if (typeof measured !== 'string') this.#facts.set(place, measured.facts);
    return brief;
  }

  /** Without a value where it cannot be read. */
  async distribution(place: number, signal: AbortSignal): Promise<Omit<Distribution, 'model'>> {
    try {
      const options = { bins: distributionBins, signal, passes: this.passes };
      const statistics = await computeStatistics(this.tensor(place), options);
      const { mean, std, min, max, histogram } = statistics;
      return { mean, std, min, max, counts: histogram.counts };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { mean: null, std: null, min: null, max: null, counts: [] };
    }
  }

  /** The same for models with the same values; of tensors that can be read. */
  fingerprint(): Promise<string> {
    return fingerprint(this.opened.tensors.filter(({ problem }) => problem === undefined));
  }

  /** What the rules say of the tensors that have been measured. */
  findings(): ModelFindings {
    const places = [...this.#facts.keys()].sort((a, b) => a - b);
    const placeOf = new Map(places.map((place) => [this.#facts.get(place)!.name, place]));
    const findings = findInWeights(places.map((place) => this.#facts.get(place)!));
    return {
      measured: this.#briefs.size,
      rules: weightRules.flatMap(({ code, title, doc, severity, threshold, unit, source }) => {
        const tensors = findings
          .filter((finding) => finding.code === code)
          .map(({ parameter, message, value, first }) => ({
            tensor: placeOf.get(parameter)!,
            message,
            value,
            first,
          }));
        return tensors.length === 0 ? [] : [{ code, title, doc, severity, threshold, unit, source, tensors }];
      }),
    };
  }
}

async function measure(
  tensor: ModelTensor,
  options: StatisticsOptions,
): Promise<{ readonly brief: Omit<TensorBrief, 'tensor'>; readonly facts: TensorFacts } | string> {
  if (tensor.problem !== undefined) return tensor.problem;
  const { name, dtype, shape } = tensor;
  const watch = RowWatch.of(shape, options.passes?.markRow);
  const { histogram, ...statistics } = await computeStatistics(tensor, { ...options, watch });
  const { mean, std, min, max, nan, inf } = statistics;
  return {
    brief: { mean, std, min, max, nan, inf, counts: histogram.counts, problem: null },
    facts: { name, dtype, shape, statistics, rows: watch?.finish() ?? null },
  };
}

function unreadable(tensor: number, problem: string): TensorBrief {
  const unknown = { mean: null, std: null, min: null, max: null, nan: 0, inf: 0, counts: [] };
  return { tensor, ...unknown, problem };
}
