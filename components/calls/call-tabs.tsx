'use client'
import { MessageSquare } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Button } from '#components/ui/button.tsx'
import { CallComments, useCommentSecond } from './call-comments.tsx'
import { CallFacts } from './call-facts.tsx'
import { CallNotes } from './call-notes.tsx'
import type { CallDetail } from './history.ts'
import { LegsTimeline } from './legs-timeline.tsx'
import { RelatedCalls } from './related-calls.tsx'
import { ReviewButton } from './review-button.tsx'
import { Transcript } from './transcript.tsx'
import { useComments } from './use-comments.ts'

const t = messages.callNotes
type Tab = 'transcript' | 'notes' | 'timeline'

/** What was said, noted and done on a call, each behind its tab; what a reviewer does next stands below. */
export function CallTabs({ call, search }: { call: CallDetail; search: string | undefined }) {
  const [chosen, setChosen] = useState<Tab | null>(null)
  const tab = chosen ?? (call.transcript ? 'transcript' : 'timeline')
  const comment = useRef<HTMLTextAreaElement>(null)
  const { comments } = useComments(call.id)
  const goToComment = () => {
    setChosen('notes')
    requestAnimationFrame(() => comment.current?.focus())
  }
  return (
    <>
      <Tabs.Root
        value={tab}
        onValueChange={(value) => setChosen(value as Tab)}
        activationMode="manual"
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List aria-label={t.tabs.label} className="flex flex-none gap-4 border-b border-line px-4">
          <TabButton value="transcript">{t.tabs.transcript}</TabButton>
          <TabButton value="notes">
            {t.tabs.notes}
            {comments && comments.length > 0 && (
              <span className="figures rounded-full bg-sunken px-1.5 text-11 text-ink-2">{comments.length}</span>
            )}
          </TabButton>
          <TabButton value="timeline">{t.tabs.timeline}</TabButton>
        </Tabs.List>
        <Tabs.Content value="transcript" className="flex min-h-0 flex-1 flex-col">
          <Transcript call={call} search={search} className="flex-1" />
        </Tabs.Content>
        <Tabs.Content value="notes" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3">
          <CallNotes call={call} />
          <CallComments call={call} field={comment} />
        </Tabs.Content>
        <Tabs.Content value="timeline" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3">
          <CallFacts call={call} />
          <LegsTimeline call={call} compact />
          <RelatedCalls call={call} />
        </Tabs.Content>
      </Tabs.Root>
      <footer className="flex h-13 flex-none items-center justify-end gap-2 border-t border-line px-2 tablet:h-11">
        <CommentButton call={call} onClick={goToComment} />
        <ReviewButton call={call} />
      </footer>
    </>
  )
}

const TabButton = ({ value, children }: { value: Tab; children: ReactNode }) => (
  <Tabs.Trigger
    value={value}
    className="inline-flex h-11 items-center gap-1.5 font-medium text-ink-2 hover:text-ink focus-visible:-outline-offset-2 aria-selected:text-ink aria-selected:shadow-[inset_0_-2px_0_var(--accent)] tablet:h-10"
  >
    {children}
  </Tabs.Trigger>
)

function CommentButton({ call, onClick }: { call: CallDetail; onClick: () => void }) {
  const second = useCommentSecond(call)
  return (
    <Button kind="quiet" size="small" icon={MessageSquare} onClick={onClick}>
      {second === null ? t.comments.whole : t.comments.at(formatLength(second))}
    </Button>
  )
}
