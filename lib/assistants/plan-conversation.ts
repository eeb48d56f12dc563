import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AGENT_LOST, wordsAfterLoss } from './agent-lost.ts'
import { openCredential } from './credentials.ts'
import type { ElevenLabsAccount } from './eleven-labs-api.ts'
import { DEFAULT_TOOLS } from './tools.ts'
import { type ConversationPlan, type SaidTurn, TOOL_NAMES } from './voice-agent.ts'

const MAX_DURATION_S = 600

/** What the sidecar needs to let an assistant speak. */
export interface PlannedConversation {
  account: ElevenLabsAccount
  plan: ConversationPlan
  /** Seconds after which it is over, counted from its first stream. */
  maxDurationS: number
}

/**
 * A conversation as its assistant is told it; one in which something was said goes on without a greeting. Throws `not_ready`
 * when the business has no account with the vendor.
 */
export const planConversation = (businessId: string, conversationId: string): Promise<PlannedConversation> =>
  withBusiness(businessId, async (tx) => {
    const row = await tx.assistantConversation.findUniqueOrThrow({
      where: { businessId_id: { businessId, id: conversationId } },
      include: { assistant: true, call: true, turns: { orderBy: { position: 'asc' } } },
    })
    const { assistant, turns } = row
    const account = await openCredential(tx, row.userId)
    const tools = assistant?.tools ?? DEFAULT_TOOLS
    return {
      account: { ...account, agentId: assistant?.agentId ?? account.agentId },
      plan: {
        ...(row.prompt && { prompt: row.prompt }),
        ...(assistant && { language: assistant.language }),
        ...(assistant?.voice && { voice: assistant.voice }),
        variables: await variablesOf(tx, businessId, row.call),
        tools: TOOL_NAMES.filter((name) => tools.includes(name)),
        ...(turns.length > 0
          ? { firstMessage: wordAgain(row), resume: { said: said(turns), ...(row.note && { note: row.note }) } }
          : row.firstMessage && { firstMessage: row.firstMessage }),
      },
      maxDurationS: assistant?.maxDurationS ?? MAX_DURATION_S,
    }
  })

async function variablesOf(tx: Tx, businessId: string, call: { callerPhone: string | null; phoneNumber: string }) {
  const { name } = await tx.business.findUniqueOrThrow({ where: { id: businessId }, select: { name: true } })
  return { business: name, caller: call.callerPhone ?? '', line: call.phoneNumber }
}

interface Turn {
  speaker: string
  text: string
  heardText: string | null
}

/** Whoever hands back has spoken with the caller; after one who was lost, the caller waits for a word. */
const wordAgain = ({ note, assistant }: { note: string | null; assistant: { language: string } | null }) =>
  note === AGENT_LOST ? wordsAfterLoss(assistant?.language) : ''

/** Of what the assistant said, only what was heard; an agent speaks for the business, as the assistant does. */
const said = (turns: Turn[]): SaidTurn[] =>
  turns
    .filter(({ speaker }) => speaker !== 'tool')
    .map(({ speaker, text, heardText }) => ({
      who: speaker === 'caller' ? ('caller' as const) : ('assistant' as const),
      text: heardText ?? text,
    }))
