import { type APIRequestContext, expect } from '@playwright/test'

/** The demo's own key: what programs note down needs no person. */
const KEY = { authorization: 'Bearer ofk_demo_admin' }

interface RecordWanted {
  callerPhone?: string
  callerName?: string
  /** Turns of both sides, four seconds each. */
  said?: string[]
  /** How long ago it began. */
  minutesAgo: number
  tags?: string[]
  /** Completed when absent; whatever else was never answered. */
  outcome?: string
}

/** Notes down a call that is over, as a program does; gives its id. */
export async function noteCall(request: APIRequestContext, wanted: RecordWanted): Promise<string> {
  const { callerPhone = '+442079460900', callerName, said = [], minutesAgo, tags = [], outcome = 'completed' } = wanted
  const isAnswered = outcome === 'completed'
  const startedAt = new Date(Date.now() - minutesAgo * 60_000)
  const segments = said.map((text, turn) => ({
    ...{ speaker: turn % 2 === 0 ? 'agent' : 'customer', start_time: turn * 4, end_time: turn * 4 + 4, text },
  }))
  const response = await request.post('/api/calls', {
    headers: KEY,
    data: {
      ...{
        phone_number: '+442079460111',
        direction: 'inbound',
        status: isAnswered ? 'completed' : 'no-answer',
        outcome,
      },
      ...{
        started_at: startedAt.toISOString(),
        ended_at: new Date(+startedAt + 42_000).toISOString(),
        duration: isAnswered ? 42 : 0,
      },
      ...{ caller_phone: callerPhone, caller_name: callerName, metadata: { tags } },
      ...(segments.length > 0 && { transcript: { segments } }),
    },
  })
  expect(response.status(), await response.text()).toBe(201)
  return (await response.json()).data.id
}

/** A word that no other story says. */
export const ownWord = (): string => `w${Math.random().toString(36).slice(2, 10)}`
