import type { TrainingSession } from '../engine/session.js';
import { exp } from '../tensor/math.js';
import { createRandom, purposes } from '../tensor/random.js';

/** Characters: a few lines. */
const length = 200;
/** Below 1, likely characters are drawn more often than the network says: fewer slips, less variety. */
const temperature = 0.8;
/** Of a long training about so many texts are written, and some soon after its start. */
const texts = 10;

/** Whether text is written after this epoch: 1, 2, 4, 8 …, then after every tenth of the epochs, and the last. */
export function isTextDue(epoch: number, epochs: number): boolean {
  const every = Math.ceil(epochs / texts);
  return epoch % every === 0 || epoch === epochs || (epoch < every && (epoch & (epoch - 1)) === 0);
}

/**
 * Lets a network for a language write: characters are drawn one after the other, each by the chances that it gives
 * for what follows, from a new line on. The same session, seed and epoch give the same text. `breathe` is called now
 * and then, so that others can run.
 */
export async function writeText(
  session: TrainingSession,
  vocabulary: readonly (string | number)[],
  from: { readonly seed: number; readonly epoch: number },
  breathe: () => Promise<void>,
): Promise<string> {
  const [context = 1] = session.network.inputShape;
  const random = createRandom(from.seed, purposes.writing, from.epoch);
  const tokens = [Math.max(0, vocabulary.indexOf('\n'))];
  const inputs = new Float32Array(context);
  for (let i = 0; i < length; i++) {
    const seen = tokens.slice(-context);
    // What stands behind the last character is not seen from there.
    inputs.fill(0).set(seen);
    const outputs = session.predict(inputs, 1);
    const logits = outputs.subarray((seen.length - 1) * vocabulary.length, seen.length * vocabulary.length);
    tokens.push(draw(logits, random.uniform(i)));
    if (i % 16 === 15) await breathe();
  }
  return tokens
    .slice(1)
    .map((token) => vocabulary[token])
    .join('');
}

/** The index that a number in [0, 1) falls on, by e^(logit / temperature). */
function draw(logits: Float32Array, uniform: number): number {
  const top = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const shares = Array.from(logits, (logit) => exp((logit - top) / temperature));
  let left = uniform * shares.reduce((sum, share) => sum + share, 0);
  const index = shares.findIndex((share) => (left -= share) < 0);
  return index < 0 ? shares.length - 1 : index;
}
