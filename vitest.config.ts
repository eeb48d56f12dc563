import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Facts that must come are waited for longer than a busy machine takes. */
const waiting = { expect: { poll: { timeout: 15_000 } } }
const exclude = ['**/node_modules/**', '.build/**', '.data/**']

/** unit: pure. carrier: the local carrier's own, which talk and wait in real time. db: each file on the real PostgreSQL that global setup starts. browser: real Chromium with the real Voice SDK. process: the launcher itself. */
export default defineConfig({
  test: {
    // Many tests wait, for a database or for real time: two cores have work for three files.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          ...waiting,
          include: ['**/*.test.{ts,tsx,mjs}'],
          exclude: [...exclude, '**/*.{db,browser,process}.test.{ts,mjs}', 'local/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'carrier',
          ...waiting,
          include: ['local/**/*.test.ts'],
          exclude: [...exclude, '**/*.browser.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'db',
          ...waiting,
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['lib/db/test-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          ...waiting,
          include: ['**/*.browser.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'process',
          ...waiting,
          include: ['scripts/**/*.process.test.mjs'],
          exclude,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
