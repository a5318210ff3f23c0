/** Files of one folder that a training wrote one after the other, as their names tell. */
export interface NamedSeries {
  /** What their numbers count: `epoch`, `step` …, or `file` where that is not known. */
  readonly word: string;
  /** In the order of time; no two at the same. */
  readonly members: readonly { readonly name: string; readonly time: number }[];
}

const words = /(epoch|step|iter(?:ation)?|checkpoint|round|update)s?[-_=. ]*$/i;
const compareNames = new Intl.Collator('en', { numeric: true }).compare;
const patternOf = (name: string): string => name.replace(/\d+/g, '#');

/** A name that says which file of a series it is a copy of, not when that was: the best one, or the last. */
export function markOf(name: string): 'best' | 'last' | null {
  const [, word] = /(?:^|[-_. ])(best|last|latest|final)(?=[-_. ]|$)/i.exec(name) ?? [];
  return word === undefined ? null : word.toLowerCase() === 'best' ? 'best' : 'last';
}

/** The names that differ from `name` in their numbers alone, itself among them; null where there are none. */
export function seriesOf(name: string, names: readonly string[]): NamedSeries | null {
  const pattern = patternOf(name);
  return pattern === name ? null : order(names.filter((other) => patternOf(other) === pattern));
}

/** The largest series among names; where their numbers tell of none, all of them in natural order. */
export function largestSeries(names: readonly string[]): NamedSeries | null {
  const numbered = names
    .filter((name) => patternOf(name) !== name)
    .map((name) => names.filter((other) => patternOf(other) === patternOf(name)));
  const largest = numbered.reduce<readonly string[]>(
    (best, one) => (one.length > best.length ? one : best),
    [],
  );
  return order(largest) ?? order(names);
}

/** By the first number that is another one in each name; where none is, by their places in natural order. */
function order(names: readonly string[]): NamedSeries | null {
  if (names.length < 2) return null;
  const sorted = [...names].sort(compareNames);
  const numbers = sorted.map((name) => [...name.matchAll(/\d+/g)]);
  for (let column = 0; column < numbers[0]!.length; column++) {
    const times = numbers.map((each) => Number(each[column]?.[0]));
    if (new Set(times).size < sorted.length || !times.every(Number.isSafeInteger)) continue;
    const before = sorted[0]!.slice(0, numbers[0]![column]!.index);
    return {
      word: words.exec(before)?.[1]?.toLowerCase() ?? 'file',
      members: sorted.map((name, i) => ({ name, time: times[i]! })).sort((a, b) => a.time - b.time),
    };
  }
  return { word: 'file', members: sorted.map((name, i) => ({ name, time: i + 1 })) };
}
