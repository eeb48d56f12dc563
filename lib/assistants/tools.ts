import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { recordEvents } from '#lib/calls/record-events.ts'
import { isUsersAccount } from '#lib/carrier/load-carrier.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { routingSnapshot } from '#lib/routing/routing-snapshot.ts'
import type { ToolCall, ToolName } from './voice-agent.ts'

/** What the bridge answers the assistant, and what it does then. */
export interface ToolOutcome {
  /** Told to the assistant. */
  result: string
  isError: boolean
  /**
   * leave: once all that was said so far was heard, the stream is closed, so that the call's next verb runs.
   * digits: these keys are played to the other party.
   */
  next?: { do: 'leave' } | { do: 'digits'; digits: string }
}

interface Conversation {
  businessId: string
  id: string
  callId: string
  tools: readonly string[]
}

/**
 * Does what an assistant asks for, as far as its business lets it: only tools the assistant was given, nothing in a call that a
 * person has, and never a dial to a number that somebody named on the phone. What is refused is told to the assistant.
 */
export async function runTool(businessId: string, conversationId: string, call: ToolCall): Promise<ToolOutcome> {
  return withBusiness(businessId, async (tx) => {
    const conversation = await load(tx, conversationId)
    if (!conversation) return refused('This conversation is over.')
    const outcome = conversation.tools.includes(call.name)
      ? await TOOLS[call.name](tx, { businessId, ...conversation }, call.parameters)
      : refused('You may not use this tool.')
    await writeAudit(
      tx,
      { businessId, actor: `assistant:${conversationId}`, address: null },
      {
        action: 'assistant.tool',
        subjectType: 'call',
        subjectId: conversation.callId,
        details: { tool: call.name, refused: outcome.isError },
      },
    )
    return outcome
  })
}

async function load(tx: Tx, id: string) {
  const row = await tx.assistantConversation.findFirst({
    where: { id, state: { in: ['waiting', 'live'] }, call: { endedAt: null } },
    select: { callId: true, assistant: { select: { tools: true } } },
  })
  return row && { id, callId: row.callId, tools: row.assistant?.tools ?? DEFAULT_TOOLS }
}

/** What a conversation without an assistant of its own may do. */
export const DEFAULT_TOOLS: readonly ToolName[] = ['end_call']

const refused = (result: string): ToolOutcome => ({ result, isError: true })

type Tool = (tx: Tx, conversation: Conversation, parameters: ToolCall['parameters']) => Promise<ToolOutcome>

const Digits = z.object({ digits: z.string().regex(/^[\d*#]{1,32}$/) })
/** Anything that names whom to call is refused: an assistant reaches the desk and nobody else. */
const Transfer = z.strictObject({ reason: z.string().max(500).optional() })

const TOOLS: Record<ToolName, Tool> = {
  async transfer_to_agent(tx, { businessId, id, callId }, parameters) {
    if (!Transfer.safeParse(parameters).success)
      return refused('You can only pass the caller to the desk, to no number.')
    const { phoneNumber } = await tx.call.findFirstOrThrow({ where: { id: callId }, select: { phoneNumber: true } })
    const { agents } = await routingSnapshot(tx, phoneNumber)
    const conversation = await tx.assistantConversation.findFirstOrThrow({
      where: { id },
      select: { accountSid: true },
    })
    if (agents.length === 0 || (await isUsersAccount(tx, conversation.accountSid)))
      return refused('Nobody is at the desk now.')
    const command = { type: 'assistant-transfers', conversationId: id, at: new Date().toISOString() } as const
    await recordEvents(tx, businessId, callId, [{ kind: 'command', command }])
    return { result: 'The desk rings now.', isError: false, next: { do: 'leave' } }
  },
  end_call: async () => ({ result: 'The call ends.', isError: false, next: { do: 'leave' } }),
  async send_digits(_tx, _conversation, parameters) {
    const parsed = Digits.safeParse(parameters)
    if (!parsed.success) return refused('digits must be 1 to 32 of 0-9, * and #.')
    return { result: 'Sent.', isError: false, next: { do: 'digits', digits: parsed.data.digits } }
  },
}
