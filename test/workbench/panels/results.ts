import { judgeRows } from '../../../src/model/judgeRows.js';
import type { Preprocessing } from '../../../src/data/preprocessing.js';
import type { Handlers } from '../../../src/protocol/peer.js';
import type { ResultsCalls } from '../../../src/protocol/results.js';
import type { RunSnapshot } from '../../../src/protocol/runPanel.js';
import { createRandom } from '../../../src/tensor/random.js';

const rows = 180;

/** Results of a run that has no data on a disk: outputs are drawn, mostly right. */
export function answerResults(snapshot: () => Promise<RunSnapshot>): Handlers<ResultsCalls> {
  return {
    results: async () => {
      const { run, summary } = await snapshot();
      const random = createRandom(3, 1);
      const isValues = run.task === 'regression';
      const size = isValues ? 1 : (summary.classes ?? 2);
      const target: Preprocessing['target'] = isValues
        ? { kind: 'values', columns: ['progression'], offset: [150], scale: [1 / 77] }
        : { kind: 'class', column: 'digit', classes: Array.from({ length: size }, (_, i) => i) };
      const truth = Float32Array.from({ length: rows }, (_, i) => (isValues ? random.normal(i) : i % size));
      const raw = Float32Array.from({ length: rows * size }, (_, i) => {
        if (isValues) return truth[i]! * 0.7 + 0.4 * random.normal(i + rows);
        const isTrue = truth[Math.floor(i / size)] === i % size;
        return 3 * Number(isTrue) + 1.1 * random.normal(i + rows);
      });
      const numbers = Array.from({ length: rows }, (_, i) => 7 * i);
      const preprocessing = { task: run.task, target } as Preprocessing;
      const judged = judgeRows(preprocessing, raw, truth, numbers);
      const split = { rows, file: 'digits.csv', judged, lines: judged.worst.map(({ row }) => row + 2) };
      return { validation: split, test: split, reason: null };
    },
  };
}
