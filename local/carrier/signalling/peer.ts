import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { FRAME_SAMPLES } from '#lib/media/mulaw.ts'

/** Where the carrier's sound comes in: one UDP address and a range of ports. */
export interface MediaSettings {
  host: string
  ports: [number, number]
}

interface PeerEvents {
  /** Mu-law as the browser sent it. */
  onAudio(payload: Uint8Array): void
  onDigit(digit: string): void
  /** The sound's path broke down and did not come back. */
  onFault(error: unknown): void
}

/** RFC 4733: the first 16 telephone events. */
const DIGITS = '0123456789*#ABCD'
const GATHER_MS = 3000

/** The WebRTC leg to one browser, speaking PCMU, so that what arrives already is the carrier's own format. */
export class Peer {
  readonly #pc: RTCPeerConnection
  readonly #events: PeerEvents
  readonly #track = new MediaStreamTrack({ kind: 'audio' })
  #heard: MediaStreamTrack | undefined
  #sequence = 0
  #timestamp = 0
  #lastEventTimestamp: number | undefined
  #negotiated = false

  constructor(media: MediaSettings, events: PeerEvents) {
    this.#events = events
    this.#pc = new RTCPeerConnection({
      iceServers: [],
      // No interface is looked for: the one given address is all we listen on and all we offer.
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [media.host],
      iceInterfaceAddresses: { udp4: media.host },
      icePortRange: media.ports,
      bundlePolicy: 'max-bundle',
      codecs: { audio: [pcmu(), telephoneEvent()] },
    })
    this.#pc.addTransceiver(this.#track, { direction: 'sendrecv' })
    this.#pc.onTrack.subscribe((track) => this.#listen(track))
  }

  /** Our offer, with every candidate in it: the SDK knows no trickle. */
  async offer(): Promise<string> {
    return this.#describe(() => this.#pc.createOffer())
  }

  /** Takes the browser's answer to our offer. */
  async accept(answer: string): Promise<void> {
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: answer })
    this.#negotiated = true
  }

  /** Answers the browser's offer: the first one, and each ICE restart after it. */
  async answer(offer: string): Promise<string> {
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: offer })
    const sdp = await this.#describe(() => this.#pc.createAnswer())
    // werift does not look at new ICE credentials once DTLS is up: without this a restart ends in one-way sound.
    if (this.#negotiated) for (const ice of this.#pc.iceTransports) ice.start().catch(this.#events.onFault)
    this.#negotiated = true
    return sdp
  }

  /** Sends 20 ms of mu-law; dropped while the connection is not up, and when it is to be lost on the way. */
  send(frame: Uint8Array, isLost = false): void {
    this.#sequence = (this.#sequence + 1) & 0xffff
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0
    if (isLost) return
    const header = new RtpHeader({ payloadType: 0, sequenceNumber: this.#sequence, timestamp: this.#timestamp })
    this.#track.writeRtp(new RtpPacket(header, Buffer.from(frame.buffer, frame.byteOffset, frame.length)))
  }

  /** Address and port our sound is received at, once described. */
  get address(): string | undefined {
    const [, host, port] = / udp \d+ (\S+) (\d+) typ host/.exec(this.#pc.localDescription?.sdp ?? '') ?? []
    return host && `${host}:${port}`
  }

  async close(): Promise<void> {
    await this.#pc.close()
  }

  async #describe(create: () => Promise<{ type: string; sdp: string }>): Promise<string> {
    return oneAtATime(async () => {
      await this.#pc.setLocalDescription((await create()) as Parameters<RTCPeerConnection['setLocalDescription']>[0])
      if (this.#pc.iceGatheringState !== 'complete') {
        await this.#pc.iceGatheringStateChange.watch((state) => state === 'complete', GATHER_MS)
      }
      const sdp = this.#pc.localDescription?.sdp ?? ''
      if (!sdp.includes('a=candidate:')) throw new Error('No free UDP port for sound')
      return sdp
    })
  }

  /** werift announces the same track again at every ICE restart; heard twice, each packet would be played twice. */
  #listen(track: MediaStreamTrack): void {
    if (track === this.#heard) return
    this.#heard = track
    track.onReceiveRtp.subscribe((packet) => this.#receive(packet))
  }

  #receive({ header, payload }: RtpPacket): void {
    if (header.payloadType === 0) return this.#events.onAudio(payload)
    // A digit is sent many times over; all its packets carry the time it began.
    if (header.timestamp === this.#lastEventTimestamp || payload.length === 0) return
    this.#lastEventTimestamp = header.timestamp
    const digit = DIGITS[payload[0]!]
    if (digit) this.#events.onDigit(digit)
  }
}

const pcmu = () => new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 })
/** 126 is what Chromium itself calls it; an answer takes the number of the browser's offer. */
const telephoneEvent = () =>
  new RTCRtpCodecParameters({
    mimeType: 'audio/telephone-event',
    clockRate: 8000,
    channels: 1,
    payloadType: 126,
    parameters: '0-16',
  })

let lastGathering: Promise<unknown> = Promise.resolve()

/** werift tries a port, frees it and binds it again: two legs gathering together would fall over the same one. */
async function oneAtATime<T>(gather: () => Promise<T>): Promise<T> {
  const turn = lastGathering.then(gather)
  lastGathering = turn.catch(() => {})
  return turn
}
