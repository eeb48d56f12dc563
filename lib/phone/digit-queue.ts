/** The SDK's tone and the pause after it. */
const DIGIT_MS = 230
/** A busy machine begins a tone late, and a browser forgets a tone that still waits when it is given another. */
const SPARE_MS = 170

/** Sends the first digit at once and those that are pressed meanwhile together, as soon as the ones before have sounded. */
export function digitQueue(send: (digits: string) => void): (digit: string) => void {
  let waiting = ''
  let sounding = false
  const next = () => {
    const digits = waiting
    waiting = ''
    sounding = digits !== ''
    if (!sounding) return
    send(digits)
    setTimeout(next, digits.length * DIGIT_MS + SPARE_MS)
  }
  return (digit) => {
    waiting += digit
    if (!sounding) next()
  }
}
