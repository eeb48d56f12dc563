import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const COPIED = [
  'app',
  'lib',
  'local',
  'prisma',
  'scripts',
  'sidecar',
  'worker',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]

/** Every way in which the code itself says whose rows it means; keys that need the business to be a key are left whole. */
const STRIPS = [
  [/businessId_id: \{ businessId(?:: [\w.!]+)?, id: ([^{}]+?) \}/g, 'id: $1'],
  [/businessId_id: \{ businessId(?:: [\w.!]+)?, id \}/g, 'id'],
  [/where: \{ businessId(?:: [\w.!]+)?, /g, 'where: { '],
  [/business_id = \$\{businessId\}::uuid/g, 'true'],
]
/** The same queries without such a key. */
const LOOSENED = [
  [/\.findUnique(OrThrow)?\(/g, '.findFirst$1('],
  [/(\btx\.\w+\.)(update|delete)\(/g, '$1$2Many('],
]

let folder
let stripped = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-stripped-'))
  for (const name of COPIED) cpSync(name, join(folder, name), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  for (const file of readdirSync(join(folder, 'lib'), { recursive: true })) {
    if (file.endsWith('.ts') && !/(^|\/)test-|\.test\.ts$|^db\//.test(file)) strip(join(folder, 'lib', file))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function strip(file) {
  const text = readFileSync(file, 'utf8')
  const bare = STRIPS.reduce((rest, [filter, without]) => {
    stripped += rest.match(filter)?.length ?? 0
    return rest.replace(filter, without)
  }, text)
  if (bare !== text)
    writeFileSync(
      file,
      LOOSENED.reduce((rest, [from, to]) => rest.replace(from, to), bare),
    )
}

test('code that forgot every tenant filter still works, and still shows nothing of another business', () => {
  expect(stripped).toBeGreaterThan(20)
  const files = ['lib/http/isolation.db.test.ts', 'lib/calls/calls-api.db.test.ts', 'lib/calls/records.db.test.ts']
  const run = spawnSync('node_modules/.bin/vitest', ['run', '--project', 'db', ...files], {
    cwd: folder,
    encoding: 'utf8',
  })
  process.stdout.write(`${stripped} tenant filters stripped\n`)
  expect(run.status, `${run.stdout}${run.stderr}`.slice(-20_000)).toBe(0)
}, 1_200_000)
