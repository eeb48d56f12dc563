import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ensureBuild } from './build.mjs'
import { startPostgres } from './postgres.mjs'
import { processEnvironments } from './process-env.mjs'
import { printReason } from './refusal.mjs'
import { ROOT } from './repository.mjs'
import { run } from './run.mjs'
import { loadSecrets } from './secrets.mjs'
import { readSettings } from './settings.mjs'

// Imports users' assistant accounts from a JSON file: npm run import:assistants -- users.json
try {
  if (existsSync(resolve(ROOT, '.env'))) process.loadEnvFile(resolve(ROOT, '.env'))
  const settings = readSettings(process.env)
  const build = await ensureBuild()
  const postgres = settings.vars.DATABASE_URL ? null : await startPostgres({ dataDir: settings.dataDir })
  const ownerUrl = postgres?.ownerUrl ?? settings.vars.DATABASE_URL
  const env = processEnvironments(settings, loadSecrets(settings.dataDir), ownerUrl).app
  const file = process.argv[2] && resolve(process.argv[2])
  const { code, all } = await run(process.execPath, [`${build.dir}/import-assistants.mjs`, ...(file ? [file] : [])], {
    env,
  })
  process.stdout.write(all)
  process.exitCode = code
  // One that was running belongs to the system that runs.
  if (postgres && !postgres.adopted) await postgres.stop()
  build.release()
} catch (error) {
  printReason(error)
  process.exitCode = 1
}
