import { ZodError } from 'zod'
import { AppError } from '#lib/errors.ts'
import { problem } from '#lib/http/problem.ts'

/** The voice API's way to say no: 400 and 500 exactly as its first clients know them, all else with our code and advice. */
export function voiceProblem(error: unknown): Response {
  const { status, headers } = problem(error)
  if (!(error instanceof AppError) || status === 500) return no(500, headers, 'Internal server error')
  if (error.code === 'invalid_input' && error.cause instanceof ZodError) {
    return no(400, headers, error.cause.issues[0]?.message ?? error.message)
  }
  const { code, message, action } = error
  return no(status, headers, message, { code, action })
}

const no = (status: number, headers: Headers, error: string, more: object = {}) =>
  Response.json({ success: false, error, ...more }, { status, headers })
