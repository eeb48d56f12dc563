import { parseArgs } from 'node:util'
import { launch } from './launch.mjs'
import { Lifetime } from './lifetime.mjs'
import { printReason } from './refusal.mjs'

const lifetime = new Lifetime()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => lifetime.stop())
try {
  const { values } = parseArgs({ options: { dev: { type: 'boolean' }, 'reset-demo': { type: 'boolean' } } })
  await launch({ dev: values.dev === true, resetDemo: values['reset-demo'] === true }, lifetime)
  await lifetime.untilStopped()
} catch (error) {
  lifetime.stop(error)
  const { reason } = lifetime.signal
  if (reason.name !== 'AbortError') {
    printReason(reason)
    process.exitCode = 1
  }
}
await lifetime.end()
process.exit()
