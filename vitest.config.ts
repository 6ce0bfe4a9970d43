import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,cli,course,conformance}/**/*.test.ts'],
    testTimeout: 30_000,
    setupFiles: ['src/shell/commands/all.ts'],
  },
});
