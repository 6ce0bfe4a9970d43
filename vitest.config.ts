import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,cli,course,conformance}/**/*.test.ts'],
    testTimeout: 30_000,
    // The kernel's answers are waited for meanwhile.
    maxWorkers: '100%',
    setupFiles: ['src/netfilter/allExtensions.ts', 'src/shell/commands/all.ts'],
  },
});
