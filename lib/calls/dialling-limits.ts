import { actorOf, type Principal } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { AppError, type ErrorCode } from '#lib/errors.ts'
import type { Rules } from './dialling-rules.ts'

/** A call counts as this many minutes before it is over, or as long as it has lasted. */
const RESERVED_MINUTES = 5

interface Used {
  actorMinute: number
  actorHour: number
  actorDay: number
  businessMinute: number
  businessDay: number
  sameNumber: number
  open: number
  spent: number
}

/** Holds every dial of a business, in all processes, until the transaction ends: what is counted then stays true. */
export async function lockDialling(tx: Tx, businessId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`dial ${businessId}`}, 0))`
}

/** Throws when one more call would be one too many; only under lockDialling. rate is what a minute of it costs. */
export async function checkLimits(tx: Tx, principal: Principal, rules: Rules, to: string, rate: number): Promise<void> {
  const used = await countUsed(tx, principal, to)
  const perMinute = 'Wait a minute before the next call.'
  const askAdmin = 'Ask an admin of your business.'
  const limits: [over: boolean, code: ErrorCode, message: string, action: string][] = [
    [used.open >= rules.concurrent, 'too_many_calls', 'Your business has too many calls open.', 'Try again shortly.'],
    [used.actorMinute >= rules.perActorMinute, 'dial_limit_reached', 'Too many calls in a minute.', perMinute],
    [used.actorHour >= rules.perActorHour, 'dial_limit_reached', 'Too many calls in an hour.', 'Try again later.'],
    [used.actorDay >= rules.perActorDay, 'dial_limit_reached', 'Too many calls in a day.', askAdmin],
    [used.businessMinute >= rules.perBusinessMinute, 'dial_limit_reached', 'Your business calls too fast.', perMinute],
    [used.businessDay >= rules.perBusinessDay, 'dial_limit_reached', 'Your business has used its calls.', askAdmin],
    [
      used.sameNumber >= rules.sameNumber,
      'same_number_limit_reached',
      'This number was called too often just now.',
      'Try it again in ten minutes.',
    ],
    [
      used.spent + rate * RESERVED_MINUTES > rules.dailySpend,
      'spend_limit_reached',
      'Your business has reached what it spends on calls in a day.',
      askAdmin,
    ],
  ]
  const reached = limits.find(([over]) => over)
  if (reached) throw new AppError(reached[1], reached[2], { action: reached[3] })
}

/** Counted from the attempts themselves, so that there is no second truth; days for money are the business's own. */
async function countUsed(tx: Tx, principal: Principal, to: string): Promise<Used> {
  const { businessId, business } = principal
  const rows = await tx.$queryRaw<Used[]>`
    with day as (select date_trunc('day', now(), ${business.timeZone}) as began),
    recent as (
      select a.created_at as at, a.to_number = ${to} as same,
        case when a.user_id is null then 'key:' || a.api_key_id else 'user:' || a.user_id end = ${actorOf(principal)} as mine,
        case when a.state = 'rejected' or a.created_at < day.began then 0
          when c.id is null then a.rate_per_minute * coalesce(a.deleted_minutes, ${RESERVED_MINUTES})
          when c.ended_at is not null then a.rate_per_minute * ceil(coalesce(c.duration_s, 0) / 60.0)
          else a.rate_per_minute * greatest(${RESERVED_MINUTES}, ceil(extract(epoch from now() - c.started_at) / 60))
        end as cost
      from day cross join call_attempts a left join calls c on c.business_id = a.business_id and c.id = a.call_id
      where a.business_id = ${businessId}::uuid and a.created_at > least(now() - interval '24 hours', day.began)
    )
    select count(*) filter (where mine and at > now() - interval '1 minute')::int as "actorMinute",
      count(*) filter (where mine and at > now() - interval '1 hour')::int as "actorHour",
      count(*) filter (where mine and at > now() - interval '24 hours')::int as "actorDay",
      count(*) filter (where at > now() - interval '1 minute')::int as "businessMinute",
      count(*) filter (where at > now() - interval '24 hours')::int as "businessDay",
      count(*) filter (where same and at > now() - interval '10 minutes')::int as "sameNumber",
      (select count(*) from calls where business_id = ${businessId}::uuid and direction = 'outbound' and ended_at is null
        and origin <> 'record')::int as "open",
      coalesce(sum(cost), 0)::float8 as spent
    from recent`
  return rows[0]!
}
