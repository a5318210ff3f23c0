import assert from 'node:assert/strict';
import { applyTextEdits, editSpec } from '../../../src/spec/edit.js';
import { parseSpec } from '../../../src/spec/parse.js';

/**
 * A mistake: the spec's part with « » around what must be underlined, the problem's code, words of its message,
 * and what its first fix makes of the part (null: no fix).
 */
type Row = [part: string, code: string, message: string, fixed?: string | null | undefined];

const parts = {
  data: (part: string) => `{\n  "data": ${part},\n  "layers": [{ "type": "dense" }],\n}`,
  layers: (part: string) => `{\n  "data": { "train": "a.csv", "target": "y" },\n  "layers": ${part},\n}`,
  rest: (part: string) =>
    `{\n  "data": { "train": "a.csv", "target": "y" },\n  "layers": [{ "type": "dense" }],\n  ${part}\n}`,
  whole: (part: string) => part,
};

const mistakes: Record<keyof typeof parts, Row[]> = {
  data: [
    [
      '{ "train": "a.csv", «"targt"»: "y", "target": "y" }',
      'unknown-key',
      '"targt" is not an option of "data"',
      '{ "train": "a.csv", "target": "y" }',
    ],
    [
      '{ "train": "a.csv", "target": "y", «"ignor"»: ["a"] }',
      'unknown-key',
      'Did you mean "ignore"?',
      '{ "train": "a.csv", "target": "y", "ignore": ["a"] }',
    ],
    [
      '{ "train": "a.csv", "target": "y", «"missing_values"»: ["?"] }',
      'unknown-key',
      'Did you mean "missingValues"?',
      '{ "train": "a.csv", "target": "y", "missingValues": ["?"] }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "missing": «"skip"» }',
      'unknown-value',
      'Known are "error", "drop" and "mean"',
      null,
    ],
    [
      '{ "train": "a.csv", "target": "y", "scale": «"standart"» }',
      'unknown-value',
      'Did you mean "standard"?',
      '{ "train": "a.csv", "target": "y", "scale": "standard" }',
    ],
    ['{ "train": «7», "target": "y" }', 'wrong-type', '"train" of "data" must be a string, not 7', null],
    ['{ "train": «""», "target": "y" }', 'out-of-range', '"train" of "data" is empty', null],
    ['{ "train": "a.csv", "target": «true» }', 'wrong-type', 'a string or a list of strings, not true', null],
    ['{ "train": "a.csv", "target": «[]» }', 'out-of-range', '"target" names no column', null],
    [
      '{ "train": "a.csv", "target": "y", "features": «"x"» }',
      'wrong-type',
      '"features" of "data" must be a list of strings',
      '{ "train": "a.csv", "target": "y", "features": ["x"] }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "features": ["x", «3»] }',
      'wrong-type',
      'Item 2 of "features"',
      null,
    ],
    [
      '{ "train": "a.csv", "target": "y", "features": ["x", «"y"»] }',
      'contradiction',
      'Column "y" is the target',
      '{ "train": "a.csv", "target": "y", "features": ["x"] }',
    ],
    [
      '{ "train": "a.csv", "target": «"y"», "ignore": ["y"] }',
      'contradiction',
      'is the target and in "ignore"',
      '{ "train": "a.csv", "target": "y", "ignore": [] }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "features": ["x", «"x"»] }',
      'duplicate-name',
      'Column "x" stands twice',
      '{ "train": "a.csv", "target": "y", "features": ["x"] }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "validation": «1.5» }',
      'out-of-range',
      'of at least 0 and below 1',
      null,
    ],
    [
      '{ "train": "a.csv", "target": "y", "validation": «-0.1» }',
      'out-of-range',
      'not -0.1',
      '{ "train": "a.csv", "target": "y", "validation": 0 }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "validation": 0.5, "test": «0.5» }',
      'contradiction',
      'no rows to train on',
      null,
    ],
    [
      '{ "train": "a.csv", "target": "y", "group": "g", "order": «"t"» }',
      'contradiction',
      'not by both',
      '{ "train": "a.csv", "target": "y", "group": "g" }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "validation": 0, «"group"»: "g" }',
      'no-effect',
      '"group" has no effect',
      '{ "train": "a.csv", "target": "y", "validation": 0 }',
    ],
    [
      '{ "train": "a.csv", «"train"»: "b.csv", "target": "y" }',
      'duplicate-key',
      '"train" stands twice',
      null,
    ],
    [
      '{ "train": "a.csv", "target": "y", "header": «"false"» }',
      'wrong-type',
      'must be true or false',
      '{ "train": "a.csv", "target": "y", "header": false }',
    ],
    [
      '{ "train": "a.csv", "target": "y", "shape": [1, «0», 28] }',
      'out-of-range',
      'at least 1, not 0',
      '{ "train": "a.csv", "target": "y", "shape": [1, 1, 28] }',
    ],
    ['«"a.csv"»', 'wrong-type', '"data" must be an object', null],
  ],
  layers: [
    [
      '[{ "type": "dense", «"unit"»: 8 }]',
      'unknown-key',
      'Did you mean "units"?',
      '[{ "type": "dense", "units": 8 }]',
    ],
    [
      '[{ "type": «"dens"» }]',
      'unknown-value',
      'There is no layer type "dens". Did you mean "dense"?',
      '[{ "type": "dense" }]',
    ],
    [
      '[{ "type": «"ReLU"», "name": "bend" }]',
      'unknown-value',
      'is no layer type, but one of the activations',
      '[{ "type": "activation", "name": "bend", "function": "relu" }]',
    ],
    [
      '[{ "type": «"Linear"», "units": 8 }]',
      'unknown-value',
      'Did you mean "dense"?',
      '[{ "type": "dense", "units": 8 }]',
    ],
    ['[{ "type": «"transformerXl"» }]', 'unknown-value', 'Known are "dense"', null],
    ['[{ "type": «3» }]', 'wrong-type', 'must be the name of a layer type, not 3', null],
    ['[«{ "units": 3 }»]', 'missing-key', 'Layer 1 has no "type"', null],
    [
      '[{ "type": "dense", "units": «"32"» }]',
      'wrong-type',
      'whole number of at least 1, not "32"',
      '[{ "type": "dense", "units": 32 }]',
    ],
    ['[{ "type": "dense", "units": «2.5» }]', 'out-of-range', 'not 2.5', '[{ "type": "dense", "units": 3 }]'],
    [
      '[{ "type": "dense", "units": «0» }]',
      'out-of-range',
      '"units" of layer 1 (dense)',
      '[{ "type": "dense", "units": 1 }]',
    ],
    ['[{ "type": "dense", "units": «1e999» }]', 'out-of-range', 'more than a number can hold', null],
    ['[«{ "type": "dense" }», { "type": "dense" }]', 'missing-key', 'Layer "dense1" needs "units"', null],
    [
      '[«{ "type": "dropout" }», { "type": "dense" }]',
      'missing-key',
      'needs "rate": a number of at least 0 and below 1',
      null,
    ],
    [
      '[{ "type": "dense", "activation": «"rellu"» }]',
      'unknown-value',
      'There is no activation "rellu". Did you mean "relu"?',
      '[{ "type": "dense", "activation": "relu" }]',
    ],
    [
      '[{ "type": "dense", "init": «"he_normal_"» }]',
      'unknown-value',
      'Did you mean "heNormal"?',
      '[{ "type": "dense", "init": "heNormal" }]',
    ],
    [
      '[{ "type": "dense", "init": { "type": "constant", «"val"»: 1 } }]',
      'unknown-key',
      'not an option of initialiser "constant"',
      '[{ "type": "dense", "init": { "type": "constant", "value": 1 } }]',
    ],
    ['[{ "type": "dense", "init": «{ "value": 1 }» }]', 'missing-key', 'has no "type"', null],
    [
      '[{ "type": "dense", "init": «{ "type": "randomUniform", "minimum": 1 }» }]',
      'contradiction',
      '"minimum" 1 is above "maximum" 0.05',
      null,
    ],
    [
      '[{ "type": "dense", "name": "a", "units": 1 }, { "type": "dense", "name": «"a"» }]',
      'duplicate-name',
      'Two layers are called "a"',
      '[{ "type": "dense", "name": "a", "units": 1 }, { "type": "dense", "name": "a2" }]',
    ],
    [
      '[{ "type": "dense", "name": «"a.b"» }]',
      'invalid-name',
      'a dot, a slash or a star',
      '[{ "type": "dense", "name": "a_b" }]',
    ],
    ['[{ "type": "dense", "name": «"input"» }]', 'invalid-name', 'that is the data', null],
    [
      '[{ "type": "dense", "name": "hidden", "units": 2 }, { "type": "dense", "from": «"hiden"» }]',
      'unknown-layer',
      'Did you mean "hidden"?',
      '[{ "type": "dense", "name": "hidden", "units": 2 }, { "type": "dense", "from": "hidden" }]',
    ],
    [
      '[{ "type": "dense", "units": 2, "from": [«"dense2"»] }, { "type": "dense" }]',
      'later-layer',
      'Layer "dense2" stands after "dense1"',
      null,
    ],
    ['[{ "type": "dense", "name": "a", "from": «"a"» }]', 'later-layer', 'cannot read itself', null],
    [
      '[«"flatten"», { "type": "dense" }]',
      'wrong-type',
      'Layer 1 must be an object',
      '[{ "type": "flatten" }, { "type": "dense" }]',
    ],
    ['«[]»', 'out-of-range', '"layers" is empty', '[{ "type": "dense" }]'],
    ['«{ "type": "dense" }»', 'wrong-type', '"layers" must be a list', null],
    [
      '[{ "type": "dense", "bias": false, «"biasInit"»: "ones" }]',
      'no-effect',
      '"biasInit" has no effect',
      '[{ "type": "dense", "bias": false }]',
    ],
    [
      '[{ "type": "dense", "trainable": false, «"l2"»: 0.1 }]',
      'no-effect',
      'does not learn',
      '[{ "type": "dense", "trainable": false }]',
    ],
    [
      '[{ "type": "dropout", «"rate"»: 0 }, { "type": "dense" }]',
      'no-effect',
      'Dropout of rate 0',
      undefined,
    ],
    [
      '[{ "type": "dense", «"units"»: 2, "units": 3 }]'.replace(
        '«"units"»: 2, "units"',
        '"units": 2, «"units"»',
      ),
      'duplicate-key',
      '"units" stands twice in layer 1 (dense)',
      null,
    ],
  ],
  rest: [
    [
      '«"optimiser"»: "adam"',
      'unknown-key',
      '"optimiser" is not an option of the spec. Did you mean "optimizer"?',
      '"optimizer": "adam"',
    ],
    ['«"epochs"»: 3', 'unknown-key', '"epochs" is not an option of the spec', undefined],
    ['"optimizer": «"adm"»', 'unknown-value', 'Did you mean "adam"?', '"optimizer": "adam"'],
    [
      '"optimizer": { "type": "adam", «"lr"»: 0.1 }',
      'unknown-key',
      'Did you mean "learningRate"?',
      '"optimizer": { "type": "adam", "learningRate": 0.1 }',
    ],
    [
      '"optimizer": { "type": "sgd", «"beta1"»: 0.9 }',
      'unknown-key',
      '"beta1" is not an option of optimizer "sgd"',
      undefined,
    ],
    [
      '"optimizer": { "type": "sgd", "learningRate": «-1» }',
      'out-of-range',
      'a number above 0, not -1',
      null,
    ],
    [
      '"optimizer": { "type": "sgd", "nesterov": «true» }',
      'contradiction',
      '"momentum" is 0',
      '"optimizer": { "type": "sgd", "nesterov": true, "momentum": 0.9 }',
    ],
    ['"optimizer": «["adam"]»', 'wrong-type', 'the name of an optimizer', null],
    [
      '"loss": «"mse"», "task": "classification"',
      'contradiction',
      'the task is "classification"',
      '"loss": "crossEntropy", "task": "classification"',
    ],
    [
      '"loss": «"cross_entropy_loss"»',
      'unknown-value',
      'Did you mean "crossEntropy"?',
      '"loss": "crossEntropy"',
    ],
    [
      '"loss": «"bce"»',
      'unknown-value',
      'Did you mean "binaryCrossEntropy"?',
      '"loss": "binaryCrossEntropy"',
    ],
    [
      '"task": «"clasification"»',
      'unknown-value',
      'Did you mean "classification"?',
      '"task": "classification"',
    ],
    ['"schedule": «"multiStep"»', 'missing-key', 'Schedule "multiStep" needs "milestones"', null],
    [
      '"schedule": { "type": "multiStep", "milestones": [20, «10»] }',
      'unsorted',
      '10 follows 20',
      '"schedule": { "type": "multiStep", "milestones": [10, 20] }',
    ],
    [
      '"schedule": { "type": "multiStep", "milestones": [«200»] }',
      'no-effect',
      'Milestone 200 is never reached',
      null,
    ],
    [
      '"schedule": { "type": "cosine", "minimum": «0.1» }',
      'contradiction',
      'starts below it, at 0.001',
      null,
    ],
    [
      '"schedule": { "type": "oneCycle", "maximum": 0.1 }, "optimizer": { "type": "sgd", «"learningRate"»: 0.1 }',
      'no-effect',
      '"oneCycle" goes by its own "maximum"',
      '"schedule": { "type": "oneCycle", "maximum": 0.1 }, "optimizer": { "type": "sgd" }',
    ],
    [
      '"schedule": { "type": "cosine", "warmupEpochs": «200» }',
      'contradiction',
      'longer than the training of 100',
      null,
    ],
    [
      '"training": { "epochs": «"10"» }',
      'wrong-type',
      '"epochs" of "training" must be a whole number',
      '"training": { "epochs": 10 }',
    ],
    ['"training": { "epochs": «0» }', 'out-of-range', 'at least 1, not 0', '"training": { "epochs": 1 }'],
    [
      '"training": { «"batch_size"»: 8 }',
      'unknown-key',
      'Did you mean "batchSize"?',
      '"training": { "batchSize": 8 }',
    ],
    ['"training": { "clipNorm": «0» }', 'out-of-range', 'a number above 0', null],
    [
      '"training": { "earlyStopping": «10» }',
      'wrong-type',
      '"earlyStopping" of "training" must be an object',
      null,
    ],
    [
      '"training": { "earlyStopping": { "monitor": «"val_loss"» } }',
      'unknown-value',
      'Known are "validationLoss"',
      null,
    ],
    [
      '"training": { "epochs": 5, "earlyStopping": { "patience": «5» } }',
      'no-effect',
      'as long as the training of 5',
      '"training": { "epochs": 5 }',
    ],
    [
      '"task": "regression", "training": { "earlyStopping": { "monitor": «"accuracy"» } }',
      'contradiction',
      'measured for classes',
      '"task": "regression", "training": { "earlyStopping": { "monitor": "loss" } }',
    ],
    [
      '"health": { «"dead-unit"»: "off" }',
      'unknown-key',
      'Did you mean "dead-units"?',
      '"health": { "dead-units": "off" }',
    ],
    [
      '"health": { "plateau": «"of"» }',
      'unknown-value',
      'Did you mean "off"?',
      '"health": { "plateau": "off" }',
    ],
    [
      '"health": { "plateau": { "threshold": «"1"» } }',
      'wrong-type',
      '"threshold" of "plateau"',
      '"health": { "plateau": { "threshold": 1 } }',
    ],
    [
      '"pretrained": { "freeze": [«"dens1.*"»] }',
      'unmatched-pattern',
      'Did you mean "dense1.*"?',
      '"pretrained": { "freeze": ["dense1.*"] }',
    ],
    [
      '"pretrained": { «"rename"»: { "a": "b" } }',
      'no-effect',
      'there is no "weights" file',
      '"pretrained": {}',
    ],
    [
      '"pretrained": { "weights": "w.safetensors", "rename": { "a": «1» } }',
      'wrong-type',
      '"a" of "rename" of "pretrained" must be a string',
      null,
    ],
    ['"training": «null»', 'wrong-type', 'not null', null],
  ],
  whole: [
    ['«»', 'empty', 'The spec is empty'],
    ['«»// nothing\n', 'empty', 'The spec is empty'],
    ['«[]»', 'wrong-type', 'A spec is an object'],
    ['«{» "layers": [{ "type": "dense" }]\n}', 'missing-key', 'The spec needs "data"'],
    ['«{» "data": { "train": "a.csv", "target": "y" }\n}', 'missing-key', 'The spec needs "layers"'],
    [
      '{ «"data"»: { "train": "a.csv" }, "layers": [{ "type": "dense" }] }',
      'missing-key',
      '"data" needs "target"',
    ],
    [
      '{\n  «"data"»: {\n    "train": "a.csv"\n  },\n  "layers": [{ "type": "dense" }]\n}',
      'missing-key',
      '"data" needs "target"',
    ],
    [
      '{ "data": { "train": "a.csv", "target": ["a", "b"] }, "task": "binary",\n "layers": [{ "type": "dense" }] }'.replace(
        '["a", "b"]',
        '«["a", "b"]»',
      ),
      'contradiction',
      'there are 2',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y", «"classWeights"»: "balanced" }, "task": "regression", "layers": [{ "type": "dense" }] }',
      'no-effect',
      'a regression has no classes',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y", «"scaleTarget"»: "standard" }, "loss": "crossEntropy", "layers": [{ "type": "dense" }] }',
      'no-effect',
      'only the target of a regression',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y", "validation": 0 }, "layers": [{ "type": "dense" }], "training": { "earlyStopping": { "monitor": «"validationLoss"» } } }',
      'contradiction',
      'nothing is validated',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y" }, "loss": "crossEntropy", "layers": [{ "type": "dense", "activation": «"softmax"» }] }',
      'doubled-activation',
      'contains the softmax already',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y" }, "loss": "crossEntropy", "layers": [{ "type": "dense", "activation": «"relu"» }] }',
      'bounded-output',
      'the relu of the last layer bends them',
    ],
    [
      '{ "data": { "train": "a.csv", "target": "y" } «"layers"»: [{ "type": "dense" }] }',
      'syntax',
      'A comma is missing',
    ],
    ["{ «'data'»: 1 }", 'syntax', 'double quotes'],
    [
      '{ "data": { "train": "a.csv", "target": "y" }, "layers": [{ "type": «"dense }] }»',
      'syntax',
      'not closed by a double quote',
    ],
    [`${'['.repeat(64)}«[»${'['.repeat(100_000)}`, 'syntax', 'closing ]'],
  ],
};

describe('mistakes in a spec', () => {
  for (const [part, rows] of Object.entries(mistakes))
    for (const [marked, code, message, fixed] of rows) {
      const inPlace = parts[part as keyof typeof parts];
      it(`${code}: ${marked.length > 110 ? `${marked.slice(0, 110)}…` : marked}`, () => {
        const withMarks = inPlace(marked);
        const offset = withMarks.indexOf('«');
        const length = withMarks.indexOf('»') - offset - 1;
        const text = withMarks.replace(/[«»]/g, '');
        const before = text.slice(0, offset).split('\n');

        const { spec, problems } = parseSpec(text);
        const found = problems.filter((problem) => problem.code === code);
        const listed = problems
          .map((problem) => `${problem.code} ${problem.line}:${problem.column} ${problem.message}`)
          .join('\n');
        assert.equal(found.length, 1, `all problems:\n${listed}`);
        const [problem] = found;
        assert.ok(problem);
        assert.ok(problem.message.includes(message), problem.message);
        assert.match(problem.message, /^["A-Z][^]*[.?]$/);
        const underlined = text.slice(problem.offset, problem.offset + problem.length);
        assert.equal(underlined, text.slice(offset, offset + length));
        assert.deepEqual(
          [problem.line, problem.column, problem.offset],
          [before.length, (before.at(-1)?.length ?? 0) + 1, offset],
        );
        assert.equal(
          spec === null,
          problems.some(({ severity }) => severity === 'error'),
        );

        if (fixed === undefined) return;
        const [fix] = problem.fixes ?? [];
        if (fixed === null) assert.deepEqual(problem.fixes?.filter(({ preferred }) => preferred) ?? [], []);
        else {
          assert.ok(fix);
          const edits = editSpec(text, fix.edits);
          assert.ok(edits);
          const mended = applyTextEdits(text, edits);
          if (!marked.includes('"targt"')) assert.equal(mended, inPlace(fixed));
          assert.deepEqual(
            parseSpec(mended).problems.filter((other) => other.code === code),
            [],
          );
        }
      });
    }
});
