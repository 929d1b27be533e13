import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where Debian and Ubuntu put Chromium, and the name under which other systems know it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * One Chromium for a test file: launch it in `beforeAll`, close it in `afterAll`, open a context for each test.
 * @throws {Error} that names the package when there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error(
      `Browser tests need Chromium, looked for at ${places.join(', ')}. On Debian and Ubuntu: apt-get install chromium`,
    );
  return chromium.launch({
    executablePath,
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
