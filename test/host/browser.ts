/** The Chromium of the tests, and pages in it that cannot leave this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Resolves with a browser that has come to rest. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Nothing leaves this machine. Refused by name: intercepted requests would each wait for the test's process.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
  await comeToRest(browser);
  return browser;
}

export interface Workbench {
  readonly page: Page;
  /** Hosts outside this machine that something asked for; refused. */
  readonly refused: Set<string>;
  readonly consoleLines: string[];
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
}

/** A page that remembers what it asked for outside this machine. */
export async function newWorkbenchPage(
  browser: Browser,
  { width = 1400, height = 900 }: PageOptions = {},
): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const refused = new Set<string>();
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'net::ERR_NAME_NOT_RESOLVED')
      refused.add(new URL(request.url()).host);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`[pageerror] ${error.message}`));
  return { page, refused, consoleLines };
}

/**
 * Waits until Chromium does its best-effort work. It holds that back until the first page of its life has loaded
 * and is idle, which a workbench at work hardly ever is. Updates of service workers are such work, and from its
 * second webview on VS Code waits for one before it shows the webview's page: it stayed empty for many seconds, now
 * and then for good. So a page at rest comes first, which waits for an update itself.
 */
async function comeToRest(browser: Browser): Promise<void> {
  const site = createServer((request, response) => {
    const isWorker = request.url === '/worker.js';
    response.setHeader('Content-Type', isWorker ? 'text/javascript' : 'text/html');
    response.end(isWorker ? '' : '<title>At rest</title>');
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.evaluate(`navigator.serviceWorker.register('/worker.js').then((worker) => worker.update())
    .then((worker) => worker.unregister())`);
  await page.close();
  site.close();
  site.closeAllConnections();
}
