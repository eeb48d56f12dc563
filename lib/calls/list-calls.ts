import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { callView, namesOf } from './call-view.ts'

export const ListCalls = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(10),
})
type ListCalls = z.infer<typeof ListCalls>

/** The calls of a business, newest first, in pages. */
export async function listCalls({ principal }: Caller, { page, limit }: ListCalls) {
  authorise(principal, 'calls:read')
  const { total, calls, names } = await withBusiness(principal.businessId, async (tx) => ({
    total: await tx.call.count(),
    calls: await tx.call.findMany({
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * limit,
      take: limit,
      include: { recordings: { select: { id: true, status: true } } },
    }),
    names: await namesOf(tx),
  }))
  return {
    success: true,
    data: {
      calls: calls.map((call) => callView(call, names)),
      pagination: pagination(page, limit, total),
    },
  }
}

function pagination(page: number, limit: number, total: number) {
  const pages = Math.ceil(total / limit)
  return {
    current_page: page,
    total_pages: pages,
    total_count: total,
    per_page: limit,
    has_next: page < pages,
    has_prev: page > 1,
  }
}
