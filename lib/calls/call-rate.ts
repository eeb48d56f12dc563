import { HIGH_COST } from './blocked-ranges.ts'
import type { NumberFacts } from './dialled-number.ts'

const CHEAP = new Set(
  'US CA GB IE FR DE NL BE LU AT CH IT ES PT DK SE NO FI PL CZ SK HU RO GR AU NZ JP KR SG HK IL'.split(' '),
)

/**
 * Our estimate of a minute's price in USD, rounded up from public price lists. It works without asking the carrier, and feeds
 * the daily limit, not a bill.
 */
export function ratePerMinute({ country, type }: NumberFacts): number {
  if (type === 'toll-free') return 0.02
  if (country === null || HIGH_COST.has(country)) return 1
  if (country === 'US' || country === 'CA') return 0.02
  if (CHEAP.has(country)) return type === 'mobile' || type === 'unknown' ? 0.1 : 0.03
  return 0.4
}
