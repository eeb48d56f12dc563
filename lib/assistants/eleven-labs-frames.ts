import { z } from 'zod'
import type { ConversationPlan, SaidTurn } from './voice-agent.ts'

/** The vendor's wire, as its published contract has it: https://elevenlabs.io/docs/eleven-agents/api-reference/eleven-agents/websocket */
const Id = z.number().int()
const Text = z.string()

const Ready = z
  .object({
    type: z.literal('conversation_initiation_metadata'),
    conversation_initiation_metadata_event: z.object({
      conversation_id: z.string().min(1),
      agent_output_audio_format: z.string(),
      user_input_audio_format: z.string(),
    }),
  })
  .transform(({ conversation_initiation_metadata_event: { conversation_id: id, ...formats } }) => ({
    type: 'ready' as const,
    id,
    formats: [formats.user_input_audio_format, formats.agent_output_audio_format],
  }))

const Alignment = z
  .object({ chars: z.array(Text), char_start_times_ms: z.array(z.number()) })
  .transform(({ chars, char_start_times_ms }) => ({ characters: chars, startsMs: char_start_times_ms }))

const Audio = z
  .object({
    type: z.literal('audio'),
    audio_event: z.object({
      audio_base_64: z.base64(),
      event_id: Id,
      alignment: Alignment.optional().catch(undefined),
    }),
  })
  .transform(({ audio_event: { audio_base_64: payload, event_id: eventId, alignment } }) => ({
    type: 'audio' as const,
    payload,
    eventId,
    alignment,
  }))

const UserText = z
  .object({ type: z.literal('user_transcript'), user_transcription_event: z.object({ user_transcript: Text }) })
  .transform((frame) => ({ type: 'user-text' as const, text: frame.user_transcription_event.user_transcript }))

const AgentText = z
  .object({
    type: z.literal('agent_response'),
    agent_response_event: z.object({ agent_response: Text, event_id: Id.nullish() }),
  })
  .transform(({ agent_response_event: { agent_response: text, event_id } }) => ({
    type: 'agent-text' as const,
    text,
    eventId: event_id ?? null,
  }))

/** Where the vendor cut a text it puts three dots, which nobody said. */
function withoutDots(original: string, corrected: string): string {
  const words = corrected.replace(/\s*(\.\.\.|…)$/, '')
  return original.startsWith(words) ? words : corrected
}

const Correction = z
  .object({
    type: z.literal('agent_response_correction'),
    agent_response_correction_event: z.object({ original_agent_response: Text, corrected_agent_response: Text }),
  })
  .transform(({ agent_response_correction_event: event }) => ({
    type: 'correction' as const,
    original: event.original_agent_response,
    heard: withoutDots(event.original_agent_response, event.corrected_agent_response),
  }))

const Interruption = z
  .object({ type: z.literal('interruption'), interruption_event: z.object({ event_id: Id }) })
  .transform((frame) => ({ type: 'interruption' as const, eventId: frame.interruption_event.event_id }))

const Ping = z
  .object({ type: z.literal('ping'), ping_event: z.object({ event_id: Id, ping_ms: z.number().min(0).nullish() }) })
  .transform(({ ping_event: { event_id, ping_ms } }) => ({
    type: 'ping' as const,
    eventId: event_id,
    ms: ping_ms ?? null,
  }))

const ToolCall = z
  .object({
    type: z.literal('client_tool_call'),
    client_tool_call: z.object({
      tool_name: Text,
      tool_call_id: Text,
      parameters: z.record(z.string(), z.unknown()).catch({}),
    }),
  })
  .transform(({ client_tool_call: { tool_call_id: id, tool_name: name, parameters } }) => ({
    type: 'tool-call' as const,
    id,
    name,
    parameters,
  }))

const Trouble = z
  .object({
    type: z.literal('error'),
    error_event: z.object({ code: z.number().int(), message: Text.nullish(), reason: Text.nullish() }),
  })
  .transform(({ error_event: { code, message, reason } }) => ({
    type: 'trouble' as const,
    code,
    reason: message ?? reason ?? '',
  }))

const FRAMES = {
  conversation_initiation_metadata: Ready,
  audio: Audio,
  user_transcript: UserText,
  agent_response: AgentText,
  agent_response_correction: Correction,
  interruption: Interruption,
  ping: Ping,
  client_tool_call: ToolCall,
  error: Trouble,
}
export type Frame = z.output<(typeof FRAMES)[keyof typeof FRAMES]>

const Typed = z.object({ type: z.string() })

/** Sound without times of its letters, as it comes most: read in one go, its base64 checked on the way. Everything else is parsed. */
const USUAL =
  /^\{(?:"type": ?"audio", ?)?"audio_event": ?\{"audio_base_64": ?"([A-Za-z0-9+/]+={0,2})", ?"event_id": ?(\d{1,15})\}(?:, ?"type": ?"audio")?\}$/
const T = 0x74
const QUOTE = 0x22

/** A frame of the vendor's; null for one that is not for us, as vad_score, or not as the contract has it. */
export function readFrame(data: Buffer): Frame | null {
  return readSound(data) ?? parseFrame(data.toString())
}

function readSound(data: Buffer): Frame | null {
  // Its type stands at one end of it, before "audio_event" or after.
  const isTyped = (data[2] === T) !== (data[data.length - 2] === QUOTE)
  const usual = isTyped && USUAL.exec(data.toString('latin1'))
  if (!usual || usual[1]!.length % 4 !== 0) return null
  return { type: 'audio', payload: usual[1]!, eventId: Number(usual[2]), alignment: undefined }
}

function parseFrame(data: string): Frame | null {
  const frame = parseJson(data)
  const type = Typed.safeParse(frame).data?.type
  if (type === undefined || !Object.hasOwn(FRAMES, type)) return null
  return FRAMES[type as keyof typeof FRAMES].safeParse(frame).data ?? null
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The first frame of a conversation. Override keys stand beside `type`; the agent's security settings must allow each one sent. */
export function initiation(plan: ConversationPlan): string {
  const { prompt, firstMessage, language, voice, variables } = plan
  const agent = {
    ...(prompt !== undefined && { prompt: { prompt } }),
    ...(firstMessage !== undefined && { first_message: firstMessage }),
    ...(language !== undefined && { language }),
  }
  return JSON.stringify({
    type: 'conversation_initiation_client_data',
    conversation_config_override: { agent, ...(voice !== undefined && { tts: { voice_id: voice } }) },
    dynamic_variables: variables,
  })
}

const MOST_CONTEXT = 8_000
const NAMES: Record<SaidTurn['who'], string> = { assistant: 'You', caller: 'Caller' }

/** What an assistant that goes on with a conversation is told of it; the oldest words go first when they are too many. */
export function contextOf({ said, note }: NonNullable<ConversationPlan['resume']>): string {
  const lines = said.map((turn) => `${NAMES[turn.who]}: ${turn.text}`).join('\n')
  return [
    'A person took this call over and now hands it back to you. Do not greet again.',
    ...(note ? [`The person says: ${note}`] : []),
    ...(lines ? [`Said so far:\n${lines.slice(-MOST_CONTEXT)}`] : []),
  ].join('\n\n')
}

/** A caller's sound; the payload is base64 and goes out as it is. */
export const audioFrame = (payload: string): string => `{"user_audio_chunk":"${payload}"}`
