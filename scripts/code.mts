/**
 * `npm run code`: a real VS Code in the browser with the packed extension and a copy of `examples/` open, for
 * trying Netweight without a VS Code of one's own. Ctrl+C ends it; what was done in the folder stays.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../esbuild.config.mjs';
import { installHost } from '../test/host/install.js';
import { hostDirectory, outDirectory, projectRoot } from '../test/host/paths.js';
import { installExtension, startServer } from '../test/host/server.js';
import { packExtension } from './package.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8811' } } });
installHost();
await build();
const vsix = packExtension();
const extensionsDirectory = join(hostDirectory, 'try/extensions');
const dataDirectory = join(hostDirectory, 'try/data');
installExtension(vsix, extensionsDirectory, dataDirectory);
const folder = join(outDirectory, 'try');
if (!existsSync(folder)) {
  mkdirSync(outDirectory, { recursive: true });
  cpSync(join(projectRoot, 'examples'), folder, { recursive: true });
}
const server = await startServer({
  port: Number(values.port),
  extensionsDirectory,
  dataDirectory,
  workspaceTrust: true,
});
console.log(`\nVS Code with Netweight: ${server.url(folder)}`);
console.log('Open penguins/penguins.nn.json and press the play button in its title bar. Ctrl+C ends it.');
process.once('SIGINT', () => void server.stop().then(() => process.exit(0)));
