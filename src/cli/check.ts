import { join, resolve } from 'node:path';
import { describeCost } from '../display/cost.js';
import { useFoundRate } from '../diagnose/foundRate.js';
import { guessSpec } from '../diagnose/foreignSpec.js';
import { diagnose } from '../diagnose/index.js';
import type { Finding } from '../runs/finding.js';
import { isEventFile, runFiles, specPathOf } from '../runs/folder.js';
import { nodeFileSystem } from '../runs/node.js';
import { readRangeTest } from '../runs/rangeTest.js';
import { RunReader } from '../runs/reader.js';
import { parseSpec } from '../spec/parse.js';
import type { Positions } from '../spec/positions.js';
import type { Problem } from '../spec/spec.js';
import { measureCost, type TrainingCost } from '../training/measureCost.js';
import { createNodeHost } from '../training/node.js';
import { prepare } from '../training/prepare.js';
import { RefusedError } from '../training/refusedError.js';
import { readSpecText } from '../training/readSpecText.js';
import type { Command } from './command.js';
import { exitCodes } from './exitCodes.js';
import { kernelDirectory } from './kernels.js';
import { placeFinding } from './placeFinding.js';
import { showProblem } from './showProblem.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

export const check: Command = {
  name: 'check',
  usage: 'SPEC|RUN [--json]',
  summary: 'Tells what is wrong with a spec and its data, or what was found in a run.',
  help: [
    ['SPEC', 'a *.nn.json: its problems, and those of the data it names'],
    ['RUN', 'the folder of a run, ours or with event files of others: its findings'],
    ['--json', 'the same for programs'],
  ],
  options: { json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ positionals, options, terminal }) => {
    const path = resolve(positionals[0]!);
    const checked = (await checkRun(path)) ?? (await checkSpec(path, options['json'] !== true));
    if (options['json']) printJson(terminal, checked);
    else print(terminal, checked);
    const all = [...checked.problems, ...checked.findings];
    return all.some(({ severity }) => severity === 'error') ? exitCodes.found : exitCodes.done;
  },
};

interface Checked {
  readonly specPath: string;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly positions: Positions;
  /** Of a spec that can be trained. */
  readonly cost?: TrainingCost;
}

/**
 * The findings of a run, placed in its copy of the spec: what its event files say to the rules as they are now, or
 * what it has found itself where nothing can be read of it. Null where the path is no run folder.
 */
async function checkRun(directory: string): Promise<Checked | null> {
  const names = await nodeFileSystem.list(directory).catch((): string[] => []);
  if (!names.includes(runFiles.record)) return names.some(isEventFile) ? checkForeignRun(directory) : null;
  const reader = new RunReader(nodeFileSystem, directory);
  const record = await reader.readRecord();
  if ('reason' in record) throw new RefusedError(`${directory}: ${record.reason}.`, 'damaged');
  const text = await reader.readSpec();
  if (text === null) {
    throw new RefusedError(`${directory} has no copy of its spec (${runFiles.spec}).`, 'damaged');
  }
  const { spec, positions, problems } = parseSpec(text);
  await reader.readEvents();
  const metrics = reader.metrics(record.value);
  const test = await readRangeTest(nodeFileSystem, specPathOf(directory, record.value.spec));
  const isReadable = spec !== null && metrics.scalars.size > 0;
  const epochs = record.value.plannedEpochs;
  return {
    specPath: join(directory, runFiles.spec),
    problems,
    findings: isReadable
      ? useFoundRate(
          diagnose({ spec: { ...spec, training: { ...spec.training, epochs } }, metrics }),
          spec,
          test,
        )
      : await reader.readFindings(),
    positions,
  };
}

/** What event files say that others have written; there is no spec to stand on, so everything stands at its start. */
async function checkForeignRun(directory: string): Promise<Checked> {
  const reader = new RunReader(nodeFileSystem, directory);
  await reader.readEvents();
  const metrics = reader.metrics(null);
  const spec = guessSpec(metrics);
  return {
    specPath: directory,
    problems: [],
    findings: spec ? diagnose({ spec, metrics }).map((finding) => ({ ...finding, fixes: [] })) : [],
    positions: parseSpec('').positions,
  };
}

async function checkSpec(specPath: string, wantsCost: boolean): Promise<Checked> {
  const text = await readSpecText(specPath, nodeFileSystem);
  const { clock, kernels, ...host } = await createNodeHost(kernelDirectory(), version);
  const free = host.availableBytes();
  const { prepared, problems, positions } = await prepare(text, host.filesBeside(specPath), {}, free);
  const cost = prepared && wantsCost ? measureCost(prepared, kernels, clock) : null;
  return { specPath, problems, findings: [], positions, ...(cost && { cost }) };
}

function printJson(terminal: Terminal, { problems, findings, positions }: Checked): void {
  const value = {
    problems: problems.map(({ severity, code, message, line, column, path }) => ({
      severity,
      code,
      message,
      line,
      column,
      path,
    })),
    findings: findings.map((finding) => placeFinding(finding, positions)),
  };
  terminal.out(`${JSON.stringify(value)}\n`);
}

function print(terminal: Terminal, { specPath, problems, findings, positions, cost }: Checked): void {
  const placed = findings.map((finding) => placeFinding(finding, positions));
  for (const item of [...problems, ...placed]) {
    terminal.out(`${showProblem(terminal, specPath, item)}\n`);
  }
  if (problems.length + findings.length === 0) terminal.out('No problems, no findings.\n');
  if (cost) terminal.out(`${describeCost(cost)}\n`);
}
