/**
 * Speaks the sentences of sounds.json into the WAV files beside it (8 kHz mono mu-law). Needs espeak-ng:
 *   node --import tsx local/carrier/phones/sounds/make.ts
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { encodeMulaw, SAMPLE_RATE_HZ } from '#lib/media/mulaw.ts'
import { decodeWav } from '#lib/media/wav.ts'

const near = (name: string) => new URL(name, import.meta.url)
const sounds: Record<string, { voice: string; text: string }> = JSON.parse(readFileSync(near('sounds.json'), 'utf8'))

/** A WAV header for mu-law, format 7. */
function header(bytes: number): Buffer {
  const head = Buffer.alloc(46)
  head.write('RIFF', 0)
  head.writeUInt32LE(38 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(18, 16)
  head.writeUInt16LE(7, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(SAMPLE_RATE_HZ, 24)
  head.writeUInt32LE(SAMPLE_RATE_HZ, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 38)
  head.writeUInt32LE(bytes, 42)
  return head
}

for (const [name, { voice, text }] of Object.entries(sounds)) {
  const spoken = decodeWav(execFileSync('espeak-ng', ['-v', voice, '-s', '160', '--stdout', text]))
  const body = encodeMulaw(spoken)
  writeFileSync(near(`${name}.wav`), Buffer.concat([header(body.length), body]))
}
