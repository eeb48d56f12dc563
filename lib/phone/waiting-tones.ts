type Sender = Pick<RTCDTMFSender, 'toneBuffer' | 'insertDTMF'>

const keeping = new WeakSet<Sender>()

/**
 * A browser that is given tones forgets those that still wait, and the SDK gives it each key as it is pressed. From now on what
 * waits goes first, as https://www.w3.org/TR/webrtc/#dom-rtcdtmfsender-insertdtmf says how to.
 */
export function keepWaitingTones(sender: Sender | undefined = globalThis.RTCDTMFSender?.prototype): void {
  if (!sender || keeping.has(sender)) return
  keeping.add(sender)
  const insert = sender.insertDTMF
  sender.insertDTMF = function (this: RTCDTMFSender, tones, ...times) {
    insert.call(this, this.toneBuffer + tones, ...times)
  }
}
