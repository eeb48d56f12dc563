import { z } from 'zod'
import { env } from '#lib/env.ts'

const ANSWER_MS = 5_000

/** Where the vendor is: its own address unless a setting says otherwise. */
export const elevenLabsUrl = (): string => env().ELEVENLABS_API_URL ?? 'https://api.elevenlabs.io'

/** A business's or a user's account with ElevenLabs, its key opened. Never logged, never answered. */
export interface ElevenLabsAccount {
  apiKey: string
  agentId: string
}

/** ElevenLabs did not do what it was asked. status: of its answer, null when none came. */
export class VendorError extends Error {
  readonly status: number | null

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, { cause })
    this.name = 'VendorError'
    this.status = status
  }

  /** Asking again would not help: the key, the agent or the request itself is not accepted. */
  get isRefusal(): boolean {
    return this.status !== null && this.status < 500 && this.status !== 408 && this.status !== 429
  }
}

const SignedUrl = z.object({ signed_url: z.url({ protocol: /^wss?$/ }).refine((url) => !url.includes('#')) })

/** One turn as the vendor stores it; a turn of tools alone has no message. */
const Turn = z.object({
  role: z.enum(['user', 'agent']),
  message: z.string().nullish(),
  time_in_call_secs: z.number().min(0).catch(0),
})

/** What the vendor tells of a conversation, in its post-call webhook and when it is asked. */
export const VendorConversation = z.object({
  agent_id: z.string(),
  conversation_id: z.string(),
  // initiated, in-progress, processing, done, failed
  status: z.string(),
  transcript: z.array(Turn),
  metadata: z.object({ call_duration_secs: z.number().min(0).catch(0) }).nullish(),
})
export type VendorConversation = z.output<typeof VendorConversation>

/** The address of one conversation's socket; it can be used for 15 minutes. Throws VendorError. */
export async function signedUrl(
  { apiKey, agentId }: ElevenLabsAccount,
  apiUrl: string,
  signal: AbortSignal,
): Promise<string> {
  const path = `/v1/convai/conversation/get-signed-url?agent_id=${encodeURIComponent(agentId)}`
  const url = (await ask(apiUrl + path, apiKey, SignedUrl, signal)).signed_url
  // A key that was sent over https is not to be followed by a conversation in the open.
  if (url.startsWith('ws:') && apiUrl.startsWith('https:')) throw new VendorError('The socket is not encrypted', null)
  return url
}

/** A conversation with its transcript as far as the vendor has it; null when there is none of this id. Throws VendorError. */
export async function readConversation(
  apiKey: string,
  id: string,
  apiUrl = elevenLabsUrl(),
): Promise<VendorConversation | null> {
  try {
    return await ask(`${apiUrl}/v1/convai/conversations/${encodeURIComponent(id)}`, apiKey, VendorConversation)
  } catch (error) {
    if (error instanceof VendorError && error.status === 404) return null
    throw error
  }
}

async function ask<T>(url: string, apiKey: string, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const limits = [AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])]
  try {
    const response = await fetch(url, {
      headers: { 'xi-api-key': apiKey },
      redirect: 'error',
      signal: AbortSignal.any(limits),
    })
    if (!response.ok) {
      throw new VendorError((await response.text()).slice(0, 300), response.status)
    }
    return answer.parse(await response.json())
  } catch (error) {
    if (error instanceof VendorError) throw error
    throw new VendorError(error instanceof Error ? error.message : String(error), null, error)
  }
}
