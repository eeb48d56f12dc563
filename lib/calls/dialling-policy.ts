import { AppError } from '#lib/errors.ts'

/** E.164 in form: a plus, no leading zero, at most 15 digits. Whether the number exists is the carrier's word. */
const E164 = /^\+[1-9]\d{6,14}$/

/** Emergency numbers as people dial them anywhere Offhook is used, with or without a plus. */
const EMERGENCY = new Set(['000', '110', '111', '112', '117', '118', '119', '911', '933', '999'])

/**
 * Prefixes that only cost money: satellite and international premium services (ITU-T list of assigned codes), and the
 * premium ranges of the countries our businesses dial (national numbering plans).
 */
const BLOCKED: readonly [prefix: string, what: string][] = [
  ['+870', 'satellite'],
  ['+881', 'satellite'],
  ['+882', 'satellite'],
  ['+883', 'satellite'],
  ['+878', 'personal services'],
  ['+979', 'premium'],
  ['+1900', 'premium'],
  ['+1976', 'premium'],
  ['+449', 'premium'],
  ['+44871', 'premium'],
  ['+44872', 'premium'],
  ['+44873', 'premium'],
  ['+4470', 'personal services'],
  ['+35315', 'premium'],
  ['+49900', 'premium'],
  ['+49137', 'premium'],
  ['+3389', 'premium'],
  ['+34803', 'premium'],
  ['+34806', 'premium'],
  ['+34807', 'premium'],
  ['+34905', 'premium'],
  ['+39899', 'premium'],
  ['+31900', 'premium'],
  ['+31906', 'premium'],
  ['+31909', 'premium'],
  ['+43900', 'premium'],
  ['+43930', 'premium'],
  ['+41900', 'premium'],
  ['+41901', 'premium'],
  ['+41906', 'premium'],
]

/** Throws what an agent should read when a number must not be dialled; from must be one of the business's own lines. */
export function checkDiallingPolicy(to: string, from: string, lines: readonly string[]): void {
  if (EMERGENCY.has(to.replace(/^\+/, ''))) {
    throw new AppError('number_emergency', 'Emergency numbers cannot be called from here.', {
      field: 'to',
      action: 'Use a mobile or landline phone now: this phone cannot tell them where you are.',
    })
  }
  if (!E164.test(to)) {
    throw new AppError('number_not_possible', 'This is not a number that can be dialled.', {
      field: 'to',
      action: 'Give the number with its country code, like +442079460958.',
    })
  }
  const blocked = BLOCKED.find(([prefix]) => to.startsWith(prefix))
  if (blocked) {
    throw new AppError('number_blocked', `Calls to ${blocked[1]} numbers (${blocked[0]}) are switched off.`, {
      field: 'to',
      action: 'These ranges are blocked because of what they cost.',
    })
  }
  if (!lines.includes(from)) {
    throw new AppError('caller_id_not_allowed', 'This caller ID is not one of your lines.', {
      field: 'from',
      action: 'Choose one of your lines under Call from.',
    })
  }
}
