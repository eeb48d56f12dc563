import { ask } from './carrier.js'

/** The sound of one call in this browser: heard at once, spoken into when a microphone is given. */
export class CallSound {
  #peer = new RTCPeerConnection()
  #sender
  #microphone
  #path
  callSid

  /** Joins a call; `ear` is the audio element it is heard through. */
  static async join(callSid, ear) {
    const sound = new CallSound()
    sound.callSid = callSid
    sound.#path = `/calls/${callSid}/person`
    sound.#sender = sound.#peer.addTransceiver('audio', { direction: 'sendrecv' }).sender
    sound.#peer.ontrack = ({ track }) => {
      ear.srcObject = new MediaStream([track])
      ear.play().catch(() => {
        // The browser waits for a first click; whoever switches "Hear the call" gives it one.
      })
    }
    try {
      await sound.#peer.setLocalDescription()
      const { sdp } = await ask('POST', sound.#path, { sdp: sound.#peer.localDescription.sdp })
      await sound.#peer.setRemoteDescription({ type: 'answer', sdp })
    } catch (error) {
      sound.#peer.close()
      throw error
    }
    return sound
  }

  /** Speaks with the person's own microphone, or with none. Throws when the browser gives none. */
  async speak(isOn) {
    this.#microphone?.stop()
    this.#microphone = undefined
    if (isOn) {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true } })
      this.#microphone = stream.getAudioTracks()[0]
    }
    await this.#sender.replaceTrack(this.#microphone ?? null)
  }

  mute(isMuted) {
    if (this.#microphone) this.#microphone.enabled = !isMuted
  }

  /** Leaves the call, which goes on without the person. */
  leave() {
    this.#microphone?.stop()
    this.#peer.close()
    ask('DELETE', this.#path).catch(() => {
      // A call that ended let go of the person itself.
    })
  }
}

let bell

/** Rings once, softly; silent until the page was clicked on for the first time. */
export function ringOnce() {
  if (!navigator.userActivation?.hasBeenActive) return
  bell ??= new AudioContext()
  const gain = new GainNode(bell, { gain: 0.04 })
  gain.connect(bell.destination)
  for (const frequency of [400, 450]) {
    const tone = new OscillatorNode(bell, { frequency })
    tone.connect(gain)
    tone.start()
    tone.stop(bell.currentTime + 0.4)
  }
}
