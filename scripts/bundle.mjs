import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './repository.mjs'

/** The processes and one-shot programs beside the web process: bundle name -> entry. */
const ENTRIES = {
  sidecar: 'sidecar/main.ts',
  worker: 'worker/main.ts',
  'local-carrier': 'local/carrier/main.ts',
  'local-assistant': 'local/assistant/main.ts',
  migrate: 'prisma/migrate.ts',
  seed: 'prisma/seed.ts',
  'import-assistants': 'prisma/import-assistants.ts',
}

/** esbuild's options for all bundles, into a folder. Packages stay outside: they are in node_modules anyway. */
export const bundleOptions = (dir) => ({
  absWorkingDir: ROOT,
  entryPoints: ENTRIES,
  outdir: dir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'silent',
})

/** Puts what the local carrier serves to people beside its bundle: its page, the app's colours, what its phones say. */
export async function copyCarrierPage(dir) {
  await cp(join(ROOT, 'local/carrier/page'), join(dir, 'page'), { recursive: true })
  await cp(join(ROOT, 'app/tokens.css'), join(dir, 'page/tokens.css'))
  await cp(join(ROOT, 'local/carrier/phones/sounds'), join(dir, 'sounds'), { recursive: true })
}
