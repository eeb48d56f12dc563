import { defineConfig } from '@playwright/test'
import { microphoneFile } from './e2e/microphone.ts'

const report = process.env.E2E_REPORT

/** The stories run against a system that is up: `npm test` starts one and says where by E2E_BASE_URL and its siblings. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Not a test: with SCREENS=docs/screens it takes the pictures anew.
  testIgnore: process.env.SCREENS ? [] : ['**/screens.spec.ts'],
  // One desk, one story at a time: every agent of a business rings together.
  workers: 1,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? 'http://localhost:3000',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    permissions: ['microphone'],
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphoneFile()}`,
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
        '--disable-background-networking',
        // Root has no sandbox in Chromium, and a container often has only root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
})
