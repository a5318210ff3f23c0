/** One feature in the game: all of its inputs are there, or none. */
export interface Player {
  readonly name: string;
  /** Positions in an encoded row. */
  readonly inputs: readonly number[];
}

/** Players who differ from some background row: to the others nothing happens, whoever else is there. */
export function varyingPlayers(
  players: readonly Player[],
  row: Float32Array,
  background: { readonly inputs: Float32Array; readonly count: number },
): number[] {
  const width = row.length;
  return players.flatMap(({ inputs }, index) => {
    const differs = inputs.some((input) => {
      for (let b = 0; b < background.count; b++) {
        if (background.inputs[b * width + input] !== row[input]) return true;
      }
      return false;
    });
    return differs ? [index] : [];
  });
}
