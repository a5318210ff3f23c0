import type { ExplainFacts, ExplainSnapshot, ExplainedRecord } from '../../../src/protocol/explain.js';
import { createRandom } from '../../../src/tensor/random.js';

const random = createRandom(11, 1);
const methods = ['linear', 'exact', 'kernel', 'permutation', 'deep', 'expectedGradients'];

/** Facts of a table with three classes. */
const tableFacts: ExplainFacts = {
  method: 'exact',
  exactness: 'exact',
  effort: '64 coalitions a row',
  samples: null,
  bound: 3e-5,
  methods: methods.map((name) => ({ name, doc: name, obstacle: name === 'linear' ? 'not linear' : null })),
  output: 'logit',
  outputs: ['Adelie', 'Chinstrap', 'Gentoo'],
  hasClasses: true,
  features: ['island', 'bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g', 'sex'],
  picture: null,
  isText: false,
  isRun: true,
  checkpoint: 'best.safetensors',
  data: '/data/penguins.csv',
  background: { kind: 'rows', count: 100, from: 'training rows' },
  seed: 0,
  baseValue: [1.5, -2.3, 0.4],
  wantedRows: 120,
  allRows: 120,
  asked: null,
  warning: '11 of 344 rows of penguins.csv lack a value and are left out.',
};

/** Attributions that follow from the values, so that the pictures have a shape. */
function makeRows(
  { features, outputs, baseValue, picture, isText }: ExplainFacts,
  count: number,
  residual: number,
): ExplainedRecord[] {
  return Array.from({ length: count }, (_, row): ExplainedRecord => {
    const pixels = picture
      ? Float32Array.from({ length: picture.width * picture.height }, (_, at) => {
          const [y, x] = [Math.floor(at / picture.width), at % picture.width];
          return Math.hypot(x - 3.5, y - 3.5) < 2.5 + random.uniform(row) ? 16 : 0;
        })
      : null;
    const values = features.map((name, at) => {
      if (isText) return verse[(at + row) % verse.length]!;
      if (name === 'island') return ['Biscoe', 'Dream', 'Torgersen'][row % 3]!;
      if (name === 'sex') return row % 2 ? 'male' : 'female';
      return pixels ? pixels[at]! : Number((40 + 8 * random.normal(row * 97 + at)).toPrecision(4));
    });
    const phi = Float32Array.from({ length: features.length * outputs.length }, (_, i) => {
      const [feature, output] = [Math.floor(i / outputs.length), i % outputs.length];
      const value = values[feature]!;
      if (isText) return random.normal(row * 91 + i) / (features.length - feature);
      const size = typeof value === 'number' ? (value - (pixels ? 8 : 40)) / 8 : value.length - 5;
      return (size * (1 + (feature % 3)) * (output - 1 || 0.5)) / (1 + feature);
    });
    const sums = outputs.map((_, output) =>
      features.reduce((sum, _, feature) => sum + phi[feature * outputs.length + output]!, baseValue[output]!),
    );
    const scales = sums.map((sum) => Math.exp(sum / 4));
    const total = scales.reduce((a, b) => a + b, 0);
    const probability = scales.map((scale) => scale / total);
    return {
      row,
      line: row + 2,
      split: row % 5 === 0 ? 'validation' : 'training',
      values,
      pixels,
      prediction: sums.map((sum) => sum - residual),
      probability,
      predicted: outputs[probability.indexOf(Math.max(...probability))]!,
      truth: outputs[row % outputs.length]!,
      phi,
      residual: sums.map(() => residual),
    };
  });
}

function makeScene(change: Partial<ExplainFacts> = {}, rest: Partial<ExplainSnapshot> = {}, residual = 2e-6) {
  return (): ExplainSnapshot => {
    const facts = { ...tableFacts, ...change };
    return {
      directory: '/data/.netweight/runs/penguins-20261125-140000',
      data: null,
      line: null,
      name: 'penguins-20261125-140000',
      choice: {
        method: null,
        background: { kind: 'rows', count: 100 },
        samples: null,
        output: 'logit',
        regions: 'pixels',
      },
      state: 'explained',
      error: null,
      facts,
      rows: makeRows(facts, 120, residual),
      seconds: 2.3,
      ...rest,
    };
  };
}

const side = 8;
/** What a row of the text reads, and beyond it: the characters move on by one a row. */
const verse = 'To be, or not to be, that is the question:\nWhether ’tis nobler';

/** An explanation at one moment, by name. */
export const explainScenes: Readonly<Record<string, () => ExplainSnapshot>> = {
  table: makeScene(),
  sampled: makeScene(
    {
      method: 'expectedGradients',
      exactness: 'sampled',
      effort: '20 samples a row',
      samples: 20,
      bound: 0.1,
      warning: '',
    },
    {},
    0.4,
  ),
  busy: makeScene({ wantedRows: 400, allRows: 5000 }, { state: 'explaining' }),
  picture: makeScene({
    features: Array.from({ length: side * side }, (_, at) => `p${Math.floor(at / side)}${at % side}`),
    picture: {
      height: side,
      width: side,
      regionOf: Uint16Array.from({ length: side * side }, (_, at) => at),
    },
    outputs: Array.from({ length: 10 }, (_, digit) => String(digit)),
    baseValue: Array.from({ length: 10 }, (_, digit) => digit / 4),
    method: 'kernel',
    exactness: 'sampled',
    effort: '2176 coalitions a row',
    samples: 2176,
    warning: '',
  }),
  probability: makeScene({ output: 'probability' }),
  text: makeScene({
    features: Array.from(verse, (_, at) => `position ${at}`),
    isText: true,
    outputs: [...new Set(verse)],
    baseValue: [...new Set(verse)].map(() => -1),
    method: 'occlusion',
    exactness: 'approximate',
    effort: '',
    bound: null,
    warning: '',
  }),
  failed: () => ({
    ...makeScene()(),
    facts: null,
    rows: [],
    state: 'failed',
    error: 'other.csv lacks the column "bill_length_mm" that the network was trained on.',
  }),
};
