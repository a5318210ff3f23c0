/** Loads one table whole, in a process of its own, and prints what that took. Called by `bench/data.mts`. */
import { filesBeside } from '../../src/data/node.js';
import { loadData } from '../../src/data/load.js';

const [path, target, missing] = process.argv.slice(2) as [string, string, 'error' | 'mean'];
const begun = performance.now();
const cpuBefore = process.cpuUsage();
const { dataset, problems } = await loadData(
  {
    data: {
      train: path,
      target: [target],
      ignore: [],
      missing,
      missingValues: [],
      scale: 'standard',
      scaleTarget: 'none',
      header: true,
      validation: 0.2,
    },
    seed: 1,
  },
  filesBeside(path),
);
const milliseconds = performance.now() - begun;
const cpu = process.cpuUsage(cpuBefore);
if (!dataset) throw new Error(problems.map(({ message }) => message).join('\n'));
console.log(
  JSON.stringify({
    milliseconds,
    cpuMilliseconds: (cpu.user + cpu.system) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    rows: dataset.train.count + (dataset.validation?.count ?? 0),
    inputs: dataset.preprocessing.inputs,
  }),
);
