import twilio from 'twilio'
import { CarrierError } from './port.ts'

/** https://www.twilio.com/docs/api/errors/21220 - the call is not in progress. */
export const NOT_IN_PROGRESS = 21220
export const NOT_FOUND = 20404

/** Taken from the library's main file: the default of a deeper one is a class in tests and a module under Node itself. */
const { RestException } = twilio

/** The answer, or null when the carrier refuses with this code. */
export async function orNull<T>(code: number, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RestException && error.code === code) return null
    throw error
  }
}

/** Turns refusals into CarrierErrors: a 4xx did nothing; a 5xx, a time-out or a dropped connection may have done it. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RestException && error.status < 500) {
      throw new CarrierError('refused', error.message, error.code ?? null, error)
    }
    throw new CarrierError('unknown', error instanceof Error ? error.message : String(error), null, error)
  }
}
