'use client'
import { ChevronDown, ChevronUp, Pin, Search } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { CallDetail, SpokenTurn } from './history.ts'
import { cutAtHits } from './marks.ts'
import { usePlayer, usePlayerTime } from './player-context.tsx'
import { TranscriptTurn } from './transcript-turn.tsx'
import { heardAt, secondOfCall, turnAt } from './transcript-turns.ts'
import { useTrackOf } from './use-track.ts'

const t = messages.callNotes.transcript

interface TranscriptProps {
  call: CallDetail
  /** What the list was searched for: its words are looked for here too. */
  search?: string | undefined
  className?: string
}

/** What was said, in step with the recording: the words that are heard stay in sight until somebody scrolls away. */
export function Transcript({ call, search, className }: TranscriptProps) {
  const turns = call.transcript?.segments ?? []
  return turns.length === 0 ? (
    <Empty title={t.none}>{t.noneAdvice}</Empty>
  ) : (
    <Turns {...{ call, turns, search, className }} />
  )
}

function Turns({ call, turns, search = '', className }: TranscriptProps & { turns: SpokenTurn[] }) {
  const list = useRef<HTMLOListElement>(null)
  const { seek } = usePlayer()
  const trackOf = useTrackOf(call)
  const isRecorded = call.recordings.some(({ status }) => status === 'stored')
  const now = useTurnNow(call, turns)
  const [words, setWords] = useState(() => (hitsOf(turns, search).length > 0 ? search : ''))
  const hits = hitsOf(turns, words)
  const [hit, setHit] = useState(0)
  const [isFollowing, setFollowing] = useState(true)
  useInSight(list, isFollowing ? now : -1)
  const showHit = (next: number) => {
    setHit(next)
    setFollowing(false)
    list.current?.children[hits[next] ?? 0]?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <section aria-label={t.title} className={`flex min-h-0 flex-col ${className ?? ''}`}>
      <WordSearch
        {...{ words, hit, hits: hits.length, onHit: showHit }}
        onWords={(next) => {
          setWords(next)
          setHit(0)
        }}
      />
      <ol
        ref={list}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: scrolling must work without a pointer
        tabIndex={0}
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        className="relative min-h-0 flex-1 overflow-y-auto pb-2 focus-visible:-outline-offset-2"
      >
        {turns.map((turn, index) => {
          const heard = heardAt(call, turn)
          return (
            <TranscriptTurn
              key={`${turn.start_time}-${index}`}
              {...{ turn, call, words }}
              second={isRecorded ? (heard?.second ?? null) : turn.start_time}
              isNow={index === now}
              isHit={hits[hit] === index && words !== ''}
              onPlay={heard && (() => seek(trackOf(heard.recording), heard.second))}
            />
          )
        })}
      </ol>
      {isRecorded && <Follow isFollowing={isFollowing} onToggle={() => setFollowing(!isFollowing)} />}
    </section>
  )
}

/** The turns that a search met, by place. */
const hitsOf = (turns: SpokenTurn[], words: string): number[] =>
  words.trim() === ''
    ? []
    : turns.flatMap(({ text }, index) => (cutAtHits(text, words).some(({ isHit }) => isHit) ? index : []))

/** The turn that is heard now; -1 while nothing of this call plays. */
function useTurnNow(call: CallDetail, turns: SpokenTurn[]): number {
  const { track } = usePlayer()
  const recording = call.recordings.find(({ id }) => id === track?.recordingId)
  const second = usePlayerTime(recording?.id ?? '')
  return recording ? turnAt(turns, secondOfCall(call, { recording, second })) : -1
}

function useInSight(list: RefObject<HTMLOListElement | null>, index: number): void {
  useEffect(() => {
    const [box, turn] = [list.current, list.current?.children[index]]
    if (!box || !(turn instanceof HTMLElement)) return
    // Only this list moves, never the page around it.
    const isAbove = turn.offsetTop < box.scrollTop
    const isBelow = turn.offsetTop + turn.offsetHeight > box.scrollTop + box.clientHeight
    if (isAbove || isBelow) box.scrollTo({ top: turn.offsetTop - box.clientHeight / 3 })
  }, [list, index])
}

interface WordSearchProps {
  words: string
  hit: number
  hits: number
  onWords: (words: string) => void
  onHit: (hit: number) => void
}

function WordSearch({ words, hit, hits, onWords, onHit }: WordSearchProps) {
  const step = (by: number) => hits > 0 && onHit((hit + by + hits) % hits)
  return (
    <search className="flex-none px-4 py-2">
      <div className="field-focus flex h-9 items-center gap-2 rounded-md bg-surface pl-2 shadow-[inset_0_0_0_1px_var(--line-control)] tablet:h-control-small dark:bg-sunken">
        <Icon of={Search} size={14} className="text-ink-3" />
        <input
          type="text"
          aria-label={t.search}
          placeholder={t.search}
          value={words}
          onChange={(event) => onWords(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && step(event.shiftKey ? -1 : 1)}
          className="min-w-0 flex-1 bg-transparent text-16 outline-none placeholder:text-ink-3 tablet:text-12"
        />
        {words && (
          <>
            <span role="status" className="figures text-12 whitespace-nowrap text-ink-3">
              {t.hits(hit + 1, hits)}
            </span>
            <Button kind="quiet" size="small" icon={ChevronUp} aria-label={t.previous} onClick={() => step(-1)} />
            <Button kind="quiet" size="small" icon={ChevronDown} aria-label={t.next} onClick={() => step(1)} />
          </>
        )}
      </div>
    </search>
  )
}

const Follow = ({ isFollowing, onToggle }: { isFollowing: boolean; onToggle: () => void }) => (
  <div className="flex-none px-2 py-1">
    <Button
      kind="quiet"
      size="small"
      icon={Pin}
      aria-pressed={isFollowing}
      title={t.followHint}
      onClick={onToggle}
      className="aria-pressed:text-accent-ink"
    >
      {isFollowing ? t.following : t.follow}
    </Button>
  </div>
)
