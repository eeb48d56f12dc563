import { database } from '#lib/db/client.ts'

export interface Rate {
  limit: number
  windowMs: number
}

/**
 * Counts one more use of a key in its window, atomically across processes. left is how many uses remain, below zero when
 * this one was too many; retryAfterS is when the window ends.
 */
export async function takeRate(key: string, { limit, windowMs }: Rate): Promise<{ left: number; retryAfterS: number }> {
  const rows = await database().$queryRaw<{ count: number; retryAfterS: number }[]>`
    insert into rate_windows as w (key, starts_at, expires_at, count)
    values (${key}, now(), now() + ${windowMs} * interval '1 millisecond', 1)
    on conflict (key) do update set
      count = case when w.expires_at <= now() then 1 else least(w.count, ${limit}::int) + 1 end,
      starts_at = case when w.expires_at <= now() then excluded.starts_at else w.starts_at end,
      expires_at = case when w.expires_at <= now() then excluded.expires_at else w.expires_at end
    returning count, ceil(extract(epoch from expires_at - now()))::int as "retryAfterS"`
  const { count, retryAfterS } = rows[0]!
  return { left: limit - count, retryAfterS }
}

/** Forgets what was counted for a key. */
export async function forgetRate(key: string): Promise<void> {
  await database().rateWindow.deleteMany({ where: { key } })
}
