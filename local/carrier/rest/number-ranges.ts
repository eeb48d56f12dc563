/** Where available numbers come from: ranges that regulators keep for films and the like, so that nobody is ever rung. */
export interface NumberRange {
  country: string
  kind: 'Local' | 'Mobile' | 'TollFree'
  /** In front of the digits that are counted up, with the country code. */
  prefix: string
  /** How many digits are counted up, and from where. */
  digits: number
  first: number
  areaCode?: string
  locality?: string
  region?: string
}

const gb = (prefix: string, locality: string): NumberRange => ({
  country: 'GB',
  kind: 'Local',
  prefix,
  digits: 4,
  first: 200,
  locality,
})

const plus1 = (country: 'US' | 'CA', areaCode: string, locality?: string, region?: string): NumberRange => ({
  country,
  kind: 'Local',
  prefix: `+1${areaCode}55501`,
  digits: 2,
  first: 0,
  areaCode,
  ...(locality !== undefined && { locality }),
  ...(region !== undefined && { region }),
})

const tollFree = (country: 'US' | 'CA', areaCode: string): NumberRange => ({
  ...plus1(country, areaCode),
  kind: 'TollFree',
})

const RANGES: readonly NumberRange[] = [
  gb('+44207946', 'London'),
  gb('+44121496', 'Birmingham'),
  gb('+44161496', 'Manchester'),
  gb('+44131496', 'Edinburgh'),
  { country: 'GB', kind: 'Mobile', prefix: '+447700900', digits: 3, first: 200 },
  { country: 'GB', kind: 'TollFree', prefix: '+44808157', digits: 4, first: 200 },
  plus1('US', '415', 'San Francisco', 'CA'),
  plus1('US', '212', 'New York', 'NY'),
  plus1('US', '312', 'Chicago', 'IL'),
  tollFree('US', '800'),
  tollFree('US', '888'),
  plus1('CA', '416', 'Toronto', 'ON'),
  plus1('CA', '604', 'Vancouver', 'BC'),
  tollFree('CA', '833'),
  { country: 'AU', kind: 'Local', prefix: '+6125550', digits: 4, first: 1000, locality: 'Sydney', region: 'NSW' },
  { country: 'AU', kind: 'Mobile', prefix: '+6149157', digits: 4, first: 0 },
  { country: 'FR', kind: 'Local', prefix: '+33199', digits: 6, first: 1000, locality: 'Paris' },
  { country: 'FR', kind: 'Mobile', prefix: '+3363998', digits: 4, first: 100 },
  { country: 'DE', kind: 'Local', prefix: '+493023125', digits: 3, first: 0, locality: 'Berlin' },
  { country: 'DE', kind: 'Mobile', prefix: '+4917139200', digits: 2, first: 0 },
]

export const COUNTRIES = ['AU', 'CA', 'DE', 'FR', 'GB', 'US'] as const

/** The ranges of a kind in a country; in North America every area code has one. */
export function rangesOf(country: string, kind: string, areaCode?: string): NumberRange[] {
  const ranges = RANGES.filter((range) => range.country === country && range.kind === kind)
  if (areaCode === undefined) return ranges
  const known = ranges.filter((range) => range.areaCode === areaCode)
  const hasAreaCodes = kind === 'Local' && (country === 'US' || country === 'CA') && /^[2-9]\d\d$/.test(areaCode)
  return known.length > 0 || !hasAreaCodes ? known : [plus1(country, areaCode)]
}

/** A range's numbers in order. */
export function numbersOf({ prefix, digits, first }: NumberRange): string[] {
  const most = Math.min(100, 10 ** digits - first)
  return Array.from({ length: most }, (_, index) => prefix + String(first + index).padStart(digits, '0'))
}
