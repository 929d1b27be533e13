import { chromium as engine } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromium } from './programs.ts';

/**
 * One Chromium for a test file: launch it in `beforeAll`, close it in `afterAll`, open a context for each test.
 * @throws {Error} that names the package when there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  if (chromium === null)
    throw new Error(
      'Browser tests need Chromium on the PATH. On Debian and Ubuntu: apt-get install chromium',
    );
  return engine.launch({
    executablePath: chromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
