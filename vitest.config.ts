import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,course,conformance}/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
