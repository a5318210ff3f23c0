/** Small specs beside a small table, for what users do in the workbench. */
const table = [
  'x,y,sign',
  ...Array.from({ length: 400 }, (_, i) => {
    const [x, y] = [Math.sin(i * 12.9898) * 3, Math.cos(i * 78.233) * 3];
    return `${x.toFixed(4)},${y.toFixed(4)},${x * y > 0 ? 'same' : 'other'}`;
  }),
].join('\n');

/** Rows whose notes go over two lines, so that a row's number says nothing of its line. */
export const notes = [
  'id,note,x,y,sign',
  ...table
    .split('\n')
    .slice(1)
    .map((row, i) => `r${i},${i % 3 === 0 ? '"first line\nsecond, ""quoted"""' : 'short'},${row}`),
].join('\n');

const makeSpec = (layers: object[], training: object = {}): string =>
  `{\n  "data": { "train": "signs.csv", "target": "sign" },\n  "layers": [\n${layers.map((layer) => `    ${JSON.stringify(layer)}`).join(',\n')}\n  ],\n  "training": ${JSON.stringify({ epochs: 200_000, seed: 1, ...training })}\n}\n`;

const sigmoids = Array.from({ length: 12 }, (_, i) => ({
  type: 'dense',
  name: `hidden${i + 1}`,
  units: 16,
  activation: 'sigmoid',
}));

/** By path in the session's folder. `sigmoids` and `sick` are ill: their gradients vanish. `steady` trains alike on every machine. */
export const playFiles: Readonly<Record<string, string>> = {
  'play/signs.csv': table,
  'play/notes.csv': notes,
  'play/notes.nn.json': `{
  "data": { "train": "notes.csv", "target": "sign", "ignore": ["id", "note"], "validation": 0.25, "test": 0.25 },
  "layers": [
    { "type": "dense", "units": 4, "activation": "relu" },
    { "type": "dense" }
  ],
  "training": { "epochs": 20, "seed": 3 }
}
`,
  'play/endless.nn.json': makeSpec([
    { type: 'dense', units: 256, activation: 'relu' },
    { type: 'dense', units: 256, activation: 'relu' },
    { type: 'dense' },
  ]),
  'play/second.nn.json': makeSpec([{ type: 'dense', units: 8, activation: 'tanh' }, { type: 'dense' }]),
  'play/steady.nn.json': makeSpec([{ type: 'dense', units: 64, activation: 'relu' }, { type: 'dense' }], {
    deterministic: true,
  }),
  'play/sick.nn.json': makeSpec([...sigmoids.slice(0, 6), { type: 'dense', name: 'output' }], {
    epochs: 60,
    deterministic: true,
  }),
  'play/sigmoids.nn.json': makeSpec([...sigmoids, { type: 'dense', name: 'output' }]),
};
