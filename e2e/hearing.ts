import { expect, type Page } from '@playwright/test'

declare global {
  interface Window {
    offhookHears?: (hz: number) => { share: number; rmsDb: number }
    offhookMicrophones?: MediaStreamTrack[]
  }
}

/** Listens in on every connection of the page, beside the SDK, and keeps every microphone track it opens. */
export function listenIn(): void {
  const Native = window.RTCPeerConnection
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ track }) => {
        void context.resume()
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
      })
    }
  }
  const getUserMedia = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
  window.offhookMicrophones = []
  if (getUserMedia) {
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints)
      window.offhookMicrophones?.push(...stream.getAudioTracks())
      return stream
    }
  }
  window.offhookHears = (hz) => {
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    const coefficient = 2 * Math.cos((2 * Math.PI * hz) / context.sampleRate)
    let [last, before, energy] = [0, 0, 0]
    for (const sample of samples) {
      const next = sample + coefficient * last - before
      before = last
      last = next
      energy += sample * sample
    }
    const power = last * last + before * before - coefficient * last * before
    const share = energy === 0 ? 0 : (2 * power) / (energy * samples.length)
    return { share: Math.min(1, share), rmsDb: 10 * Math.log10(energy / samples.length + 1e-12) }
  }
}

/** The page's speaker carries this tone, by Goertzel: its share of all that is heard. */
export async function expectPageHears(page: Page, hz: number): Promise<void> {
  await expect
    .poll(() => page.evaluate((tone) => window.offhookHears!(tone).share, hz), `the page hears ${hz} Hz`)
    .toBeGreaterThan(0.8)
}

/** Something is heard that is not this tone. */
export async function expectPageHearsOtherThan(page: Page, hz: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { share, rmsDb } = await page.evaluate((tone) => window.offhookHears!(tone), hz)
        return rmsDb > -45 && share < 0.3
      },
      { message: 'the page hears ringing', intervals: [50] },
    )
    .toBe(true)
}
