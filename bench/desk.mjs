import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../scripts/chromium.mjs'
import { ROOT } from '../scripts/repository.mjs'
import { makePlace, startSystem } from '../scripts/system.mjs'
import { openDesk } from './open-desk.mjs'

/** The agent's desk: `node bench/desk.mjs`. Prints a table and writes it to bench/desk.txt. */
const RUNS = 5
const KB = 1000

const rows = new Map()
const note = (name, value) => rows.set(name, [...(rows.get(name) ?? []), value])

const place = await makePlace()
const system = startSystem(place)
try {
  await system.ready
  const desk = await openDesk(place.env, await ensureChromium())
  for (let run = 0; run < RUNS; run++) {
    const { interactiveMs, readyMs, pageBytes, sdkBytes } = await desk.coldPage()
    note('page until typable, ms', interactiveMs)
    note('page until it can ring, ms', readyMs)
    note('scripts of the page, kB', pageBytes / KB)
    note('scripts of the SDK, kB', sdkBytes / KB)
    note('click to far ring, ms', await desk.clickToFarRing())
    note('webhook to card, ms', await desk.webhookToCard())
    note('tab takes the phone over, ms', await desk.takeOver())
  }
  await desk.close()
} finally {
  await system.stop()
  await place.remove()
}

const line = ([name, values]) => {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round)
  const figures = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  return name.padEnd(34) + figures.map((figure) => String(figure).padStart(9)).join('')
}
const text = [
  `desk, ${cpus().length} cores shared with Chromium, Node ${process.versions.node}, load after ${loadavg()[0].toFixed(1)}, ${RUNS} runs`,
  `${''.padEnd(34)}${['least', 'median', 'most'].map((head) => head.padStart(9)).join('')}`,
  ...[...rows].map(line),
  'Aims: scripts of the page at most 250 kB compressed, a tab takes over within 2000 ms',
].join('\n')
console.log(text)
writeFileSync(join(ROOT, 'bench/desk.txt'), `${text}\n`)
