/** Reads the settings when the web process starts, so that a wrong one ends it with one line instead of failing requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { env } = await import('#lib/env.ts')
  try {
    env()
  } catch (error) {
    process.stderr.write(`offhook: web: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
