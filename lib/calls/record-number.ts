import { AppError } from '#lib/errors.ts'
import { countryOf, isE164Form, readDialled } from '#lib/phone-number.ts'

/** A number as it is stored: E.164, national ones read as those of the business's country. Throws with the field's name. */
export function recordNumber(field: string, text: string, country: string): string {
  if (isE164Form(text)) return text
  const read = readDialled(text, countryOf('', country))
  if (read.kind === 'e164') return read.e164
  throw new AppError('invalid_input', `${field}: is no phone number`, { field })
}
