import { useState } from 'react'
import type { Assistant } from './assistant.ts'

/** An assistant on its way through the form: numbers are still text. */
export function useDraft(assistant: Assistant | null) {
  const [draft, setDraft] = useState({
    name: assistant?.name ?? '',
    prompt: assistant?.prompt ?? '',
    firstMessage: assistant?.firstMessage ?? '',
    disclosure: assistant?.disclosure ?? '',
    voice: assistant?.voice ?? '',
    language: assistant?.language ?? 'en',
    tools: assistant?.tools ?? ['transfer_to_agent', 'end_call'],
    minutes: String((assistant?.maxDurationS ?? 600) / 60),
    dailySpend: assistant?.dailySpend == null ? '' : String(assistant.dailySpend),
    lines: assistant?.lines.map(({ number }) => number) ?? [],
  })
  const { minutes, dailySpend, voice, ...same } = draft
  return {
    draft,
    change: (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes }),
    /** As the server takes it. */
    body: {
      ...same,
      voice: voice.trim() || null,
      maxDurationS: Math.round(Number(minutes) * 60),
      dailySpend: dailySpend.trim() === '' ? null : Number(dailySpend),
    },
  }
}
