/** Every code Offhook can answer with, and the HTTP status it becomes. */
export const ERROR_STATUS = {
  bad_request: 400,
  invalid_json: 400,
  invalid_form: 400,
  not_signed_in: 401,
  invalid_credentials: 401,
  session_ended: 401,
  invalid_token: 401,
  forbidden: 403,
  bad_signature: 403,
  wrong_origin: 403,
  country_not_allowed: 403,
  number_type_not_allowed: 403,
  caller_id_not_allowed: 403,
  twiml_url_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  idempotency_conflict: 409,
  call_over: 409,
  call_exists: 409,
  call_not_over: 409,
  call_is_held: 409,
  carrier_decides: 409,
  body_too_large: 413,
  wrong_content_type: 415,
  invalid_input: 422,
  file_infected: 422,
  number_not_possible: 422,
  number_emergency: 422,
  number_blocked: 422,
  rate_limited: 429,
  dial_limit_reached: 429,
  same_number_limit_reached: 429,
  too_many_calls: 429,
  spend_limit_reached: 429,
  internal_error: 500,
  carrier_refused: 502,
  carrier_unreachable: 502,
  not_ready: 503,
  call_unknown: 504,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

export interface ErrorDetails {
  /** The input field at fault. */
  field?: string
  /** What the reader can do about it, one sentence. */
  action?: string
  cause?: unknown
}

/** An error that may be shown: it says what happened, which field, and what to do. Anything else is logged and hidden. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly action: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.field = details.field
    this.action = details.action
  }

  get status(): number {
    return ERROR_STATUS[this.code]
  }
}
