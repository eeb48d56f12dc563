import type { z } from 'zod'
import type { Application, OwnedNumber } from '../resources.ts'
import { method, optionalUrl } from './form.ts'

/** The voice settings numbers and applications share; what is not sent stays as it is. */
export const voiceFields = {
  VoiceUrl: optionalUrl.optional(),
  VoiceMethod: method.optional(),
  VoiceFallbackUrl: optionalUrl.optional(),
  VoiceFallbackMethod: method.optional(),
  StatusCallback: optionalUrl.optional(),
  StatusCallbackMethod: method.optional(),
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
