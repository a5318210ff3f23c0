/** Starts the VS Code server of the tests, and installs packed extensions into it. */
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverMain, serverNode } from './paths.js';

/** User settings that make the workbench quiet and the same every time. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'files.autoSave': 'off',
  'editor.hover.delay': 100,
  'window.dialogStyle': 'custom',
  'workbench.reduceMotion': 'on',
};

export interface ServerOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly extensionsDirectory?: string;
  /** Where settings and workspace state live; given where they should outlast the server. */
  readonly dataDirectory?: string;
  readonly port?: number;
  /** Let the workbench ask whether a folder is trusted. */
  readonly workspaceTrust?: boolean;
}

export interface Server {
  readonly origin: string;
  readonly port: number;
  readonly logFile: string;
  readonly url: (folder: string) => string;
  readonly stop: () => Promise<void>;
}

const findFreePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const temporary = mkdtempSync(join(tmpdir(), 'vscode-server-'));
  const dataDirectory = options.dataDirectory ?? join(temporary, 'data');
  const extensionsDirectory = options.extensionsDirectory ?? join(temporary, 'extensions');
  mkdirSync(join(dataDirectory, 'data/User'), { recursive: true });
  mkdirSync(extensionsDirectory, { recursive: true });
  const trust = { 'security.workspace.trust.enabled': options.workspaceTrust ?? false };
  const settings = { ...quietSettings, ...trust, ...options.settings };
  writeFileSync(join(dataDirectory, 'data/User/settings.json'), JSON.stringify(settings, null, 2));
  const port = options.port ?? (await findFreePort());
  const logFile = join(temporary, 'server.log');
  const log = createWriteStream(logFile);
  const env: NodeJS.ProcessEnv = { ...process.env, EXTENSIONS_GALLERY: '{}', ...options.env };
  for (const key of Object.keys(env)) if (/^(VSCODE_|ELECTRON_)/.test(key)) delete env[key];
  const args = [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-experiments'],
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    '--disable-getting-started-override',
    ...['--server-data-dir', dataDirectory, '--extensions-dir', extensionsDirectory],
  ];
  // A process group of its own, so that stopping it ends the extension hosts too.
  const child = spawn(serverNode, [serverMain, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // the group is gone already
    }
  };
  const abandon = (): void => signalGroup('SIGKILL');
  process.once('exit', abandon);
  await new Promise<void>((started, failed) => {
    let text = '';
    const timer = setTimeout(() => failed(new Error(`The server did not start in 60 s:\n${text}`)), 60_000);
    const listen = (chunk: Buffer): void => {
      log.write(chunk);
      text += chunk.toString();
      if (text.includes('Extension host agent started')) {
        clearTimeout(timer);
        started();
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => failed(new Error(`The server ended with ${code}:\n${text}`)));
  });
  const origin = `http://localhost:${port}`;
  return {
    origin,
    port,
    logFile,
    url: (folder) => {
      const query = new URLSearchParams({ folder: resolve(folder) });
      query.set(
        'payload',
        JSON.stringify([
          ['skipWelcome', 'true'],
          ['skipReleaseNotes', 'true'],
        ]),
      );
      return `${origin}/?${query}`;
    },
    async stop() {
      const gone = new Promise((ended) => child.once('exit', ended));
      if (child.exitCode === null && child.signalCode === null) {
        signalGroup('SIGTERM');
        const hard = setTimeout(() => signalGroup('SIGKILL'), 3000);
        await gone;
        clearTimeout(hard);
      }
      signalGroup('SIGKILL');
      process.off('exit', abandon);
      log.end();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Installs a packed extension; throws with the server's words where that fails, or the system's where there is no server. */
export function installExtension(vsix: string, extensionsDirectory: string, dataDirectory: string): void {
  const directories = ['--extensions-dir', extensionsDirectory, '--server-data-dir', dataDirectory];
  const args = [
    serverMain,
    '--accept-server-license-terms',
    ...directories,
    '--install-extension',
    resolve(vsix),
    '--force',
  ];
  const result = spawnSync(serverNode, args, { encoding: 'utf8' });
  if (result.error) throw new Error(`${result.error.message}: \`npm test\` gets it once.`);
  if (result.status !== 0) throw new Error(`Installing ${vsix} failed:\n${result.stdout}${result.stderr}`);
}
