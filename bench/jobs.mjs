/**
 * The jobs that every peer trains: random data of the given size, the network, the optimizer. `sizes` are the
 * widths of the dense layers, relu between them; the loss is cross-entropy over the last.
 */
export const jobs = {
  J1: { sizes: [4, 16, 16, 3], rows: 150, batchSize: 16, optimizer: 'adam' },
  J2: { sizes: [784, 256, 128, 10], rows: 10_000, batchSize: 64, optimizer: 'adam' },
};
