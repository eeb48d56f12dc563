import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Answer, Ask } from './router.ts'

const near = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const script = (name: string) => ({ paths: () => [near(`page/${name}`)], type: 'text/javascript; charset=utf-8' })

const FILES: Record<string, { paths: () => string[]; type: string }> = {
  '/': { paths: () => [near('page/index.html')], type: 'text/html; charset=utf-8' },
  '/handset.js': script('handset.js'),
  '/carrier.js': script('carrier.js'),
  '/draw.js': script('draw.js'),
  '/show.js': script('show.js'),
  '/sound.js': script('sound.js'),
  '/state.js': script('state.js'),
  '/page.css': { paths: () => [near('page/page.css')], type: 'text/css; charset=utf-8' },
  // Beside the page in a build; in the sources the tokens stand with the app that owns them.
  '/tokens.css': {
    paths: () => [near('page/tokens.css'), near('../../app/tokens.css')],
    type: 'text/css; charset=utf-8',
  },
  '/inter.woff2': {
    paths: () => [
      createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2'),
    ],
    type: 'font/woff2',
  },
}

/** The page to use the simulated phones by hand; undefined when the request is for something else. */
export function servePage({ method, path }: Ask): Answer | undefined {
  const file = method === 'GET' ? FILES[path] : undefined
  if (!file) return undefined
  const found = file.paths().find(existsSync)
  return found ? { status: 200, body: readFileSync(found), type: file.type } : { status: 404 }
}
