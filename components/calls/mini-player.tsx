'use client'
import { X } from 'lucide-react'
import Link from 'next/link'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Button } from '#components/ui/button.tsx'
import { PlayButton } from './player.tsx'
import { type Track, usePlayer, usePlayerTime } from './player-context.tsx'

/** What plays on below the list, on a phone. */
export function MiniPlayer() {
  const { track } = usePlayer()
  return track && <Bar track={track} />
}

function Bar({ track }: { track: Track }) {
  const { close } = usePlayer()
  const time = usePlayerTime(track.recordingId)
  return (
    <section
      aria-label={messages.player.label}
      className="flex h-15 flex-none items-center gap-3 border-t border-line bg-raised pr-2 pl-4 tablet:hidden"
    >
      <PlayButton track={track} />
      <div className="min-w-0 flex-1">
        <Link href={`/calls/${track.callId}`} className="block truncate text-13 font-medium">
          {track.title}
        </Link>
        <div aria-hidden className="mt-1.5 h-[3px] overflow-hidden rounded-full bg-pressed">
          <div className="h-full bg-accent" style={{ width: `${(time / track.length) * 100}%` }} />
        </div>
      </div>
      <span className="figures text-12 text-ink-3">
        {formatLength(time)} / {formatLength(track.length)}
      </span>
      <Button kind="quiet" icon={X} aria-label={messages.player.close} onClick={close} />
    </section>
  )
}
