import { formatCount, formatScientific, formatShort } from '../../src/display/numbers.js';
import type { PlacedFinding } from '../../src/protocol/runPanel.js';
import { splitSource, type Source } from '../parts/finding.js';

type Path = readonly (string | number)[];

/** All findings of one code as one entry: the first in full, the others by name. */
export interface FindingEntry {
  readonly key: string;
  readonly severity: PlacedFinding['severity'];
  readonly title: string;
  /** More of the message, where it is no measurement. */
  readonly detail: string | null;
  readonly layer: string | null;
  readonly measured: string | null;
  readonly threshold: string | null;
  /** Global step it began at. */
  readonly since: number;
  readonly where: { readonly text: string; readonly path: Path };
  readonly source: Source;
  readonly fixes: readonly { readonly title: string; readonly preferred: boolean; readonly index: number }[];
  /** Where else the same shows: other layers, related lines of the spec. */
  readonly places: readonly { readonly text: string; readonly path: Path }[];
}

const severities = ['error', 'warning', 'information'] as const;

/** Findings grouped by code, the gravest first. */
export function groupFindings(findings: readonly PlacedFinding[], specName: string): FindingEntry[] {
  const groups = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group) group.push(finding);
    else groups.set(finding.code, [finding]);
  }
  return [...groups.values()]
    .map((group) => describe(group, specName))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** `step 40, for 1,019 steps`: when a finding began and how long it has stood. */
export function sinceWords(since: number, step: number): string {
  const length = step - since;
  if (length <= 0) return `step ${formatCount(since)}`;
  return `step ${formatCount(since)}, for ${formatCount(length)} ${length === 1 ? 'step' : 'steps'}`;
}

function describe(group: readonly PlacedFinding[], specName: string): FindingEntry {
  const [lead, ...others] = group as [PlacedFinding, ...PlacedFinding[]];
  const fixes = lead.fixes.map((fix, index) => ({ title: fix.title, preferred: fix.preferred, index }));
  return {
    key: lead.code,
    severity: lead.severity,
    ...splitMessage(lead),
    layer: lead.layer,
    threshold: threshold(lead),
    since: lead.step,
    where: { text: `${specName}:${lead.line}`, path: lead.path },
    source: splitSource(lead.source),
    fixes: fixes.sort((a, b) => Number(b.preferred) - Number(a.preferred)),
    places: [
      ...lead.related.map((related) => ({ text: related.message, path: related.path })),
      ...others.map((other) => ({ text: placeWords(other), path: other.path })),
    ],
  };
}

/** `What: how it was measured, below 1e−3`: what it is, and the measurement, whose threshold stands apart. */
function splitMessage({
  message,
  value,
}: PlacedFinding): Pick<FindingEntry, 'title' | 'detail' | 'measured'> {
  const colon = message.indexOf(': ');
  const title = colon < 0 ? message : message.slice(0, colon);
  const rest = colon < 0 ? null : message.slice(colon + 2);
  if (value === null) {
    const detail = rest && `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
    return { title, detail, measured: null };
  }
  return { title, detail: null, measured: rest?.replace(/[,;] (below|above) [^,;]+/, '') ?? amount(value) };
}

const placeWords = ({ parameter, layer, message, value }: PlacedFinding): string =>
  [parameter ?? layer ?? message, value === null ? '' : amount(value)].filter(Boolean).join(' ');

const amount = (value: number): string =>
  value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e5)
    ? formatScientific(value)
    : formatShort(value);

function threshold({ value, threshold: limit }: PlacedFinding): string | null {
  if (limit === null) return null;
  if (value === null || value === limit) return formatShort(limit);
  return `${value < limit ? 'below' : 'above'} ${formatShort(limit)}`;
}
