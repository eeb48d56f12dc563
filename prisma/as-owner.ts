import { openDatabase } from '#lib/db/client.ts'
import { SettingError } from '#lib/env.ts'

/** Runs with the database owner's connection (DATABASE_URL), which sees people whom no business has. */
export async function asOwner<T>(run: (owner: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const url = process.env.DATABASE_URL
  if (!url) throw new SettingError('DATABASE_URL is not set')
  const owner = openDatabase(url)
  try {
    return await run(owner)
  } finally {
    await owner.$disconnect()
  }
}
