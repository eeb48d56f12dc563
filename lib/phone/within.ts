import { DeviceError } from './voice-device.ts'

/** The promise's value, or DeviceError 53000 after that time; what comes later is given up. */
export async function within<T>(ms: number, promise: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp()
      reject(new DeviceError('53000', `No answer of the voice network after ${ms / 1000} s`))
    }, ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
