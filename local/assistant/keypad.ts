import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { COLUMNS_HZ, KEYPAD, ROWS_HZ } from '#lib/media/key-tones.ts'

/** A key's two sines hold nearly all of the energy, each its share; no speech does. */
const BOTH = 0.8
const EACH = 0.25
const QUIET_DB = -40

/** The key whose tone fills a window of at least 40 ms; undefined when it is something else. */
export function keyIn(pcm: Int16Array): string | undefined {
  if (rmsDb(pcm) < QUIET_DB) return undefined
  const row = loudest(pcm, ROWS_HZ)
  const column = loudest(pcm, COLUMNS_HZ)
  if (row.ratio < EACH || column.ratio < EACH || row.ratio + column.ratio < BOTH) return undefined
  return KEYPAD[row.index * 4 + column.index]
}

function loudest(pcm: Int16Array, frequenciesHz: readonly number[]): { index: number; ratio: number } {
  const ratios = frequenciesHz.map((hz) => toneRatio(pcm, hz))
  const ratio = Math.max(...ratios)
  return { index: ratios.indexOf(ratio), ratio }
}
