/** The browser that times are measured in. */
import { type Browser, chromium } from 'playwright';
import { findChromium } from '../../../src/tasks/chromium.mjs';

/** A Chromium without what it does for itself; with `port`, other programs may steer it there. */
export const launch = async (port?: number): Promise<Browser> => {
  const executablePath = process.env['CHROMIUM'] ?? (await findChromium());
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(port === undefined ? [] : [`--remote-debugging-port=${port}`]),
    ],
  });
};
