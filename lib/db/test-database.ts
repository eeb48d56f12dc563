import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#prisma/migrate.ts'
import { startPostgres } from '#scripts/postgres.mjs'
import { postgresFolder } from '#scripts/postgres-programs.mjs'

/** vitest's way in: what it returns runs after the last test. */
export const setup = async (): Promise<() => Promise<void>> => (await startTestDatabase()).stop

/** An empty, migrated PostgreSQL, and in the environment every setting a process of ours needs, made at random. */
export async function startTestDatabase(): Promise<{ dataDir: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'offhook-db-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  const stop = async () => {
    await postgres.stop()
    await rm(await postgresFolder(dataDir), { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
  Object.assign(process.env, settingsFor(postgres.ownerUrl))
  await migrate(process.env).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { dataDir, stop }
}

function settingsFor(ownerUrl: string): Record<string, string> {
  const appUrl = urlAs(ownerUrl, 'offhook_app')
  return {
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: appUrl,
    LISTEN_DATABASE_URL: appUrl,
    JOBS_DATABASE_URL: urlAs(ownerUrl, 'offhook_jobs'),
    CONTEXT_KEY: randomBytes(32).toString('hex'),
    SECRETS_KEY: randomBytes(32).toString('base64'),
    NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
    JWT_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: 'http://localhost:3000',
    PUBLIC_WS_URL: 'ws://localhost:8081',
    TWILIO_API_URL: 'http://localhost:4010',
    VOICE_SIGNALLING_URL: 'ws://localhost:4010',
    DEMO: 'true',
  }
}

function urlAs(ownerUrl: string, role: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = randomBytes(24).toString('hex')
  return url.href
}
