/**
 * Patterns of what does not learn: a layer's name (`hidden`) freezes the layer, a parameter's (`hidden.weight`)
 * the parameter; `*` stands for any characters (`hidden.*`, `*.bias`).
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`).test(name);
}

/** Whether one of the patterns names this layer or this parameter of it. */
export function isFrozen(patterns: readonly string[], layer: string, parameter?: string): boolean {
  return patterns.some(
    (pattern) =>
      matchesPattern(pattern, layer) || (parameter !== undefined && matchesPattern(pattern, parameter)),
  );
}

/** The patterns that name nothing in a network of these layers and parameters: most likely misspelt. */
export function unmatchedPatterns(
  patterns: readonly string[],
  network: {
    readonly layers: readonly { readonly name: string }[];
    readonly parameters: readonly { readonly name: string }[];
  },
): string[] {
  const names = [...network.layers, ...network.parameters].map(({ name }) => name);
  return patterns.filter((pattern) => !names.some((name) => matchesPattern(pattern, name)));
}
