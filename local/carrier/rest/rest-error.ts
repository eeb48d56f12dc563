import type { Answer } from '../router.ts'

/** An error in the envelope of the 2010 API. */
export class RestError extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  get answer(): Answer {
    const { status, code, message } = this
    return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
  }
}

/** 20404, for anything that is not there or not emulated. */
export function notFound(path: string): RestError {
  return new RestError(404, 20404, `The requested resource ${path} was not found`)
}
