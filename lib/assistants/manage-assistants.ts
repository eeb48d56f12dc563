import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { spentToday } from './spent-today.ts'
import { TOOL_NAMES } from './voice-agent.ts'

export const NewAssistant = z.object({
  name: z.string().trim().min(1).max(80),
  prompt: z.string().trim().max(20_000).default(''),
  firstMessage: z.string().trim().max(1000).default(''),
  /** The vendor's id of a voice; null: the vendor's agent has one. */
  voice: z.string().trim().min(1).max(100).nullable().default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/)
    .default('en'),
  tools: z.array(z.enum(TOOL_NAMES)).max(TOOL_NAMES.length).default([]),
  /** Said before anything else: what the caller is talking to. */
  disclosure: z.string().trim().max(500).default(''),
  maxDurationS: z.number().int().min(10).max(14_400).default(600),
  /** In USD; null: no limit. */
  dailySpend: z.number().min(0).max(1_000_000).nullable().default(null),
  /** The numbers it answers. One that another assistant answered changes hands. */
  lines: z.array(z.string().max(32)).max(100).default([]),
})
export const ChangedAssistant = NewAssistant.extend({ id: z.uuid() })
export const AssistantId = z.object({ id: z.uuid() })

/** The assistants of the business, by name, with the numbers they answer. */
export async function listAssistants({ principal }: Caller) {
  authorise(principal, 'calls:read')
  const { businessId } = principal
  return withBusiness(businessId, async (tx) => {
    const rows = await tx.assistant.findMany({
      where: { archivedAt: null },
      include: { numbers: { select: { number: true, label: true } } },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    })
    const live = await tx.assistantConversation.groupBy({
      by: ['assistantId'],
      where: { state: { not: 'ended' } },
      _count: true,
    })
    const liveOf = new Map(live.map(({ assistantId, _count }) => [assistantId, _count]))
    const lines = await tx.phoneNumber.findMany({
      select: { number: true, label: true, assistantId: true },
      orderBy: { createdAt: 'asc' },
    })
    const assistants = []
    for (const row of rows)
      assistants.push({ ...view(row), live: liveOf.get(row.id) ?? 0, spent: await spentToday(tx, row.id) })
    return { assistants, lines }
  })
}

type Row = Awaited<ReturnType<Tx['assistant']['findMany']>>[number] & { numbers: { number: string; label: string }[] }

const view = ({ businessId: _, agentId: __, archivedAt: ___, dailySpend, numbers, ...row }: Row) => ({
  ...row,
  dailySpend: dailySpend === null ? null : Number(dailySpend),
  lines: numbers,
})

/** Makes an assistant of the caller's business. */
export async function createAssistant(caller: Caller, { lines, ...facts }: z.infer<typeof NewAssistant>) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'assistants:manage')
  const id = newId()
  await withBusiness(businessId, async (tx) => {
    await tx.assistant.create({ data: { businessId, id, ...facts } })
    await answerLines(tx, id, lines)
    await audit(tx, caller, 'assistant.create', id, facts.name)
  })
  return { id }
}

/** Replaces all there is to say of an assistant; calls that are on go on as they began. */
export async function changeAssistant(caller: Caller, { id, lines, ...facts }: z.infer<typeof ChangedAssistant>) {
  authorise(caller.principal, 'assistants:manage')
  await withBusiness(caller.principal.businessId, async (tx) => {
    const { count } = await tx.assistant.updateMany({ where: { id, archivedAt: null }, data: facts })
    if (count === 0) throw new AppError('not_found', 'There is no such assistant.')
    await answerLines(tx, id, lines)
    await audit(tx, caller, 'assistant.change', id, facts.name)
  })
  return { id }
}

/** Takes an assistant off its lines, which the agents answer then, and out of the list; its past calls stay. */
export async function archiveAssistant(caller: Caller, { id }: z.infer<typeof AssistantId>) {
  authorise(caller.principal, 'assistants:manage')
  await withBusiness(caller.principal.businessId, async (tx) => {
    const [row] = await tx.assistant.updateManyAndReturn({
      where: { id, archivedAt: null },
      data: { archivedAt: new Date() },
      select: { name: true },
    })
    if (!row) throw new AppError('not_found', 'There is no such assistant.')
    await answerLines(tx, id, [])
    await audit(tx, caller, 'assistant.archive', id, row.name)
  })
  return {}
}

async function answerLines(tx: Tx, assistantId: string, numbers: string[]): Promise<void> {
  // In one order, so that two who exchange the lines of their assistants wait for each other and not in a circle.
  await tx.$queryRaw`select id from phone_numbers
    where assistant_id = ${assistantId}::uuid or number = any(${numbers}::text[]) order by id for update`
  await tx.phoneNumber.updateMany({ where: { assistantId, number: { notIn: numbers } }, data: { assistantId: null } })
  const { count } = await tx.phoneNumber.updateMany({ where: { number: { in: numbers } }, data: { assistantId } })
  if (count < new Set(numbers).size) {
    throw new AppError('invalid_input', 'lines: one of these is not a number of your business.', { field: 'lines' })
  }
}

const audit = (
  tx: Tx,
  caller: Caller,
  action: 'assistant.create' | 'assistant.change' | 'assistant.archive',
  subjectId: string,
  name: string,
) => writeAudit(tx, caller, { action, subjectType: 'assistant', subjectId, details: { name } })
