// What a helper thread runs: its own instance of the kernels over the memory that all share. `threads.ts` says with
// what it is started.
import { workerData } from 'node:worker_threads';

const { module, memory, arena, workspace, gate } = workerData;
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
kernels.setAddresses(arena, workspace);
kernels.setGate(gate);
try {
  kernels.help();
} finally {
  // Whether it was sent home or failed, nobody may wait for it.
  kernels.leave();
}
