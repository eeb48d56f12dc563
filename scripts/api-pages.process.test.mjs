import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { makePlace, startSystem } from './system.mjs'

const sh = promisify(execFile)

let build
let place
let system
/** Where the commands run: it has the file that they send. */
const folder = mkdtempSync(join(tmpdir(), 'offhook-pages-'))
beforeAll(async () => {
  build = await ensureBuild()
  place = await makePlace()
  system = startSystem(place)
  writeFileSync(join(folder, 'call.wav'), silence(330))
  await system.ready
})
afterAll(async () => {
  await system.stop()
  await place.remove()
  build.release()
  rmSync(folder, { recursive: true })
})

/** A WAV file of 8 kHz, 16 bits and one channel. */
function silence(seconds) {
  const head = Buffer.alloc(44)
  const bytes = seconds * 16_000
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(bytes, 40)
  return Buffer.concat([head, Buffer.alloc(bytes)])
}

const offhook = (path, init) =>
  fetch(`http://localhost:${place.env.PORT}${path}`, {
    ...init,
    headers: { authorization: 'Bearer ofk_demo_admin', 'content-type': 'application/json' },
  }).then((response) => response.json())

/** The commands of a page, each with the answer that follows it. */
const examplesOf = (page) =>
  [...readFileSync(page, 'utf8').matchAll(/```sh\n([\s\S]*?)```\n(?:\n```json\n([\s\S]*?)```)?/g)].map(
    ([, command, answer]) => ({ command, answer: answer && JSON.parse(answer) }),
  )

/** "..." in a page stands for any text, <x> for any part of one; what the page does not name may be there as well. */
function expectAnswer(given, wanted, at = 'answer') {
  if (typeof wanted === 'object' && wanted !== null) {
    expect(given, at).toBeInstanceOf(Array.isArray(wanted) ? Array : Object)
    if (Array.isArray(wanted) && wanted.length === 0) expect(given, at).toEqual([])
    for (const [name, value] of Object.entries(wanted)) expectAnswer(given[name], value, `${at}.${name}`)
  } else if (wanted === '...') expect(given, at).toEqual(expect.any(String))
  else if (/<\w+>/.test(wanted)) expect(given, at).toMatch(new RegExp(`^${wanted.replace(/<\w+>/g, '[^/]+')}$`))
  else expect(given, at).toEqual(wanted)
}

/** A call that somebody noted down, for pages about what hangs on one. */
async function someCall() {
  const body = {
    ...{ phone_number: '+442079460111', caller_phone: '+442079460958', direction: 'inbound', status: 'completed' },
    ...{ started_at: '2026-11-20T09:00:00Z', duration: 330 },
  }
  return (await offhook('/api/calls', { method: 'POST', body: JSON.stringify(body) })).data.id
}

test.each([
  ['docs/api-voice.md', 7],
  ['docs/api-calls.md', 2],
  ['docs/api-recordings.md', 3],
  ['docs/api-assistants.md', 2],
])('every example of %s says what the page says', async (page, count) => {
  const [setUp, ...requests] = examplesOf(page)
  const base = setUp.command.replace('http://localhost:3000', `http://localhost:${place.env.PORT}`)
  expect(requests.length).toBeGreaterThanOrEqual(count)
  let callSid = ''
  const callId = await someCall()
  for (const { command, answer } of requests) {
    expect(answer, `${command} has an answer in the page`).toBeDefined()
    const known = `CALL_SID=${callSid}\nCALL_ID=${callId}`
    const { stdout } = await sh('bash', ['-c', `${base}\n${known}\n${command}`], { cwd: folder })
    const given = JSON.parse(stdout)
    expectAnswer(given, answer)
    callSid = given.callSid ?? callSid
  }
})

test('a call made here rings the outside phone, is in the call log, and its message is heard', async () => {
  const carrier = `http://localhost:${place.env.LOCAL_CARRIER_PORT}`
  const script = JSON.stringify({ answer: 'auto', afterMs: 0, play: null })
  await fetch(`${carrier}/control/phones/+442079460977`, { method: 'PUT', body: script })
  const body = JSON.stringify({
    to: '+442079460977',
    from: '+442079460120',
    options: { message: 'The boiler is mended.', record: true },
  })
  const { callSid, callId } = await offhook('/api/voice/calls', { method: 'POST', body })
  const call = () => offhook(`/api/voice/calls/${callSid}`)
  await expect.poll(async () => (await call()).status, { timeout: 30_000 }).toBe('completed')
  const { calls } = (await offhook('/api/calls')).data
  expect(calls.find(({ id }) => id === callId)).toMatchObject({
    direction: 'outbound',
    outcome: 'completed',
    caller_phone: '+442079460977',
  })
  const heard = await fetch(`${carrier}/control/calls/${callSid}`).then((response) => response.json())
  expect(heard.heard.speechFrames).toBeGreaterThan(0)
  await expect.poll(async () => (await call()).recordings.length, { timeout: 30_000 }).toBeGreaterThan(0)
})
