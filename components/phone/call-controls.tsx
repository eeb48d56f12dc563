'use client'
import { Grip, Mic, MicOff, PhoneOff, Volume2 } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { ControlButton } from '#components/ui/control-button.tsx'
import { RecordingControl } from './recording-control.tsx'
import { SoundPopover } from './sound-settings.tsx'
import { useCallButtons } from './use-call-buttons.ts'
import { usePhone } from './use-phone.tsx'

/** Mute and Hang up, where the card is small. */
export function CompactControls() {
  const { mute, hangUp } = useCallButtons()
  const { call } = usePhone()
  return (
    <div className="grid grid-cols-2 gap-2 px-3 pb-3 has-[>:nth-child(3)]:grid-cols-3">
      <ControlButton {...mute} icon={call?.muted ? MicOff : Mic} look={call?.muted ? 'on' : 'off'} />
      <RecordingControl callId={call?.callId ?? null} />
      <ControlButton {...hangUp} icon={PhoneOff} look="drop" />
    </div>
  )
}

/** Mute, Keypad, Hang up; where the card is the screen, it has the sound devices too. */
export function CallControls({ keypadOpen, onKeypad }: { keypadOpen: boolean; onKeypad: () => void }) {
  const { mute, hangUp } = useCallButtons()
  const { call } = usePhone()
  return (
    <div className="grid grid-cols-3 gap-2 px-5 has-[>:nth-child(5)]:grid-cols-4 pb-[calc(1.25rem+env(safe-area-inset-bottom))] tablet:grid-cols-4 tablet:pb-5">
      <ControlButton {...mute} icon={call?.muted ? MicOff : Mic} look={call?.muted ? 'on' : 'off'} />
      <ControlButton
        icon={Grip}
        label={messages.call.keypad}
        look={keypadOpen ? 'open' : 'off'}
        aria-expanded={keypadOpen}
        disabled={!call?.leg}
        onClick={onKeypad}
      />
      <SoundPopover>
        <ControlButton
          icon={Volume2}
          label={messages.sound.open}
          aria-label={messages.sound.openFull}
          className="tablet:hidden"
        />
      </SoundPopover>
      <RecordingControl callId={call?.callId ?? null} />
      <ControlButton
        {...hangUp}
        icon={PhoneOff}
        look="drop"
        className="max-tablet:col-span-full max-tablet:h-13 max-tablet:flex-row max-tablet:gap-2 max-tablet:text-16 tablet:col-start-4"
      />
    </div>
  )
}
