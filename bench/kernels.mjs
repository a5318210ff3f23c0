/**
 * Speed of the kernels alone, on one thread: `node bench/kernels.mjs [filter]`. Products in GFLOP/s, and whole
 * training steps built straight from kernel calls. Every figure is the best of many short windows, in processor
 * time where Node can tell it, since other work on the machine only ever makes them worse.
 */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { buildKernels } from '../src/tensor/kernels/build.mjs';

const filter = process.argv[2] ?? '';
const windows = 12;
const windowSeconds = 0.2; // processor time may be told in ticks of some milliseconds

const { createWasmMachine } = await load('../src/tensor/kernels/loader.ts');
const { stepBlock } = await load('../src/tensor/kernels/stepBlock.ts');
const paths = await buildKernels();
const binaries = { simd: await readFile(paths.simd), relaxedSimd: await readFile(paths.relaxedSimd) };
const builds = [
  { name: 'simd', deterministic: true },
  { name: 'relaxed-simd', deterministic: false },
];

async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [new URL(path, import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}

/** Seconds of processor time that this thread has had (Node ≥ 23.9), else of the clock. */
function secondsSpent() {
  return process.threadCpuUsage === undefined ? performance.now() / 1e3 : process.threadCpuUsage().user / 1e6;
}

/** Seconds of one run, best of the windows. */
function measure(run) {
  let best = Infinity;
  for (let w = 0; w < windows; w++) {
    const start = secondsSpent();
    let runs = 0;
    let elapsed;
    do {
      const batch = batchOf(best);
      for (let i = 0; i < batch; i++) run();
      runs += batch;
      elapsed = secondsSpent() - start;
    } while (elapsed < windowSeconds);
    best = Math.min(best, elapsed / runs);
  }
  return best;
}

/** Runs between two looks at the clock: about a millisecond's. */
function batchOf(seconds) {
  return seconds === Infinity ? 1 : Math.max(1, Math.min(10_000, Math.round(1e-3 / seconds)));
}

const roundUp = (value, multiple) => Math.ceil(value / multiple) * multiple;

/** Buffers one after the other, from word 16. */
function createAllocator() {
  let free = 16;
  return (count) => {
    const at = free;
    free += roundUp(count, 16) + 16;
    return at;
  };
}

function fillRandom(machine, offset, count, scale) {
  for (let i = 0; i < count; i++) machine.floats[offset + i] = (Math.random() - 0.5) * scale;
}

function benchProduct(size, deterministic) {
  const allocate = createAllocator();
  const [x, weight, y] = [allocate(size * size), allocate(size * size), allocate(size * size)];
  const machine = createWasmMachine(binaries, allocate(0), deterministic);
  fillRandom(machine, x, size * size, 1);
  fillRandom(machine, weight, size * size, 1);
  const shape = { rows4: size, columns8: size, in8: size, out8: size };
  const calls = {
    forward: { kernel: 'denseForward', arguments: { x, weight, bias: 0, y, ...shape, relu: 0 } },
    weight: { kernel: 'denseBackwardWeight', arguments: { x, dy: weight, dWeight: y, dBias: 0, ...shape } },
    input: { kernel: 'denseBackwardInput', arguments: { dy: x, weight, dx: y, reluOutput: 0, ...shape } },
  };
  const figures = Object.entries(calls).map(([name, call]) => {
    // Several calls a program, so that small products are not measured by the call into WebAssembly.
    const repeat = size <= 64 ? 100 : 1;
    const program = machine.compile(Array.from({ length: repeat }, () => call));
    const flops = (2 * size ** 3 * repeat) / measure(() => program.run());
    return `${name} ${(flops / 1e9).toFixed(1).padStart(5)}`;
  });
  return `${figures.join('   ')} GFLOP/s`;
}

/** A stack of dense layers with relu between, cross-entropy and Adam, as the engine plans it. */
function benchNetwork(widths, batch, watch, deterministic) {
  const allocate = createAllocator();
  const rows4 = roundUp(batch, 4);
  const dataRows = batch * 8;
  const step = allocate(stepBlock.words);
  const [source, labels, order] = [allocate(dataRows * widths[0]), allocate(dataRows), allocate(dataRows)];
  const layers = widths.slice(1).map((outputs, i) => {
    const [in8, out8] = [roundUp(widths[i], 8), roundUp(outputs, 8)];
    return { inputs: widths[i], outputs, in8, out8, y: allocate(rows4 * out8), dy: allocate(rows4 * out8) };
  });
  const x0 = allocate(rows4 * layers[0].in8);
  const target = allocate(rows4);
  const loss = allocate(1);
  let count = 0;
  for (const layer of layers) {
    layer.weightAt = count;
    layer.biasAt = count + layer.in8 * layer.out8;
    count = layer.biasAt + roundUp(layer.out8, 16);
  }
  const [parameter, gradient, first, second] = [0, 0, 0, 0].map(() => allocate(count));
  const [segments, norms] = [allocate(4 * layers.length), allocate(2 * layers.length + 1)];
  const machine = createWasmMachine(binaries, allocate(0), deterministic);

  const last = layers.at(-1);
  const n = last.outputs;
  const inputOf = (i) => (i === 0 ? x0 : layers[i - 1].y);
  const shapeOf = ({ in8, out8 }) => ({ rows4, in8, out8 });
  const call = (kernel, args) => ({ kernel, arguments: args });
  const calls = [
    call('gatherRows', {
      ...{ source, order, step, batch: x0, rows: batch, rows4, width: widths[0], ld: layers[0].in8 },
    }),
    call('gatherRows', { source: labels, order, step, batch: target, rows: batch, rows4, width: 1, ld: 1 }),
    ...layers.map((layer, i) =>
      call('denseForward', {
        ...{ x: inputOf(i), weight: parameter + layer.weightAt, bias: parameter + layer.biasAt, y: layer.y },
        ...{ ...shapeOf(layer), columns8: layer.out8, relu: layer === last ? 0 : 1 },
      }),
    ),
    call('crossEntropy', {
      ...{ logits: last.y, target, dOutput: last.dy, loss, classWeights: 0 },
      ...{ rows: batch, rows4, n, ld: last.out8 },
    }),
  ];
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i];
    calls.push(
      call('denseBackwardWeight', {
        ...{ x: inputOf(i), dy: layer.dy, dWeight: gradient + layer.weightAt },
        ...{ dBias: gradient + layer.biasAt, ...shapeOf(layer), columns8: layer.in8 },
      }),
    );
    if (i === 0) continue;
    const { y, dy } = layers[i - 1];
    calls.push(
      call('denseBackwardInput', {
        ...{
          dy: layer.dy,
          weight: parameter + layer.weightAt,
          dx: dy,
          reluOutput: y,
          ...shapeOf(layer),
          columns8: layer.in8,
        },
      }),
    );
  }
  calls.push(
    call('adamUpdate', {
      ...{ parameter, gradient, first, second, maxSecond: 0, count, step },
      ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, decoupled: 0 },
      ...(watch
        ? { segments, segmentCount: 2 * layers.length, norms }
        : { segments: 0, segmentCount: 0, norms: 0 }),
    }),
  );

  fillRandom(machine, source, dataRows * widths[0], 2);
  for (let r = 0; r < dataRows; r++) {
    machine.floats[labels + r] = Math.floor(Math.random() * n);
    machine.ints[order + r] = (r * 5) % dataRows;
  }
  layers.forEach(({ inputs, outputs, in8, weightAt, biasAt, out8 }, i) => {
    for (let o = 0; o < outputs; o++) {
      for (let k = 0; k < inputs; k++) {
        machine.floats[parameter + weightAt + (o >> 3) * in8 * 8 + k * 8 + (o & 7)] =
          (Math.random() - 0.5) * Math.sqrt(12 / inputs);
      }
    }
    machine.ints.set([gradient + weightAt, in8 * out8, gradient + biasAt, out8], segments + 4 * i);
  });
  const program = machine.compile(calls);
  let t = 0;
  const seconds = measure(() => {
    machine.ints[step + stepBlock.cursor] = (t % 8) * batch;
    machine.floats[step + stepBlock.learningRate] = 1e-3;
    t++;
    machine.floats[step + stepBlock.correction1] = 1 - 0.9 ** t;
    machine.floats[step + stepBlock.correction2] = 1 - 0.999 ** t;
    program.run();
  });
  const rate = batch / seconds / 1000;
  return `${(seconds * 1e6).toFixed(2).padStart(8)} µs a step  ${rate.toFixed(1).padStart(7)} k samples/s  (loss ${machine.floats[loss].toFixed(3)})`;
}

const jobs = {
  'product 16³': (deterministic) => benchProduct(16, deterministic),
  'product 256³': (deterministic) => benchProduct(256, deterministic),
  'product 1024³': (deterministic) => benchProduct(1024, deterministic),
  'J1 4-16-16-3, batch 16': (deterministic) => benchNetwork([4, 16, 16, 3], 16, false, deterministic),
  'J1 with norms': (deterministic) => benchNetwork([4, 16, 16, 3], 16, true, deterministic),
  'J2 784-256-128-10, batch 64': (deterministic) =>
    benchNetwork([784, 256, 128, 10], 64, false, deterministic),
  'J2 with norms': (deterministic) => benchNetwork([784, 256, 128, 10], 64, true, deterministic),
};
console.log(`Node ${process.version}`);
for (const [name, job] of Object.entries(jobs)) {
  if (!name.includes(filter)) continue;
  for (const { name: buildName, deterministic } of builds) {
    if (!deterministic && !WebAssembly.validate(binaries.relaxedSimd)) continue;
    console.log(`${name.padEnd(28)} ${buildName.padEnd(12)} ${job(deterministic)}`);
  }
}
