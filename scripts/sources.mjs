import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './repository.mjs'

/** Everything a build depends on. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'local',
  'sidecar',
  'worker',
  'prisma',
  'public',
  'next.config.mjs',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'tsconfig.json',
]
const NOT_BUILT = /\.test\.(ts|tsx|mjs)$|\.md$|^lib\/db\/generated$/

/** The build's name: equal sources, packages and Node major give the same one. Twelve hexadecimal digits. */
export function sourcesKey(root = ROOT) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0])
  for (const path of SOURCES.flatMap((source) => filesOf(root, source))) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex').slice(0, 12)
}

function filesOf(root, path) {
  const full = join(root, path)
  if (NOT_BUILT.test(path) || !existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(root, `${path}/${name}`))
}
