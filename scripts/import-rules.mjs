import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from './repository.mjs'

const FOLDERS = ['app', 'bench', 'components', 'e2e', 'lib', 'local', 'prisma', 'scripts', 'sidecar', 'worker']

/** Imports that break a rule of .dependency-cruiser.cjs, as `rule: from -> to`, sorted. base: the folder to look at. */
export async function findForbiddenImports(base = ROOT) {
  const { cruise } = await import('dependency-cruiser')
  const { forbidden, options } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'))
  const present = FOLDERS.filter((name) => existsSync(join(base, name)))
  const { output } = await cruise(present, { ...options, baseDir: base, validate: true, ruleSet: { forbidden } })
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort()
}
