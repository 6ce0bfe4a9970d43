import { defineConfig } from '@playwright/test';
import { findChromium } from './src/tasks/chromium.mjs';

const executablePath = process.env['CHROMIUM'] ?? (await findChromium()) ?? undefined;

export default defineConfig({
  testDir: 'tests/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'line',
  use: {
    baseURL: 'http://localhost:4399/',
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
    command: 'node src/tasks/serve.mjs --port 4399',
    url: 'http://localhost:4399/',
    reuseExistingServer: false,
  },
});
