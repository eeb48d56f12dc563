import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateClient } from './build.mjs'
import { findMissingPaths } from './check-doc-paths.mjs'
import { findLockFaults } from './check-lock.mjs'
import { findForbiddenImports } from './import-rules.mjs'
import { ROOT } from './repository.mjs'
import { run } from './run.mjs'
import { runVitest } from './vitest.mjs'

const AT_ONCE = 2
const bin =
  (path, ...args) =>
  async () => {
    const { code, all } = await run(process.execPath, [`node_modules/${path}`, ...args])
    return { passed: Number(code === 0), failed: Number(code !== 0), output: all }
  }
const faults = (find) => async () => {
  const found = await find()
  return { passed: Number(found.length === 0), failed: Number(found.length > 0), output: found.join('\n') }
}
const readJson = (name) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'))

/** What is checked without a database or a browser; the slowest first. */
const CHECKS = {
  unit: () => runVitest('unit'),
  types: bin('typescript/bin/tsc', '--noEmit'),
  lint: bin('eslint/bin/eslint.js', '--max-warnings', '0', '--cache', '--cache-location', '.build/eslint', '.'),
  'unused code': bin('knip/bin/knip.js', '--no-config-hints'),
  format: bin('@biomejs/biome/bin/biome', 'check', '.'),
  'import rules': faults(() => findForbiddenImports()),
  'lock file': faults(() => findLockFaults(readJson('package.json'), readJson('package-lock.json'))),
  'paths in docs': faults(() => findMissingPaths()),
}

/** Runs all checks, two at a time, and prints a line for each. Returns [{ name, passed, failed }]. */
export async function runChecks() {
  await prepare()
  const waiting = Object.entries(CHECKS)
  const results = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await runCheck(...next))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return results
}

async function runCheck(name, check) {
  const began = Date.now()
  const result = await check().catch((error) => ({ passed: 0, failed: 1, output: error.stack }))
  print({ name, ...result, seconds: (Date.now() - began) / 1000 })
  return { name, ...result }
}

/** One line for a part of the tests; then what a failed one said, or which tests needed their second try. */
export function print({ name, passed, failed, skipped = 0, seconds, output, unsteady = '' }) {
  const counts = passed + failed + skipped > 1 ? ` ${passed} passed, ${failed} failed, ${skipped} skipped` : ''
  process.stdout.write(
    `${failed ? 'FAILED' : 'ok    '} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s${counts}\n`,
  )
  if (failed) process.stdout.write(indented(output))
  else if (unsteady) process.stdout.write(`       passed at the second try:\n${indented(unsteady)}`)
}

const indented = (text) => `${text.trimEnd().replace(/^/gm, '       ')}\n`

/** What the compiler reads and git does not keep: the database client and Next's types. */
async function prepare() {
  const client = join(ROOT, 'lib/db/generated/client.ts')
  const schema = join(ROOT, 'prisma/schema.prisma')
  if (!existsSync(client) || statSync(client).mtimeMs < statSync(schema).mtimeMs) await generateClient()
  const types = ['next', 'next/image-types/global'].map((name) => `/// <reference types="${name}" />\n`)
  writeFileSync(join(ROOT, 'next-env.d.ts'), types.join(''))
}
