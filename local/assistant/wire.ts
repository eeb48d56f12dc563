import { z } from 'zod'

const Config = z.strictObject({
  agent: z
    .strictObject({
      prompt: z.strictObject({ prompt: z.string().nullish(), llm: z.string().nullish() }).optional(),
      first_message: z.string().nullish(),
      language: z
        .string()
        .regex(/^[a-z]{2}(-br)?$/)
        .optional(),
    })
    .optional(),
  tts: z
    .strictObject({
      voice_id: z.string().min(1).nullish(),
      speed: z.number().min(0.7).max(5).nullish(),
      stability: z.number().min(0).max(1).nullish(),
      similarity_boost: z.number().min(0).max(1).nullish(),
    })
    .optional(),
})

/** The first frame of a client. Stricter than the vendor: a key it does not know of ends the conversation. */
export const Initiation = z.strictObject({
  type: z.literal('conversation_initiation_client_data'),
  conversation_config_override: Config.optional(),
  custom_llm_extra_body: z.record(z.string(), z.unknown()).optional(),
  dynamic_variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  user_id: z.string().nullish(),
  source_info: z.strictObject({ source: z.string().nullish(), version: z.string().nullish() }).optional(),
})
export type Initiation = z.output<typeof Initiation>

const Typed = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pong'), event_id: z.number().int() }),
  z.strictObject({ type: z.literal('user_message'), text: z.string() }),
  z.strictObject({ type: z.literal('user_activity') }),
  z.strictObject({ type: z.literal('contextual_update'), text: z.string(), context_id: z.string().optional() }),
  z.strictObject({
    type: z.literal('client_tool_result'),
    tool_call_id: z.string(),
    result: z.string(),
    is_error: z.boolean(),
  }),
])
const Sound = z.strictObject({ user_audio_chunk: z.base64() })

/** Every frame after the first. Sound has no type, as the vendor wants it. */
export const ClientFrame = z.union([Sound, Typed])
export type ClientFrame = z.output<typeof ClientFrame>

/** The only frame that a client of the realtime transcription sends. */
export const SoundToWrite = z.strictObject({
  message_type: z.literal('input_audio_chunk'),
  audio_base_64: z.union([z.base64(), z.literal('')]),
  commit: z.boolean(),
  sample_rate: z.literal(8000),
})

/** A frame as its schema has it; undefined for anything else. */
export function readFrame<T>(schema: z.ZodType<T>, data: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Text with its {{variables}} filled in; undefined when one of them was not given. */
export function fillIn(text: string, variables: Initiation['dynamic_variables'] = {}): string | undefined {
  let isWhole = true
  const filled = text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
    if (Object.hasOwn(variables, name)) return String(variables[name])
    isWhole = false
    return ''
  })
  return isWhole ? filled : undefined
}
