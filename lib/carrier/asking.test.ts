import { execFileSync } from 'node:child_process'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Asks as the processes do, bundled and under Node itself, where a default import may be another thing than in tests. */
const PROGRAM = `
  import twilio from 'twilio'
  import { asking, NOT_IN_PROGRESS, orNull } from './lib/carrier/asking.ts'
  const refusal = (status, code) => () => {
    throw new twilio.RestException({ statusCode: status, body: JSON.stringify({ code, message: 'no' }) })
  }
  const kindOf = (ask) => asking(ask).catch((error) => error.kind + ' ' + error.carrierCode)
  console.log(
    JSON.stringify([
      await orNull(NOT_IN_PROGRESS, refusal(400, NOT_IN_PROGRESS)),
      await kindOf(refusal(404, 20404)),
      await kindOf(refusal(503, 0)),
      await kindOf(async () => { throw new Error('socket hang up') }),
    ]),
  )`

test('tells the carrier’s refusals from unknown outcomes in a bundle too', async () => {
  const bundle = await build({
    stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', bundle.outputFiles[0]!.text], {
    encoding: 'utf8',
  })
  expect(JSON.parse(answer)).toEqual([null, 'refused 20404', 'unknown null', 'unknown null'])
})
