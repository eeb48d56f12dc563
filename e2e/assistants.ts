import { expect } from '@playwright/test'

const ASSISTANT = process.env.E2E_ASSISTANT_URL ?? 'http://localhost:4020'

/** The line that the demo's assistant answers, and its page. */
export const ASSISTANT_LINE = '+442079460130'
export const ASSISTANT_PAGE = '/assistants/01930000-0000-7000-8000-000000000101'

interface Told {
  contexts: string[]
}

/** The vendor's side of a conversation, as stories play it: it hears a voice, and they say which words it was. */
export const assistant = {
  hears: (text: string) => ask('POST', '/control/hears', { text }),
  reset: () => ask('DELETE', '/control'),

  /** What it was told aside from the talk, in its newest conversation. */
  async expectTold(words: RegExp): Promise<void> {
    await expect
      .poll(async () => {
        const { conversations } = (await ask('GET', '/control/conversations')) as { conversations: Told[] }
        return conversations[0]?.contexts.join(' ')
      })
      .toMatch(words)
  },
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(ASSISTANT + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}
