'use client'
import { CircleAlert, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useSWRConfig } from 'swr'
import { ApiError, postJson } from '#components/live/fetch-json.ts'
import { keysTouchedBy } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Note } from '#components/ui/note.tsx'
import type { Rebuilt } from '#lib/calls/call-answers.ts'

const t = messages.callNotes.rebuild

/** Folds a call anew from its ledger, and keeps what that changed or why it failed. */
export function useRebuild(callId: string) {
  const { mutate } = useSWRConfig()
  const [isPending, setPending] = useState(false)
  const [result, setResult] = useState<Rebuilt | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const ask = async () => {
    setPending(true)
    try {
      setResult(await postJson<Rebuilt>(`/api/calls/${callId}/rebuild`))
      setFailure(null)
      await mutate(keysTouchedBy('call.changed'))
    } catch (error) {
      setFailure(error instanceof ApiError ? error.code : 'unexpected')
    } finally {
      setPending(false)
    }
  }
  return { isPending, result, failure, run: () => void ask() }
}

/** What a rebuild found. */
export function RebuildResult({ result, failure }: { result: Rebuilt | null; failure: string | null }) {
  if (failure) {
    return (
      <Note role="alert" tone="problem" icon={CircleAlert} title={t.failed} className="mx-5 mb-2">
        {messages.ended.code(failure)}
      </Note>
    )
  }
  if (!result) return null
  const { events, differences } = result
  return (
    <div role="status" className="mx-5 mb-2">
      <Note icon={RefreshCw} title={differences.length === 0 ? t.same(events) : t.changed(differences.length)}>
        {differences.map(({ of, field, before, after }) => (
          <span key={`${of} ${field}`} className="block">
            {t.difference(of === 'call' ? field : `${of} ${field}`, before, after)}
          </span>
        ))}
      </Note>
    </div>
  )
}
