/** The entry that VS Code's extension host runs: every *.test.js beside it. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const resultFile = process.env['EXTENSION_TEST_RESULT'] ?? join(__dirname, 'result.json');
  const grep = process.env['EXTENSION_TEST_GREP'];
  const lines: string[] = [];
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    lines.push(format(...args));
  };
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 30_000,
    reporter: 'spec',
    ...(grep ? { grep } : {}),
  });
  for (const file of readdirSync(__dirname))
    if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  const result = await new Promise<{ passes: number; failures: number; pending: number }>((ended) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      ended({ passes, failures, pending });
    });
  });
  writeFileSync(`${resultFile}.tmp`, JSON.stringify({ ...result, output: lines.join('\n') }, null, 2));
  renameSync(`${resultFile}.tmp`, resultFile);
  if (result.failures > 0) throw new Error(`${result.failures} tests failed`);
}
