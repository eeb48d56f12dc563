'use client'
import { useState } from 'react'
import useSWR from 'swr'
import { ApiError, fetchJson, postJson } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import type { CommentList } from '#lib/calls/call-answers.ts'

/** The comments of a call, and the way to add one or take one away. `add` tells whether it worked. */
export function useComments(callId: string) {
  const key = KEYS.callComments(callId)
  const { data, mutate } = useSWR<CommentList>(key, { keepPreviousData: false })
  const [failure, setFailure] = useState<{ code: string } | null>(null)
  const change = async (request: () => Promise<unknown>): Promise<boolean> => {
    try {
      await request()
      setFailure(null)
      await mutate()
      return true
    } catch (error) {
      setFailure({ code: error instanceof ApiError ? error.code : 'unexpected' })
      return false
    }
  }
  return {
    comments: data?.comments,
    failure,
    add: (text: string, atMs: number | null) => change(() => postJson(key, { text, at_ms: atMs })),
    remove: (id: string) => change(() => fetchJson(`${key}/${id}`, { method: 'DELETE' })),
  }
}
