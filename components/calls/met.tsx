'use client'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Highlight } from './highlight.tsx'
import type { HistoryCall } from './history.ts'
import { cutAtHits, fromHit } from './marks.ts'

const t = messages.callLog

interface MetProps {
  call: HistoryCall
  search: string | undefined
}

/** Who a call is with, marked where a search met it. `withNumber`: a number that it met stands beside the name. */
export function MetParty({ call, search = '', withNumber }: MetProps & { withNumber: boolean }) {
  const number = useNumberText()(call.caller_phone)
  const isMet = withNumber && call.caller_name && cutAtHits(number, search).some(({ isHit }) => isHit)
  return (
    <>
      <Highlight text={call.caller_name ?? number} search={search} />
      {isMet && (
        <span className="number ml-1.5 font-regular text-ink-3">
          <Highlight text={fromHit(number, search, 4)} search={search} />
        </span>
      )}
    </>
  )
}

/** The words of a note or of the call itself that a search met. */
export const MetWords = ({ found, search = '' }: { found: NonNullable<HistoryCall['found']>; search?: string }) => (
  <>
    {found.in === 'notes' ? t.inNotes : t.inTranscript} <Highlight text={fromHit(found.text, search)} search={search} />
  </>
)
