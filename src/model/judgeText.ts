import type { Split } from '../data/dataset.js';
import { scoreClass, type Judged } from './judgeRows.js';

/** Rows whose outputs are held at once: each has a probability of every token at every position. */
const blockRows = 32;
/** A matrix of more tokens is nothing to look at. */
const mostInMatrix = 256;

/**
 * How a network for a language does on rows of a text: each position is a question of which token follows. `predict`
 * gives the logits of so many rows, `count · context · tokens.length`.
 */
export function judgeText(
  tokens: readonly string[],
  predict: (inputs: Float32Array, count: number) => Float32Array,
  { count, inputs, targets }: Pick<Split, 'count' | 'inputs' | 'targets'>,
): Extract<Judged, { kind: 'classes' }> {
  const size = tokens.length;
  const context = inputs.length / count;
  const confusion = size <= mostInMatrix ? new Uint32Array(size * size) : null;
  const [hits, actuals, guesses] = [0, 1, 2].map(() => new Uint32Array(size)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let loss = 0;
  for (let start = 0; start < count; start += blockRows) {
    const rows = Math.min(blockRows, count - start);
    const logits = predict(inputs.subarray(start * context, (start + rows) * context), rows);
    for (let at = 0; at < rows * context; at++) {
      const actual = targets[start * context + at]!;
      const own = logits.subarray(at * size, (at + 1) * size);
      let guess = 0;
      for (let token = 1; token < size; token++) if (own[token]! > own[guess]!) guess = token;
      const top = own[guess]!;
      const sum = own.reduce((total, logit) => total + Math.exp(logit - top), 0);
      loss += top + Math.log(sum) - own[actual]!;
      actuals[actual]!++;
      guesses[guess]!++;
      if (guess === actual) hits[actual]!++;
      if (confusion) confusion[actual * size + guess]!++;
    }
  }
  const positions = count * context;
  loss /= positions;
  return {
    kind: 'classes',
    accuracy: hits.reduce((sum, hit) => sum + hit, 0) / positions,
    loss,
    perplexity: Math.exp(loss),
    classes: tokens.map((token, i) => scoreClass(showCharacter(token), hits[i]!, actuals[i]!, guesses[i]!)),
    confusion,
    worst: [],
  };
}

const signs: Readonly<Record<string, string>> = { ' ': '␠', '\n': '⏎', '\t': '⇥', '\r': '␍' };

/** A token that can be seen. */
export const showCharacter = (token: string): string => signs[token] ?? token;
