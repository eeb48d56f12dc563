import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './repository.mjs'

/** What a build depends on: these folders, the build's own scripts, and all of the repository's own files but these. */
const FOLDERS = ['app', 'components', 'lib', 'local', 'sidecar', 'worker', 'prisma', 'public']
const SCRIPTS = ['scripts/build.mjs', 'scripts/bundle.mjs']
const ROOT_FILE = /\.(ts|mjs|json)$/
const NOT_BUILT =
  /\.test\.(ts|tsx|mjs)$|\.md$|^lib\/db\/generated$|^(biome|knip|eslint\.config|vitest\.config|playwright\.config|next-env\.d)\.\w+$/

/** The build's name: equal sources, packages and Node major give the same one. Twelve hexadecimal digits. */
export function sourcesKey(root = ROOT) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0])
  const rootFiles = readdirSync(root).filter((name) => ROOT_FILE.test(name))
  for (const path of [...FOLDERS, ...SCRIPTS, ...rootFiles.sort()].flatMap((source) => filesOf(root, source))) {
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
