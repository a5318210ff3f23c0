import { judgeRows } from '../../../src/model/judgeRows.js';
import type { Preprocessing } from '../../../src/data/preprocessing.js';
import type { Handlers } from '../../../src/protocol/peer.js';
import type { ResultsCalls } from '../../../src/protocol/results.js';
import type { RunSnapshot } from '../../../src/protocol/runPanel.js';
import { createRandom } from '../../../src/tensor/random.js';

const rows = 400;

/** Results of a run that has no data on a disk: outputs are drawn, mostly right. */
export function answerResults(snapshot: () => Promise<RunSnapshot>): Handlers<ResultsCalls> {
  return {
    results: async () => {
      const { run, summary } = await snapshot();
      const random = createRandom(3, 1);
      const isValues = run.task === 'regression';
      const size = isValues ? 2 : (summary.classes ?? 2);
      const target: Preprocessing['target'] = isValues
        ? { kind: 'values', columns: ['progression', 'weight'], offset: [150, 70], scale: [1 / 77, 1 / 9] }
        : { kind: 'class', column: 'digit', classes: Array.from({ length: size }, (_, i) => i) };
      const truth = Float32Array.from({ length: isValues ? 2 * rows : rows }, (_, i) =>
        isValues ? random.normal(i) : i % size,
      );
      const raw = Float32Array.from({ length: rows * size }, (_, i) => {
        if (isValues) return truth[i]! * 0.7 + 0.4 * random.normal(i + 2 * rows);
        const isTrue = truth[Math.floor(i / size)] === i % size;
        return 3 * Number(isTrue) + 1.1 * random.normal(i + rows);
      });
      const numbers = Array.from({ length: rows }, (_, i) => 7 * i);
      const preprocessing = { task: run.task, target } as Preprocessing;
      const judged = judgeRows(preprocessing, raw, truth, numbers);
      const picture = {
        width: 8,
        height: 8,
        channels: 1,
        levels: Uint8Array.from({ length: 64 }, (_, i) => 255 * random.uniform(i)),
      } as const;
      const places = judged.worst.map(({ row }) => ({ line: row + 2, file: null, picture }));
      const split = { rows, file: 'digits.csv', judged, places };
      return { validation: split, test: split, reason: null };
    },
  };
}
