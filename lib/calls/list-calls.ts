import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'

export const ListCalls = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(10),
})
type ListCalls = z.infer<typeof ListCalls>

/** The calls of a business, newest first, in pages. */
export async function listCalls({ principal }: Caller, { page, limit }: ListCalls) {
  authorise(principal, 'calls:read')
  const { total, calls, lines, members } = await withBusiness(principal.businessId, async (tx) => ({
    total: await tx.call.count(),
    calls: await tx.call.findMany({
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * limit,
      take: limit,
    }),
    lines: await tx.phoneNumber.findMany({ select: { number: true, label: true } }),
    members: await tx.membership.findMany({ select: { userId: true, user: { select: { name: true } } } }),
  }))
  const labels = new Map(lines.map((line) => [line.number, line.label]))
  const names = new Map(members.map((member) => [member.userId, member.user.name]))
  return {
    success: true,
    data: {
      calls: calls.map((call) => ({
        id: call.id,
        customer_id: call.customerId,
        caller_phone: call.callerPhone,
        caller_name: call.callerName,
        phone_number: call.phoneNumber,
        line_label: labels.get(call.phoneNumber) ?? null,
        agent_name: call.userId ? (names.get(call.userId) ?? null) : null,
        direction: call.direction,
        status: call.status,
        outcome: call.outcome,
        ended_by: call.endedBy,
        started_at: call.startedAt,
        answered_at: call.answeredAt,
        ended_at: call.endedAt,
        duration: call.durationS,
        recording_url: null,
        has_transcript: false,
      })),
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
