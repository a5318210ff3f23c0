import { rules } from '../../src/diagnose/index.js';
import type { Finding } from '../../src/runs/finding.js';
import { applyTextEdits, editSpec } from '../../src/spec/edit.js';
import { balancedScoreOf, isBetter, lossScoreOf, scoreOf, watchFindings, type Score } from './judge.js';
import type { HealthyRun } from './healthy.js';
import type { SickRun } from './sickRun.js';
import { trainSpec, type Outcome } from './trainSpec.js';

/** What became of one fix. */
export interface FixResult {
  readonly title: string;
  readonly preferred: boolean;
  readonly clears: boolean;
  readonly improves: boolean;
  readonly before: Score;
  readonly after: Score;
}

export interface SickResult {
  readonly run: Pick<SickRun, 'code' | 'name'>;
  readonly seed: number;
  readonly codes: readonly string[];
  /** The tenths of the epochs after which it was found; null where it was not. */
  readonly foundAfter: number | null;
  readonly isOnItsLine: boolean;
  readonly fixes: readonly FixResult[];
}

export interface HealthyResult {
  readonly run: Pick<HealthyRun, 'name'>;
  readonly seed: number;
  /** All that was found at any time, gravest severity first. */
  readonly findings: readonly Finding[];
}

/** Trains a sick network, diagnoses it, applies those of its fixes that are wanted one by one and trains again. */
export async function trySick(
  run: SickRun,
  seed: number,
  which: 'all' | 'preferred' | 'none',
): Promise<SickResult> {
  const outcome = await trainSpec(run.spec(seed));
  const own = outcome.findings.find(({ code }) => code === run.code);
  const foundAfter = watchFindings(outcome).findIndex((findings) =>
    findings.some(({ code }) => code === run.code),
  );
  const fixes: FixResult[] = [];
  for (const fix of own?.fixes ?? []) {
    if (which === 'all' || (which === 'preferred' && fix.preferred)) {
      fixes.push(await tryFix(outcome, own!, fix));
    }
  }
  return {
    run: { code: run.code, name: run.name },
    seed,
    codes: outcome.findings.map(({ code }) => code),
    foundAfter: foundAfter < 0 ? null : foundAfter + 1,
    isOnItsLine: own !== undefined && isOnItsLine(own),
    fixes,
  };
}

async function tryFix(sick: Outcome, { code }: Finding, fix: Finding['fixes'][number]): Promise<FixResult> {
  const edits = editSpec(sick.text, fix.edits);
  if (!edits) throw new Error(`"${fix.title}" does not fit ${sick.text}`);
  const fixed = await trainSpec(applyTextEdits(sick.text, edits));
  const score = code === 'class-imbalance' ? balancedScoreOf : code === 'overfitting' ? lossScoreOf : scoreOf;
  const [before, after] = [await score(sick), await score(fixed)];
  return {
    title: fix.title,
    preferred: fix.preferred,
    clears: fixed.findings.every((finding) => finding.code !== code),
    improves: isBetter(before, after),
    before,
    after,
  };
}

export async function tryHealthy(run: HealthyRun, seed: number): Promise<HealthyResult> {
  const outcome = await trainSpec(run.spec(seed));
  const found = new Map(
    [...watchFindings(outcome), outcome.findings].flat().map((finding) => [finding.code, finding] as const),
  );
  return { run: { name: run.name }, seed, findings: [...found.values()] };
}

const optimizerCodes = /^(learning-rate-|diverging|oscillating|plateau)/;
const dataCodes = /^(unscaled-inputs|class-imbalance)$/;

/** Whether a finding stands where the contract says: on its layer, on `optimizer`, or on `data`. */
function isOnItsLine({ code, path, layer }: Finding): boolean {
  if (dataCodes.test(code)) return path[0] === 'data';
  if (optimizerCodes.test(code)) return path[0] === 'optimizer' || path[0] === 'schedule';
  if (code === 'overfitting') return path[0] === 'training';
  if (code === 'frozen-everything') return path[0] === 'pretrained' || path[0] === 'layers';
  return path[0] === 'layers' && typeof path[1] === 'number' && layer !== null;
}

export const codes: readonly string[] = rules.map(({ code }) => code);
