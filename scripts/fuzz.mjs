/** The tests that throw things at the sockets, at full size: `npm run fuzz`, some ten minutes. A failed test names its seed. */
import { run } from './run.mjs'

const SIZES = {
  FUZZ_CALLS: '1000',
  FUZZ_FRAMES: '100000',
  FUZZ_LEAK_CALLS: '1000',
  FUZZ_STRANGERS: '1000',
  FUZZ_SLOW_SOCKETS: '2000',
  FUZZ_PINGS: '1000000',
  FUZZ_STILL_MS: '20000',
}
const FILES = ['sidecar/media-streams/storm.db.test.ts', 'sidecar/under-fire.db.test.ts']

const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'db', ...FILES]
const startedAt = performance.now()
const { code } = await run(process.execPath, args, {
  env: { ...SIZES, ...process.env, FORCE_COLOR: '0' },
  onLine: (line) => console.log(line),
})
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`)
process.exitCode = code
