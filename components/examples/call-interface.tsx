'use client'
import { useState } from 'react'
import { SwrProvider } from '#components/live/swr-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { texts } from './texts.ts'
import { useVoiceDevice, type VoiceCall } from './use-voice-device.ts'

/** The smallest phone there is on useVoiceDevice: what a page of one's own may begin from. */
export function CallInterface({ identity }: { identity: string }) {
  return (
    <SwrProvider>
      <main className="mx-auto flex max-w-sm flex-col gap-4 p-6">
        <h1 className="text-16 font-semibold">{texts.title}</h1>
        <Panels identity={identity} />
      </main>
    </SwrProvider>
  )
}

function Panels({ identity }: { identity: string }) {
  const { isReady, callStatus, currentCall, error, makeCall, answerCall, rejectCall, hangupCall } = useVoiceDevice({
    identity,
  })
  return (
    <>
      <div role="status" className="flex flex-col gap-1">
        <p>{texts.status(callStatus)}</p>
        <p>{texts.ready(isReady)}</p>
      </div>
      {error && <p role="alert">{error}</p>}
      {callStatus === 'incoming' && currentCall && (
        <section aria-label={texts.incoming} className="flex flex-col gap-2">
          <p>{texts.from(currentCall.from)}</p>
          <Button kind="answer" onClick={answerCall}>
            {texts.answer}
          </Button>
          <Button onClick={rejectCall}>{texts.reject}</Button>
        </section>
      )}
      {(callStatus === 'ready' || callStatus === 'error') && <MakeCall isReady={isReady} onCall={makeCall} />}
      {(callStatus === 'outgoing' || callStatus === 'connected') && currentCall && (
        <ActiveCall call={currentCall} onHangup={hangupCall} />
      )}
    </>
  )
}

function MakeCall({ isReady, onCall }: { isReady: boolean; onCall: (to: string) => Promise<void> }) {
  const [number, setNumber] = useState('')
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void onCall(number)
      }}
    >
      <Field
        label={texts.number}
        type="tel"
        placeholder={texts.placeholder}
        value={number}
        onChange={(event) => setNumber(event.target.value)}
      />
      <Button type="submit" kind="primary" disabled={!number || !isReady}>
        {texts.makeCall}
      </Button>
    </form>
  )
}

function ActiveCall({ call, onHangup }: { call: VoiceCall; onHangup: () => void }) {
  return (
    <section aria-label={texts.active} className="flex flex-col gap-2">
      <p>{texts.to(call.to)}</p>
      <p>{texts.from(call.from)}</p>
      <Button kind="hangup" onClick={onHangup}>
        {texts.hangup}
      </Button>
    </section>
  )
}
