import { expect, test } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { checkDiallingPolicy } from './dialling-policy.ts'

const OWN = '+442079460111'

function verdict(to: string, from = OWN): string {
  try {
    checkDiallingPolicy(to, from, [OWN])
    return 'allowed'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

test.each([
  ['+442079460958', 'allowed'],
  ['+14155552671', 'allowed'],
  ['+35312345678', 'allowed'],
  ['+353868123456', 'allowed'],
  ['+447700900123', 'allowed'],
  ['999', 'number_emergency'],
  ['+999', 'number_emergency'],
  ['112', 'number_emergency'],
  ['911', 'number_emergency'],
  ['+8811234567890', 'number_blocked'],
  ['+870773111632', 'number_blocked'],
  ['+19005551234', 'number_blocked'],
  ['+449098790879', 'number_blocked'],
  ['+447012345678', 'number_blocked'],
  ['+353155012345', 'number_blocked'],
  ['02079460958', 'number_not_possible'],
  ['+0207946095', 'number_not_possible'],
  ['+44 20 7946 0958', 'number_not_possible'],
  ['+44207946095812345', 'number_not_possible'],
  ['client:u_abc', 'number_not_possible'],
  ['sip:a@b', 'number_not_possible'],
  ['+４４２０７９４６０９５８', 'number_not_possible'],
  ['+442079460958,1', 'number_not_possible'],
  ['', 'number_not_possible'],
])('%s is %s', (to, expected) => expect(verdict(to)).toBe(expected))

test('the caller ID must be our own', () => {
  expect(verdict('+442079460958', '+442079460999')).toBe('caller_id_not_allowed')
})
