/**
 * A peer is a process that answers lines: `JOB SECONDS` → `{"job","samplesPerSecond"}`. `train(job)` gives a
 * function that does some steps and says how many samples they were; it is warmed up once.
 */
import { createInterface } from 'node:readline';
import { jobs } from '../jobs.mjs';

export function serve(train) {
  const running = new Map();
  const measure = async (advance, seconds) => {
    const started = performance.now();
    let samples = 0;
    let elapsed = 0;
    do {
      samples += await advance();
      elapsed = (performance.now() - started) / 1000;
    } while (elapsed < seconds);
    return samples / elapsed;
  };
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const [name, seconds] = line.split(' ');
    try {
      let advance = running.get(name);
      if (!advance) {
        advance = await train(jobs[name], name);
        running.set(name, advance);
        await measure(advance, Math.min(0.5, Number(seconds)));
      }
      console.log(JSON.stringify({ job: name, samplesPerSecond: await measure(advance, Number(seconds)) }));
    } catch (error) {
      console.log(JSON.stringify({ job: name, error: String(error?.stack ?? error) }));
    }
  });
}
