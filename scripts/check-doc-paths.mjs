import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './repository.mjs'

const FOLDERS = /^(app|bench|components|docs|e2e|lib|local|prisma|public|scripts|sidecar|worker|\.ci|\.\.?)\//
const FILE = /\.(ts|tsx|mjs|cjs|md|json|css|sql|html|png|yml)$/
const PLAIN = /^[\w.@()[\]/-]+$/

/** Paths that README.md and the pages under docs/ name but that do not exist, as `page: path`. */
export function findMissingPaths(root = ROOT) {
  const docs = readdirSync(join(root, 'docs'), { recursive: true })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
  return ['README.md', ...docs].flatMap((page) => {
    const { paths, links } = pathsOf(readFileSync(join(root, page), 'utf8'))
    const missing = paths.filter((path) => !existsSync(join(root, path)))
    const dead = links.filter((path) => !existsSync(join(root, dirname(page), path)))
    return [...missing, ...dead].map((path) => `${page}: ${path}`)
  })
}

/** The repository paths between backticks and the relative links of a Markdown text; patterns and placeholders are neither. */
export function pathsOf(markdown) {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '')
  const tokens = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, token]) => token)
  const links = [...prose.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)].map(([, target]) => target)
  return {
    paths: tokens.filter((token) => PLAIN.test(token) && token.includes('/') && (FOLDERS.test(token) || isFile(token))),
    links: links.filter((target) => !/^[a-z]+:/.test(target)),
  }
}

const isFile = (token) => FILE.test(token) && !token.startsWith('/') && !/^\.(build|data)\//.test(token)
