import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { makePlace, startSystem } from './system.mjs'

const PAGE = 'docs/api-voice.md'
const sh = promisify(execFile)

let build
let place
let system
beforeAll(async () => {
  build = await ensureBuild()
  place = await makePlace()
  system = startSystem(place)
  await system.ready
})
afterAll(async () => {
  await system.stop()
  await place.remove()
  build.release()
})

/** The commands of the page, each with the answer that follows it. */
const examples = [...readFileSync(PAGE, 'utf8').matchAll(/```sh\n([\s\S]*?)```\n(?:\n```json\n([\s\S]*?)```)?/g)].map(
  ([, command, answer]) => ({ command, answer: answer && JSON.parse(answer) }),
)

/** "..." in the page stands for any text. */
function expectAnswer(given, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (value === '...') expect(given[name], name).toEqual(expect.any(String))
    else expect(given[name], name).toEqual(value)
  }
}

test('every example of the page says what the page says', async () => {
  const [setUp, ...requests] = examples
  const base = setUp.command.replace('http://localhost:3000', `http://localhost:${place.env.PORT}`)
  expect(requests.length).toBeGreaterThan(6)
  let callSid = ''
  for (const { command, answer } of requests) {
    const { stdout } = await sh('bash', ['-c', `${base}\nCALL_SID=${callSid}\n${command}`])
    const given = JSON.parse(stdout)
    expectAnswer(given, answer)
    callSid = given.callSid ?? callSid
  }
})

test('a call made here rings the outside phone, is in the call log, and its message is heard', async () => {
  const carrier = `http://localhost:${place.env.LOCAL_CARRIER_PORT}`
  const offhook = (path, init) =>
    fetch(`http://localhost:${place.env.PORT}${path}`, {
      ...init,
      headers: { authorization: 'Bearer ofk_demo_admin', 'content-type': 'application/json' },
    }).then((response) => response.json())
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
  expect(calls[0]).toMatchObject({
    id: callId,
    direction: 'outbound',
    outcome: 'completed',
    caller_phone: '+442079460977',
  })
  const heard = await fetch(`${carrier}/control/calls/${callSid}`).then((response) => response.json())
  expect(heard.heard.speechFrames).toBeGreaterThan(0)
  await expect.poll(async () => (await call()).recordings.length, { timeout: 30_000 }).toBeGreaterThan(0)
})
