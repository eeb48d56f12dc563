/** Loaded into a process under measurement: tells its processor time and its event loop's lateness between start and stop, and what it holds. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const RESOLUTION_MS = 5
const NS_PER_MS = 1e6
const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
let cpu
let startedAt

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('message', (word) => {
  if (word === 'held') {
    for (let times = 0; times < 2; times++) collect()
    const { heapUsed, external } = process.memoryUsage()
    process.send(heapUsed + external)
  } else if (word === 'start') {
    cpu = process.cpuUsage()
    startedAt = performance.now()
    loop.reset()
    loop.enable()
  } else {
    loop.disable()
    const { user, system } = process.cpuUsage(cpu)
    const late = (ns) => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS)
    process.send({
      cpuMs: (user + system) / 1000,
      ms: performance.now() - startedAt,
      lateP99Ms: late(loop.percentile(99)),
      lateMaxMs: late(loop.max),
    })
  }
})
