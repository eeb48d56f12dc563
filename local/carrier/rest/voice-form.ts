import { z } from 'zod'
import type { Application, OwnedNumber } from '../resources.ts'
import { flag, method, optionalUrl } from './form.ts'

/** The voice settings numbers and applications share; what is not sent stays as it is. */
export const voiceFields = {
  VoiceUrl: optionalUrl.optional(),
  VoiceMethod: method.optional(),
  VoiceFallbackUrl: optionalUrl.optional(),
  VoiceFallbackMethod: method.optional(),
  StatusCallback: optionalUrl.optional(),
  StatusCallbackMethod: method.optional(),
}

/** What both keep besides. */
export const keptFields = {
  VoiceCallerIdLookup: flag.optional(),
  SmsUrl: optionalUrl.optional(),
  SmsMethod: method.optional(),
  SmsFallbackUrl: optionalUrl.optional(),
  SmsFallbackMethod: method.optional(),
}

/** A field that is kept as it is sent. */
export const kept = z.string().optional()

/** Keeps some fields of a form under the names their views have: VoiceCallerIdLookup is voice_caller_id_lookup. */
export function keep<N extends string>(
  resource: Application | OwnedNumber,
  form: { [name in NoInfer<N>]?: string | boolean | undefined },
  names: readonly N[],
): void {
  for (const name of names) {
    const key = name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    const value = form[name]
    if (value !== undefined) resource.kept[key] = value
  }
}

type VoiceForm = { [field in keyof typeof voiceFields]?: z.infer<(typeof voiceFields)[field]> }

export function applyVoice(resource: Application | OwnedNumber, form: VoiceForm): void {
  resource.voiceUrl = form.VoiceUrl ?? resource.voiceUrl
  resource.voiceMethod = form.VoiceMethod ?? resource.voiceMethod
  resource.voiceFallbackUrl = form.VoiceFallbackUrl ?? resource.voiceFallbackUrl
  resource.voiceFallbackMethod = form.VoiceFallbackMethod ?? resource.voiceFallbackMethod
  resource.statusCallback = form.StatusCallback ?? resource.statusCallback
  resource.statusCallbackMethod = form.StatusCallbackMethod ?? resource.statusCallbackMethod
  resource.updatedAt = Date.now()
}
