import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As many as there are cores: one is left idle otherwise, and on two that is half of the time.
    maxWorkers: '100%',
  },
})
