import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of the machine: `CHROME_BIN`, or one of the path. None is downloaded. */
export const CHROMIUM = process.env.CHROME_BIN || onPath();

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

if (!CHROMIUM) {
  const text = 'The tests in a browser were NOT run: there is no chromium or google-chrome on the path, and CHROME_BIN is not set';
  if (process.env.ACTJS_BROWSER === 'required') {
    throw new Error(text);
  }
  console.error(`\n  ****  ${text}.  ****\n`);
}

export function launch(): Promise<Browser> {
  // As root there is no sandbox to be had, and little shared memory in a container.
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: CHROMIUM as string, args, timeout: 90_000 });
}
