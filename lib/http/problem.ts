import { ZodError } from 'zod'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'

/** Answers that differ from one person to the next must stay out of every cache. */
export const PRIVATE = { 'cache-control': 'private, no-store' }

/** Turns any error into an answer: ours are shown, all others are logged and hidden. */
export function problem(error: unknown): Response {
  const { code, message, field, action, status } = shown(error)
  return Response.json({ error: { code, message, field, action } }, { status, headers: PRIVATE })
}

/** The same in the calls API's own envelope. */
export function callsProblem(error: unknown): Response {
  const { code, message, field, action, status } = shown(error)
  return Response.json({ success: false, error: message, code, field, action }, { status, headers: PRIVATE })
}

const shown = (error: unknown): AppError => (error instanceof AppError ? error : hidden(error))

function hidden(error: unknown): AppError {
  log.error(error instanceof ZodError ? 'a value inside broke its schema' : 'unexpected error', { error })
  return new AppError('internal_error', 'Something went wrong on our side.', { action: 'Try again in a moment.' })
}

/** The first fault of an input as an error that names its field. */
export function invalidInput(error: ZodError): AppError {
  const issue = error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : []
  const field = [...(issue?.path ?? []), ...unknown.slice(0, 1)].join('.') || undefined
  return new AppError(
    'invalid_input',
    issue ? `${field ?? 'The input'}: ${issue.message}` : 'The input is not valid.',
    {
      field,
      cause: error,
    },
  )
}
