'use client'
import { ChevronDown, Headphones, Play } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { ReactElement } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Select } from '#components/ui/select.tsx'
import { choosable, type SoundPart } from '#lib/phone/sound-choice.ts'
import { LevelMeter } from './level-meter.tsx'
import { useMicrophoneLevel } from './use-microphone-level.ts'
import { useSoundChoice, useSoundDevices } from './use-sound.ts'
import { useTestSound, useTheirLevel } from './use-test-sound.ts'

const t = messages.sound
const SYSTEM = 'system'

/** The headset of the header: what the agent speaks into and hears from, and where to change it. */
export function SoundSettings({ compact }: { compact?: boolean }) {
  const { choice } = useSoundChoice()
  const name = choice.speaker?.name ?? choice.microphone?.name
  const label = name ? `${t.title}: ${name}` : t.title
  return (
    <SoundPopover>
      <Button kind="quiet" size="small" icon={Headphones} aria-label={label} title={compact ? label : undefined}>
        {!compact && <span className="hidden max-w-40 truncate tablet:inline">{name ?? t.title}</span>}
      </Button>
    </SoundPopover>
  )
}

/** The choices of sound devices, opened by the button given. */
export function SoundPopover({ children }: { children: ReactElement }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={t.title}
          className="z-50 flex w-80 max-w-[calc(100vw-1.5rem)] flex-col gap-4 rounded-lg bg-raised p-4 shadow-float"
        >
          <Microphone />
          <Speaker />
          <Loudspeaker part="ringtone" />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Microphone() {
  const { choice } = useSoundChoice()
  const { again } = useSoundDevices()
  const { level, quiet, problem } = useMicrophoneLevel(choice.microphone?.id ?? null, again)
  return (
    <div className="flex flex-col gap-1.5">
      <PartSelect part="microphone" />
      {!problem && <LevelMeter label={t.levels.microphone} level={level} />}
      <p className={`text-12 ${problem || quiet ? 'text-problem-ink' : 'text-ink-3'}`}>
        {problem ? messages.ended.code(problem) : quiet ? t.quiet : t.speak}
      </p>
    </div>
  )
}

/** In a call its meter follows the other side. */
const Speaker = () => <Loudspeaker part="speaker" theirs={useTheirLevel()} />

const TEST_SOUNDS = { speaker: 'disconnect', ringtone: 'ringtone' } as const

function Loudspeaker({ part, theirs = 0 }: { part: keyof typeof TEST_SOUNDS; theirs?: number }) {
  const { choice } = useSoundChoice()
  const { playing, level, play } = useTestSound(TEST_SOUNDS[part], choice[part]?.id ?? null)
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <PartSelect part={part} />
        </div>
        <Button icon={Play} pending={playing} aria-label={`${t.test}: ${t.parts[part]}`} onClick={() => void play()}>
          {playing ? t.testing : t.test}
        </Button>
      </div>
      <LevelMeter label={t.levels[part]} level={Math.max(level, theirs)} />
    </div>
  )
}

function PartSelect({ part }: { part: SoundPart }) {
  const { choice, choose } = useSoundChoice()
  const { devices } = useSoundDevices()
  const all = choosable(devices, part)
  const chosen = choice[part]
  const options = [
    { value: SYSTEM, text: t.system },
    ...all.map(({ deviceId, label }) => ({ value: deviceId, text: label || t.unnamed })),
    ...(chosen && !all.some(({ deviceId }) => deviceId === chosen.id)
      ? [{ value: chosen.id, text: t.unplugged(chosen.name) }]
      : []),
  ]
  const text = options.find(({ value }) => value === (chosen?.id ?? SYSTEM))?.text ?? t.system
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-12 text-ink-3">
        {t.parts[part]}
      </span>
      <Select
        label={`${t.parts[part]}: ${text}`}
        value={chosen?.id ?? SYSTEM}
        onChange={(id) => choose(part, all.find(({ deviceId }) => deviceId === id) ?? null)}
        options={options.map((option) => ({ ...option, content: <span className="truncate">{option.text}</span> }))}
        trigger={
          <>
            <span className="min-w-0 flex-1 truncate text-left">{text}</span>
            <Icon of={ChevronDown} size={14} className="text-ink-3" />
          </>
        }
        className="flex h-11 w-full items-center gap-2 rounded-md bg-surface px-2 shadow-[inset_0_0_0_1px_var(--line-strong)] tablet:h-control dark:bg-sunken"
      />
    </div>
  )
}
