/** Runs test/extension inside the extension host of a real VS Code; prints mocha's words, exits as it did. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installHost } from './install.js';
import { outDirectory, projectRoot } from './paths.js';
import { startServer } from './server.js';
import { bundleSuite, suiteDirectory } from './suiteBundle.js';
import { launchBrowser, newWorkbenchPage } from './browser.js';
import { configure } from './configuration.js';

interface Result {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  readonly output: string;
}

const resultFile = join(suiteDirectory, 'result.json');

async function runSuite(entry: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'workspace-'));
  cpSync(join(projectRoot, 'examples'), folder, {
    recursive: true,
    filter: (path) => !path.includes('.netweight'),
  });
  mkdirSync(outDirectory, { recursive: true });
  const server = await startServer({
    env: { EXTENSION_TEST_RESULT: resultFile, NODE_PATH: join(projectRoot, 'node_modules') },
  });
  const browser = await launchBrowser();
  try {
    const { page, consoleLines } = await newWorkbenchPage(browser);
    const exited = new Promise<number>((exit) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      if (process.env['VERBOSE']) console.log('   |', type, ...args);
    });
    await configure(page, server, { extensions: [projectRoot], tests: entry });
    await page.goto(server.url(folder));
    const limit = new Promise<number>((expire) => setTimeout(() => expire(124), 180_000));
    const code = await Promise.race([exited, limit]);
    if (!existsSync(resultFile)) {
      console.error(`The suite did not run to its end (${code}).`);
      console.error(consoleLines.slice(-60).join('\n'));
      console.error(readFileSync(server.logFile, 'utf8').slice(-4000));
      await page.screenshot({ path: join(outDirectory, 'extension-suite-failure.png') });
      return 1;
    }
    const result = JSON.parse(readFileSync(resultFile, 'utf8')) as Result;
    console.log(result.output);
    return code === 0 && result.failures === 0 && result.passes > 0 ? 0 : 1;
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

installHost();
process.exit(await runSuite(await bundleSuite()));
