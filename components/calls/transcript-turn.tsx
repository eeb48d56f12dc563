'use client'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Highlight } from './highlight.tsx'
import type { CallDetail, SpokenTurn } from './history.ts'
import { isOurs } from './transcript-turns.ts'
import { usePartyText } from './use-party-text.ts'

const THEIRS = /^(customer|caller|callee|client|them)$/i

interface TranscriptTurnProps {
  turn: SpokenTurn
  call: CallDetail
  words: string
  /** When it is heard: of the recording where there is one, else of the call. Null where the recording has nothing of it. */
  second: number | null
  isNow: boolean
  /** It is the hit that the search stands at. */
  isHit: boolean
  /** Absent where there is nothing to hear. */
  onPlay: (() => void) | null
}

/** Who said what, and when: a click on it is heard. */
export function TranscriptTurn({ turn, call, words, second, isNow, isHit, onPlay }: TranscriptTurnProps) {
  const speaker = useSpeaker(call)
  const time = second === null ? '–' : formatLength(second)
  const ground = isNow ? 'bg-accent-tint shadow-[inset_2px_0_0_var(--accent)]' : isHit ? 'bg-hover' : ''
  return (
    <li
      aria-current={isNow || undefined}
      className={`relative grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-2 px-4 py-1.5 ${ground} ${onPlay ? 'hover:bg-hover' : ''}`}
    >
      {onPlay ? (
        <button
          type="button"
          aria-label={messages.callNotes.transcript.from(time)}
          onClick={onPlay}
          className="figures self-start pr-1 text-right text-12 leading-4 text-ink-3 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {time}
        </button>
      ) : (
        <span
          title={second === null ? messages.callNotes.transcript.unheard : undefined}
          className="figures pr-1 text-right text-12 leading-4 text-ink-3"
        >
          {time}
        </span>
      )}
      <div>
        <div className={`text-12 font-medium ${isOurs(turn.speaker) ? 'text-accent-ink' : 'text-ink-2'}`}>
          {speaker(turn.speaker)}
        </div>
        <p>
          <Highlight text={turn.text} search={words} />
        </p>
      </div>
    </li>
  )
}

/** The people's names for the words a transcript has for them. */
function useSpeaker(call: CallDetail): (speaker: string) => string {
  const party = usePartyText()(call)
  return (speaker) => {
    if (/^agent$/i.test(speaker)) return call.agent_name ?? messages.legs.agent
    return THEIRS.test(speaker) ? party : speaker
  }
}
