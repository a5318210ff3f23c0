/** In equal steps, about so many histograms of every parameter in a run. */
const histogramsPerRun = 100;

/**
 * The epochs, from 1, after which histograms are due: a hundred in equal steps and the last, and on the way to the
 * first of them each that doubles the one before, so that weights are seen from the first epoch on.
 */
export function planHistograms(epochs: number): (epoch: number) => boolean {
  const every = Math.ceil(epochs / histogramsPerRun);
  const isPowerOfTwo = (epoch: number): boolean => Number.isInteger(Math.log2(epoch));
  return (epoch) => epoch % every === 0 || epoch === epochs || (epoch < every && isPowerOfTwo(epoch));
}
