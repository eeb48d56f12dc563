import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../scripts/chromium.mjs'
import { postgresFolder } from '../scripts/postgres-programs.mjs'
import { ROOT } from '../scripts/repository.mjs'
import { makePlace, startSystem } from '../scripts/system.mjs'
import { openDesk } from './open-desk.mjs'

/**
 * From nothing to a first call: `node bench/first-call.mjs`. Prints a table and writes it to bench/first-call.txt.
 * Bare clones have an empty npm cache; calls are made on an idle page of a started system.
 */
const CLONES = 3
const CALLS = 10

const seconds = (ms) => (ms / 1000).toFixed(1)
const lines = []
const say = (line) => {
  lines.push(line)
  console.log(line)
}

/** Clones the repository, starts it with an empty npm cache and gives the time until its screen, then of a second start. */
async function timeClone() {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-clone-'))
  const place = await makePlace()
  const env = { ...place.env, npm_config_cache: join(folder, 'npm-cache') }
  const cwd = join(folder, 'offhook')
  try {
    execFileSync('git', ['clone', '--quiet', '--local', ROOT, cwd])
    return { bare: await timeStart(cwd, env), built: await timeStart(cwd, env) }
  } finally {
    rmSync(await postgresFolder(place.dataDir), { recursive: true, force: true })
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timeStart(cwd, env) {
  const began = Date.now()
  const system = startSystem({ cwd, env })
  await system.ready
  const ms = Date.now() - began
  await system.stop()
  return ms
}

const row = (name, values, unit) => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  say(`${name.padEnd(34)}${[sorted[0], at(0.5), sorted.at(-1)].map((v) => String(v).padStart(9)).join('')}  ${unit}`)
}

say(`first-call, ${cpus().length} cores, Node ${process.versions.node}, load before ${loadavg()[0].toFixed(1)}`)
say(`${''.padEnd(34)}${['least', 'median', 'most'].map((head) => head.padStart(9)).join('')}`)

const clones = []
for (let run = 0; run < CLONES; run++) clones.push(await timeClone())
row(
  'bare clone to ready',
  clones.map(({ bare }) => Number(seconds(bare))),
  's',
)
row(
  'built start to ready',
  clones.map(({ built }) => Number(seconds(built))),
  's',
)

const place = await makePlace()
const system = startSystem(place)
try {
  await system.ready
  const desk = await openDesk(place.env, await ensureChromium())
  const [out, into] = [[], []]
  for (let call = 0; call < CALLS; call++) {
    out.push(await desk.clickToFarRing())
    into.push(await desk.webhookToCard())
  }
  row('click to far ring', out, 'ms')
  row('webhook to card', into, 'ms')
  await desk.close()
} finally {
  await system.stop()
  await place.remove()
}
writeFileSync(join(ROOT, 'bench/first-call.txt'), `${lines.join('\n')}\n`)
