/**
 * Ranges that only cost money, blocked whatever a business's rules say: satellite and international premium services (ITU-T
 * list of assigned codes), premium and personal services of national numbering plans.
 */
const BLOCKED: readonly [prefix: string, what: string][] = [
  ['+870', 'satellite'],
  ['+881', 'satellite'],
  ['+882', 'satellite'],
  ['+883', 'satellite'],
  ['+878', 'personal services'],
  ['+888', 'special services'],
  ['+979', 'premium'],
  ['+1900', 'premium'],
  ['+1976', 'premium'],
  ['+449', 'premium'],
  ['+44870', 'premium'],
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
  ['+39892', 'premium'],
  ['+31900', 'premium'],
  ['+31906', 'premium'],
  ['+31909', 'premium'],
  ['+43900', 'premium'],
  ['+43930', 'premium'],
  ['+41900', 'premium'],
  ['+41901', 'premium'],
  ['+41906', 'premium'],
]

/** In North America the exchange 976 is premium behind every area code. */
const PREMIUM_EXCHANGE = /^\+1\d{3}976\d{4}$/

/** The blocked range a number in E.164 form is in, and what it is; null when it is in none. */
export function blockedRange(number: string): { prefix: string; what: string } | null {
  const found = BLOCKED.find(([prefix]) => number.startsWith(prefix))
  if (found) return { prefix: found[0], what: found[1] }
  return PREMIUM_EXCHANGE.test(number) ? { prefix: `${number.slice(0, 5)}976`, what: 'premium' } : null
}

/**
 * Countries that fraud runs up bills in (CFCA fraud loss surveys; carriers' high-risk lists): the islands of the North American
 * plan that look like local numbers, and small networks with high termination fees. A rule must name them.
 */
export const HIGH_COST: ReadonlySet<string> = new Set([
  ...['AG', 'AI', 'BB', 'BM', 'BS', 'DM', 'DO', 'GD', 'JM', 'KN', 'KY', 'LC', 'MS', 'SX', 'TC', 'TT', 'VC', 'VG'],
  ...['AC', 'AL', 'AZ', 'BA', 'BF', 'BI', 'BJ', 'BY', 'CD', 'CF', 'CG', 'CK', 'CU', 'DJ', 'ER', 'ET', 'FK', 'FM'],
  ...['GA', 'GL', 'GM', 'GN', 'GQ', 'GW', 'GY', 'HT', 'IO', 'KI', 'KM', 'KP', 'LR', 'LV', 'LY', 'MD', 'MG', 'MH'],
  ...['ML', 'MR', 'MV', 'NE', 'NC', 'NF', 'NR', 'NU', 'PG', 'PS', 'PW', 'SB', 'SC', 'SD', 'SH', 'SL', 'SN', 'SO'],
  ...['SR', 'SS', 'ST', 'SY', 'TD', 'TG', 'TK', 'TL', 'TM', 'TN', 'TO', 'TV', 'UZ', 'VU', 'WF', 'WS', 'YE', 'ZW'],
])
