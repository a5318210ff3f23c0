import assert from 'node:assert/strict';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../src/cli/commands.js';
import type { RunRecord } from '../../../src/runs/run.js';
import { buildCommand, copyPenguins, runCommand, type RunOptions } from './command.js';

/** Arguments, what the one line on stderr says, and how it is to be run. */
type Row = readonly [args: readonly string[], message: RegExp, options?: RunOptions];

const spec = 'penguins.nn.json';
const known = commands.map(({ name }) => name).join(', ');

describe('netweight with what cannot be', function () {
  this.timeout(120_000);
  let folder = '';

  before(async () => {
    await buildCommand();
    folder = copyPenguins();
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    const text = readFileSync(join(folder, spec), 'utf8');
    write('a-file', 'x');
    write('broken.nn.json', '{ "data": ');
    write('no-data.nn.json', text.replace('penguins.csv', 'none.csv'));
    write('folder-data.nn.json', text.replace('penguins.csv', 'folder'));
    write('ragged.csv', 'a,b,species\n1,2,x\n3,4\n');
    write('ragged.nn.json', text.replace('penguins.csv', 'ragged.csv'));
    write('empty.csv', '');
    write('empty.nn.json', text.replace('penguins.csv', 'empty.csv'));
    write('one-class.csv', 'a,species\n1,x\n2,x\n3,x\n');
    write('one-class.nn.json', text.replace('penguins.csv', 'one-class.csv'));
    write('nul.csv', 'a,species\n1,x\n\0\0\0,y\n3,x\n');
    write('nul.nn.json', text.replace('penguins.csv', 'nul.csv'));
    write('huge.nn.json', text.replace('"units": 16', '"units": 2000000000'));
    write('not-weights.safetensors', 'this is no model');
    mkdirSync(join(folder, 'folder'));
    write('folder/note.txt', 'not empty');
    mkdirSync(join(folder, 'no-files'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    write('pipe.nn.json', text.replace('penguins.csv', 'pipe'));
    write('device.nn.json', text.replace('penguins.csv', '/dev/zero'));
    write('absurd.nn.json', text.replace('"units": 16', '"units": 1e300'));
    const { status } = await runCommand(['train', spec, '--epochs', '2', '--run', 'run'], { cwd: folder });
    assert.equal(status, 0);
    const model = readFileSync(join(folder, 'run/checkpoints/best.safetensors'));
    writeFileSync(join(folder, 'cut.safetensors'), model.subarray(0, 1000));

    // Without early stopping, which a fast machine may reach before the signal does.
    write('endless.nn.json', text.replace(/"earlyStopping".*/, ''));
    const endless = ['train', 'endless.nn.json', '--epochs', '1000000', '--run', 'stopped', '--json'];
    // Once: a second signal would end it at once, wherever it stands.
    const stop = (line: string, child: ChildProcess): void => {
      if (line.includes('"epoch":5,')) child.kill('SIGINT');
    };
    assert.equal((await runCommand(endless, { cwd: folder, onLine: stop })).status, 130);
    const copyRun = (name: string): string => {
      cpSync(join(folder, 'stopped'), join(folder, name), { recursive: true });
      return join(folder, name);
    };
    writeFileSync(join(copyRun('bad-record'), 'run.json'), 'garbage');
    truncateSync(join(copyRun('cut-state'), 'last.state'), 100);
    const cutEvents = copyRun('cut-events');
    const events = readdirSync(cutEvents).find((name) => name.startsWith('events'))!;
    truncateSync(join(cutEvents, events), 100);
  });

  const outputTo = (path: string): RunOptions => ({ through: ['sh', '-c', `"$@" > ${path}`, 'sh'] });
  const limitedTo = (blocks: number): RunOptions => ({
    through: ['sh', '-c', `ulimit -f ${blocks}; "$@"`, 'sh'],
  });

  const rows: readonly Row[] = [
    [['frobnicate'], new RegExp(`There is no command "frobnicate"\\. Known are ${known}`)],
    [['train'], /train takes 1 file, not 0: netweight train SPEC/],
    [['train', spec, 'more'], /train takes 1 file, not 2/],
    [['train', spec, '--bogus'], /Unknown option '--bogus'/],
    [['train', spec, '--epochs', 'many'], /--epochs is "many"; give a whole number/],
    [['train', spec, '--epochs', '0'], /--epochs is "0"/],
    [['train', 'none.nn.json'], /There is no spec .*none\.nn\.json/],
    [['train', 'folder'], /folder is a folder, not a spec/],
    [['train', 'broken.nn.json'], /^broken\.nn\.json:1:\d+ error: /],
    [['train', 'penguins.csv'], /^penguins\.csv:1:1 error: /],
    [['train', 'no-data.nn.json'], /:4:14 error: There is no file "none\.csv"/],
    [['train', 'folder-data.nn.json'], /:4:14 error: "folder" is a folder/],
    [['train', 'ragged.nn.json'], /:4:14 error: .*ragged\.csv:3/],
    [['train', 'empty.nn.json'], /:4:14 error: .*empty\.csv/],
    [['train', 'one-class.nn.json'], /error: .*one-class\.csv|error: .*"species"/],
    [['train', 'nul.nn.json'], /error: .*nul\.csv/],
    [['train', 'huge.nn.json'], /:10:3 error: Training needs \d+ GB of memory, and .* Make "hidden" smaller/],
    [['train', 'absurd.nn.json'], /:10:3 error: Training needs \S+e\d+ GB of memory, and/],
    [['train', 'no-files'], /Cannot read .*no-files: it is a folder\. Name a file in it/],
    [['train', 'pipe'], /Cannot read .*pipe: it is a pipe or a device/],
    [['train', 'pipe.nn.json'], /:4:14 error: "pipe" is a pipe or a device/],
    [['train', 'device.nn.json'], /:4:14 error: "\/dev\/zero" is a pipe or a device/],
    [['train', spec, '--resume', '--run', 'bad-record'], /Cannot resume .*run\.json is no JSON/],
    [['train', spec, '--resume', '--run', 'cut-state'], /Cannot resume .*last\.state is damaged/],
    [['train', spec, '--resume', '--run', 'cut-events'], /Cannot resume .*shorter than the \d+ bytes/],
    [['train', spec, '--resume', '--run', 'stopped', '--epochs', '1'], /to 1 epochs: it has \d+ already/],
    [['check', 'bad-record'], /run\.json is no JSON/],
    [['train', spec, '--run', 'folder'], /folder: it is not empty\. Give a new folder with --run/],
    [['train', spec, '--run', 'a-file/run'], /a file stands where a folder is needed/],
    [['train', spec, '--resume', '--run', 'run'], /Cannot resume .*run: it is completed/],
    [['train', spec, '--resume', '--run', 'folder'], /there is no run\.json in it/],
    [['train', spec, '--resume'], /There is no unfinished run of penguins/],
    [['train', spec, '--run', 'limited'], /limited.*Raise the limit.*resume the run/, limitedTo(100)],
    [['train', spec, '--run', 'to-full', '--json'], /no space left on the disk/, outputTo('/dev/full')],
    [['predict', 'none', 'penguins.csv'], /There is no run or checkpoint .*none/],
    [['predict', 'folder', 'penguins.csv'], /There is no run or checkpoint .*folder/],
    [['predict', 'not-weights.safetensors', 'penguins.csv'], /at byte \d+/],
    [['predict', 'run', 'none.csv'], /There is no file "none\.csv"/],
    [['predict', 'run', 'folder'], /"folder" is a folder without PNG or JPEG files/],
    [['predict', 'no-files', 'penguins.csv'], /There is no run or checkpoint .*no-files/],
    [['predict', 'run', 'pipe'], /"pipe" is a pipe or a device/],
    [['predict', 'pipe', 'penguins.csv'], /pipe: is a pipe or a device/],
    [['predict', 'cut.safetensors', 'penguins.csv'], /cut\.safetensors: the header should be \d+ bytes/],
    [['predict', 'run', 'penguins.csv', '--out', 'none/out'], /none\/out: there is no such folder/],
    [['predict', 'run', 'ragged.csv'], /ragged\.csv/],
    [['predict', 'run', 'penguins.csv', '--out', 'a-file/out'], /a file stands where a folder is needed/],
    [['check', 'none.nn.json'], /There is no spec .*none\.nn\.json/],
  ];
  for (const [args, message, options] of rows) {
    it(`${args.join(' ')}: one line, exit 2`, async () => {
      const { status, stderr } = await runCommand(args, { cwd: folder, ...options });
      const lines = stderr.split('\n').filter((line) => line !== '' && !/ warning: |are left out/.test(line));
      assert.match(lines[0] ?? '', message);
      assert.ok(!/^\s+at /m.test(stderr), stderr);
      assert.equal(lines.length, 1, stderr);
      assert.equal(status, 2);
    });
  }

  it('has left nothing half-written', () => {
    const names = readdirSync(folder, { recursive: true }).map(String);
    assert.deepEqual(
      names.filter((name) => /\.tmp$|^none\/|\bout$/.test(name)),
      [],
    );
    assert.ok(!names.includes('.netweight'), 'a run folder for what was refused');
  });

  it('says which spec a run goes on with, where the file is another by now', async () => {
    const { epochs } = JSON.parse(readFileSync(join(folder, 'stopped/run.json'), 'utf8')) as RunRecord;
    const text = readFileSync(join(folder, 'stopped/spec.nn.json'), 'utf8');
    const other = join(folder, 'other.nn.json');
    for (const [written, expected] of [
      [`\uFEFF${text}`, /^$/],
      [
        text.replace('"units": 16', '"units": 17'),
        /^netweight: .*other\.nn\.json is not the spec .* its own copy/,
      ],
    ] as const) {
      writeFileSync(other, written);
      const run = `copy-of-${written.length}`;
      cpSync(join(folder, 'stopped'), join(folder, run), { recursive: true });
      const args = ['train', other, '--resume', '--run', run, '--epochs', `${epochs}`, '--json'];
      const { status, stderr } = await runCommand(args, { cwd: folder });
      assert.equal(status, 0, stderr);
      assert.match(stderr, expected);
    }
  });

  it('warns of predictions that are no numbers', async () => {
    const text = readFileSync(join(folder, spec), 'utf8');
    writeFileSync(join(folder, 'wild.nn.json'), text.replace('"learningRate": 0.01', '"learningRate": 1e30'));
    const trained = await runCommand(['train', 'wild.nn.json', '--run', 'wild'], { cwd: folder });
    assert.equal(trained.status, 1);
    const { status, stderr } = await runCommand(['predict', 'wild', 'penguins.csv'], { cwd: folder });
    assert.equal(status, 0);
    assert.match(stderr, /333 of 333 predictions are not finite numbers/);
  });

  it('goes on after the disk was full', async () => {
    const args = ['train', spec, '--run', 'limited', '--resume', '--json'];
    const { status, stdout } = await runCommand(args, { cwd: folder });
    assert.equal(status, 0);
    assert.match(stdout, /"status":"completed"/);
  });

  it('is quiet when its reader has seen enough, and leaves the run resumable', async () => {
    const args = ['train', 'endless.nn.json', '--run', 'piped', '--epochs', '100000', '--json'];
    const through = ['sh', '-c', '"$@" | head -1', 'sh'];
    const { stdout, stderr } = await runCommand(args, { cwd: folder, through });
    assert.equal(stdout.trim().split('\n').length, 1);
    assert.ok(!stderr.includes('EPIPE'), stderr);
    assert.match(readFileSync(join(folder, 'piped/run.json'), 'utf8'), /"status": "stopped"/);
  });
});
