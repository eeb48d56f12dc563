import type { Answer, Route } from '#local/carrier/router.ts'
import type { Account } from './accounts.ts'
import type { Conversations } from './conversations.ts'
import type { Tickets } from './tickets.ts'

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { detail: { status: code, message } },
})
export const BAD_KEY = refusal(401, 'invalid_api_key', 'Invalid API key')
const NO_AGENT = refusal(404, 'document_not_found', 'The agent was not found')
const NO_CONVERSATION = refusal(404, 'document_not_found', 'The conversation was not found')

/** The vendor's REST API, for the account whose key came. origin: this server's, as ws://host:port. */
export function restRoutes(
  account: Account,
  origin: string,
  { conversations, tickets }: { conversations: Conversations; tickets: Tickets },
): Route[] {
  const own = (id: string) => {
    const record = conversations.record(id)
    return record?.agentId === account.agentId ? record : undefined
  }
  return [
    {
      method: 'GET',
      path: '/v1/convai/conversation/get-signed-url',
      run: async ({ query }) => {
        const { mode } = conversations.faults
        if (mode === 'hang') return new Promise<never>(() => {})
        if (mode === 'refuse') return BAD_KEY
        const agentId = query.get('agent_id')
        if (agentId !== account.agentId) return NO_AGENT
        const parameters = new URLSearchParams({
          agent_id: agentId,
          conversation_signature: tickets.issue(agentId),
        })
        return { status: 200, body: { signed_url: `${origin}/v1/convai/conversation?${parameters}` } }
      },
    },
    {
      method: 'GET',
      path: '/v1/convai/conversations/:id',
      run: ({ params }) => {
        const record = own(params.id!)
        return record ? { status: 200, body: record.view() } : NO_CONVERSATION
      },
    },
    {
      method: 'DELETE',
      path: '/v1/convai/conversations/:id',
      run: ({ params }) => {
        if (!own(params.id!)) return NO_CONVERSATION
        conversations.forget(params.id!)
        return { status: 200, body: {} }
      },
    },
  ]
}
