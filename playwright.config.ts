import { defineConfig } from '@playwright/test';
import { findChromium } from './src/tasks/chromium.mjs';

const executablePath = process.env['CHROMIUM'] ?? (await findChromium()) ?? undefined;

/** Another port lets two checkouts be tested side by side. */
const port = process.env['E2E_PORT'] ?? '4399';

export default defineConfig({
  testDir: 'tests/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // A slow machine gets a second chance; `npm test` names what took it.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'line',
  use: {
    // What a page asks for shall come from the network; tests/e2e/offline.spec.ts allows it.
    serviceWorkers: 'block',
    baseURL: `http://localhost:${port}/`,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node src/tasks/serve.mjs --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
