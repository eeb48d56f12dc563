'use client'
import { Scissors, Wrench } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { type Conversation, formatOffset, splitHeard, type Turn, toolOf } from './conversation.ts'

const t = messages.assistants.conversation

/** Both sides of a talk as they are said; it follows the newest words unless somebody scrolled back. */
export function Transcript({ conversation, caller }: { conversation: Conversation; caller: string }) {
  const { turns, assistantName, state } = conversation
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [turns])
  const names = { caller, assistant: assistantName ?? messages.assistants.title, agent: t.agent }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling must work without a pointer
    <div
      ref={box}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: scrolling must work without a pointer
      tabIndex={0}
      role="log"
      aria-label={t.label}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight > scrollHeight - 40
      }}
      className="min-h-0 flex-1 overflow-y-auto py-2 focus-visible:-outline-offset-2"
    >
      {turns.length === 0 && <p className="px-5 py-4 text-ink-3">{t.empty}</p>}
      {turns.map((turn) =>
        turn.speaker === 'tool' ? (
          <Remark key={turn.position} icon={Wrench} text={t.tools[toolOf(turn)] ?? turn.text} />
        ) : (
          <Said
            key={turn.position}
            turn={turn}
            who={names[turn.speaker]}
            isNow={state === 'live' && turn.position === turns.at(-1)?.position && turn.endMs === null}
          />
        ),
      )}
    </div>
  )
}

function Said({ turn, who, isNow }: { turn: Turn; who: string; isNow: boolean }) {
  const { heard, struck } = splitHeard(turn)
  return (
    <>
      <div
        className={`grid grid-cols-[44px_minmax(0,1fr)] gap-x-2 px-4 py-1.5 ${
          isNow ? 'bg-accent-tint shadow-[inset_2px_0_0_var(--accent)]' : ''
        }`}
      >
        <time className="figures pr-1 text-right text-12 leading-5 text-ink-3">{formatOffset(turn.startMs)}</time>
        <div>
          <div
            className={`flex items-baseline gap-2 text-12 font-medium ${
              turn.speaker === 'assistant' ? 'text-accent-ink' : 'text-ink-2'
            }`}
          >
            {who}
            {turn.latencyMs !== null && (
              <span className="figures font-regular text-ink-3">{t.firstSound(seconds(turn.latencyMs))}</span>
            )}
          </div>
          <div>
            {heard}
            {struck && <s className="text-ink-3 decoration-1">{struck}</s>}
          </div>
        </div>
      </div>
      {struck && <Remark icon={Scissors} text={t.interrupted} />}
    </>
  )
}

const Remark = ({ icon, text }: { icon: typeof Scissors; text: string }) => (
  <div className="flex items-center gap-2 py-1 pr-4 pl-17 text-12 text-ink-3">
    <Icon of={icon} size={12} />
    {text}
  </div>
)

const seconds = (ms: number) => (ms / 1000).toFixed(1)
