import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Answer, Ask } from './router.ts'

const FILES: Record<string, { names: string[]; type: string }> = {
  '/': { names: ['page/index.html'], type: 'text/html; charset=utf-8' },
  '/phone.js': { names: ['page/phone.js'], type: 'text/javascript; charset=utf-8' },
  '/page.css': { names: ['page/page.css'], type: 'text/css; charset=utf-8' },
  // Beside the page in a build; in the sources the tokens stand with the app that owns them.
  '/tokens.css': { names: ['page/tokens.css', '../../app/tokens.css'], type: 'text/css; charset=utf-8' },
}

/** The page to use the simulated phones by hand; undefined when the request is for something else. */
export function servePage({ method, path }: Ask): Answer | undefined {
  const file = method === 'GET' ? FILES[path] : undefined
  if (!file) return undefined
  const found = file.names.map((name) => fileURLToPath(new URL(name, import.meta.url))).find(existsSync)
  return found ? { status: 200, body: readFileSync(found), type: file.type } : { status: 404 }
}
