/** A tensor of two files by its names in them; null where it is in one alone. */
export interface NamePair {
  readonly a: string | null;
  readonly b: string | null;
}

/** How deep a prefix may be: `module.`, `model.encoder.`. */
const mostSegments = 3;

/**
 * Which names of two files mean the same tensor: equal ones; and of those left over, the ones that are equal behind a
 * prefix that one file has and the other has not or has another (`module.fc.weight` and `fc.weight`), the pair of
 * prefixes that fits the most. In the order of a, what is in b alone at the end.
 */
export function matchNames(a: readonly string[], b: readonly string[]): NamePair[] {
  const ofB = new Set(b);
  const equal = new Set(a.filter((name) => ofB.has(name)));
  const left = { a: a.filter((name) => !equal.has(name)), b: b.filter((name) => !equal.has(name)) };
  const renamed = matchBehindPrefixes(left.a, left.b);
  const taken = new Set(renamed.values());
  return [
    ...a.map((name) => ({ a: name, b: equal.has(name) ? name : (renamed.get(name) ?? null) })),
    ...left.b.filter((name) => !taken.has(name)).map((name) => ({ a: null, b: name })),
  ];
}

function matchBehindPrefixes(a: readonly string[], b: readonly string[]): Map<string, string> {
  let best = new Map<string, string>();
  for (const ofA of listPrefixes(a)) {
    const rests = new Map(
      a.filter((name) => name.startsWith(ofA)).map((name) => [name.slice(ofA.length), name]),
    );
    for (const ofB of listPrefixes(b)) {
      if (ofA !== '' && ofB !== '') continue;
      const found = new Map<string, string>();
      for (const name of b) {
        const partner = name.startsWith(ofB) ? rests.get(name.slice(ofB.length)) : undefined;
        if (partner !== undefined) found.set(partner, name);
      }
      if (found.size > best.size) best = found;
    }
  }
  return best;
}

/** None, and what names begin with up to their first points. */
function listPrefixes(names: readonly string[]): string[] {
  const prefixes = new Set(['']);
  for (const name of names) {
    let end = -1;
    for (let segment = 0; segment < mostSegments; segment++) {
      end = name.indexOf('.', end + 1);
      if (end < 0) break;
      prefixes.add(name.slice(0, end + 1));
    }
  }
  return [...prefixes];
}
