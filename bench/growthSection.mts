import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Grown } from './growth.js';
import { drawLines, type Panel } from './linePicture.mjs';
import { measure, type Place } from './ownSections.mjs';
import { formatTable, round } from './tables.mjs';

const picture = 'images/j2-growth.svg';

/** How J2 grows with each of its sizes, as a table and as a picture beside it. */
export function describeGrowth(place: Place): string {
  const found = measure<Grown[]>(place, 'growth', '8');
  writeFileSync(join(place.root, 'docs', picture), drawGrowth(found));
  const rows = found.map(({ kind, size, stepMs, epochMs }) => [
    `${kind} ${size}`,
    round(1000 * stepMs),
    round(epochMs),
  ]);
  return `## How J2 grows

Processor time as J2 changes in one of its sizes (batch 64, widths 256 and 128, 10,000 rows), the best of 8 windows. In the picture both axes double from line to line, and what grows in proportion would follow the dashes.

![${describePicture(found)}](${picture})

${formatTable(['J2 with', 'µs a step', 'ms an epoch'], rows)}`;
}

/** The three panels: a step by batch and by width, an epoch by rows. */
export function drawGrowth(found: readonly Grown[]): string {
  const panel = (kind: Grown['kind'], title: string, of: (grown: Grown) => number): Panel => ({
    title,
    horizontal: kind === 'width' ? 'width of the first layer' : kind,
    points: found.filter((grown) => grown.kind === kind).map((grown) => ({ x: grown.size, y: of(grown) })),
  });
  return drawLines(describePicture(found), [
    panel('batch', 'µs a step', ({ stepMs }) => 1000 * stepMs),
    panel('width', 'µs a step', ({ stepMs }) => 1000 * stepMs),
    panel('rows', 'ms an epoch', ({ epochMs }) => epochMs),
  ]);
}

/** What the picture says, for those who do not see it. */
function describePicture(found: readonly Grown[]): string {
  const say = (kind: Grown['kind'], of: (grown: Grown) => number): string => {
    const own = found.filter((grown) => grown.kind === kind);
    const [first, last] = [own[0]!, own.at(-1)!];
    const times = (ratio: number): string => `${Number(ratio.toPrecision(2))} times`;
    return `${times(of(last) / of(first))} as long with ${times(last.size / first.size)} the ${kind}`;
  };
  const step = ({ stepMs }: Grown): number => stepMs;
  const epoch = ({ epochMs }: Grown): number => epochMs;
  return `Time of J2: a step takes ${say('batch', step)}, and ${say('width', step)}; an epoch takes ${say('rows', epoch)}.`;
}
