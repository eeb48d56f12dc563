import { AppError } from '#lib/errors.ts'
import { isE164Form } from '#lib/phone-number.ts'
import { blockedRange, HIGH_COST } from './blocked-ranges.ts'
import { factsOf, isEmergencyNumber, type NumberFacts, tidyNumber } from './dialled-number.ts'
import type { Rules } from './dialling-rules.ts'

export interface Dialling {
  /** As it is dialled: E.164 in form. Whether it exists is the carrier's word. */
  to: string
  from: string
  facts: NumberFacts
}

/**
 * The number and caller ID to dial with, or an AppError that an agent can read. callerIds are the business's own lines and the
 * numbers it proved to be its own. However a number is written, the rules are asked about what would be dialled.
 */
export function checkDiallingPolicy(to: string, from: string, rules: Rules, callerIds: readonly string[]): Dialling {
  const number = tidyNumber(to)
  if (isEmergencyNumber(number)) {
    throw new AppError('number_emergency', 'Emergency numbers cannot be called from here.', {
      field: 'to',
      action: 'Use a mobile or landline phone now: this phone cannot tell them where you are.',
    })
  }
  const facts = factsOf(number)
  if (!isE164Form(number) || !facts) {
    throw new AppError('number_not_possible', 'This is not a number that can be dialled.', {
      field: 'to',
      action: 'Give the number with its country code, like +442079460958.',
    })
  }
  checkRange(number, facts, rules)
  checkCountry(facts, rules)
  const callerId = tidyNumber(from)
  if (!callerIds.includes(callerId)) {
    throw new AppError('caller_id_not_allowed', 'This caller ID is not one of your lines.', {
      field: 'from',
      action: 'Choose one of your lines under Call from.',
    })
  }
  return { to: number, from: callerId, facts }
}

function checkRange(number: string, { type }: NumberFacts, rules: Rules): void {
  const blocked = blockedRange(number)
  if (blocked || type === 'premium' || type === 'special') {
    const what = blocked ? `${blocked.what} numbers (${blocked.prefix})` : `${type} numbers`
    throw new AppError('number_blocked', `Calls to ${what} are switched off.`, {
      field: 'to',
      action: 'These ranges are blocked because of what they cost.',
    })
  }
  if (rules.numberTypes.some((allowed) => allowed === type)) return
  throw new AppError('number_type_not_allowed', `Your business does not call ${type} numbers.`, {
    field: 'to',
    action: 'Ask an admin of your business.',
  })
}

function checkCountry({ country }: NumberFacts, { countries }: Rules): void {
  const named = country !== null && countries.includes(country)
  if (named || (countries.includes('*') && !(country && HIGH_COST.has(country)))) return
  const where = country === null ? 'numbers of no country' : `the country of this number (${country})`
  throw new AppError('country_not_allowed', `Your business does not call ${where}.`, {
    field: 'to',
    action: 'Ask an admin of your business.',
  })
}
