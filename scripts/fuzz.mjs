/** The tests that throw things at the sockets, at full size: `npm run fuzz`. A failed test names its seed. */
import { run } from './run.mjs'

const SIZES = { FUZZ_CALLS: '1000', FUZZ_FRAMES: '100000' }
const FILES = ['sidecar/media-streams/storm.db.test.ts']

const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'db', ...FILES]
const { code } = await run(process.execPath, args, {
  env: { ...SIZES, ...process.env, FORCE_COLOR: '0' },
  onLine: (line) => console.log(line),
})
process.exitCode = code
