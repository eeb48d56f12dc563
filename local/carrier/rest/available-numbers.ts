import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Exchange } from '../exchange.ts'
import type { Answer, Ask, Route } from '../router.ts'
import { COUNTRIES, type NumberRange, numbersOf, rangesOf } from './number-ranges.ts'
import { flagOf, passes } from './page.ts'
import { notFound, RestError } from './rest-error.ts'

const KINDS = { Local: 'local', Mobile: 'mobile', TollFree: 'toll_free' } as const
const USUAL_SIZE = 50
const MOST = 1000
const REFUSED = ['NearNumber', 'NearLatLong', 'Distance', 'InPostalCode', 'InRateCenter', 'InLata']
/** None of these numbers is new or needs an address. */
const WITHOUT_EFFECT = [
  'Beta',
  'ExcludeAllAddressRequired',
  'ExcludeLocalAddressRequired',
  'ExcludeForeignAddressRequired',
]
/** What these made-up numbers can. */
const CAPABILITIES = { VoiceEnabled: true, SmsEnabled: false, MmsEnabled: false, FaxEnabled: false }

/** Numbers to buy: made up, always the same, in their countries' form. Their lists have no pages. */
export function availableNumberRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/AvailablePhoneNumbers'
  return [
    {
      method: 'GET',
      path: `${base}.json`,
      run: ({ params, path }) => {
        const countries = COUNTRIES.map((country) => countryView(params.account!, country))
        return { status: 200, body: { countries, uri: path } }
      },
    },
    {
      method: 'GET',
      path: `${base}/:country.json`,
      run: ({ params, path }) => {
        const country = COUNTRIES.find((code) => code === params.country)
        if (!country) throw notFound(path)
        return { status: 200, body: countryView(params.account!, country) }
      },
    },
    { method: 'GET', path: `${base}/:country/:kind.json`, run: (ask) => list(exchange, ask) },
  ]
}

function list(exchange: Exchange, ask: Ask): Answer {
  const { query, path, params } = ask
  const { country, kind } = params as { country: string; kind: string }
  if (rangesOf(country, kind).length === 0) throw notFound(path)
  const refused = REFUSED.find((name) => query.has(name))
  if (refused) throw new RestError(400, 20001, `${refused} is not emulated by the local carrier`)
  for (const name of WITHOUT_EFFECT) flagOf(query, name)
  const canAll = Object.entries(CAPABILITIES).every(([name, can]) => (flagOf(query, name) ?? can) === can)
  const found = rangesOf(country, kind, query.get('AreaCode') ?? undefined).filter(
    ({ locality, region }) => passes(query, 'InLocality', locality) && passes(query, 'InRegion', region),
  )
  const size = Math.min(MOST, Math.max(1, Number(query.get('PageSize')) || USUAL_SIZE))
  const numbers = canAll ? available(exchange, found, query.get('Contains')).slice(0, size) : []
  return { status: 200, body: { available_phone_numbers: numbers, uri: `${path}${query.size > 0 ? `?${query}` : ''}` } }
}

/** The first number with an area code, or any of the country, that nobody owns. */
export function firstAvailable(exchange: Exchange, country: string, areaCode: string): string | undefined {
  return available(exchange, rangesOf(country, 'Local', areaCode), null)[0]?.phone_number
}

/** By turns from each range, as a search finds them from all over a country. */
function available(exchange: Exchange, ranges: NumberRange[], contains: string | null) {
  const pattern = contains === null ? undefined : patternOf(contains)
  const lists = ranges.map((range) => numbersOf(range).map((number) => ({ range, number })))
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const mixed = Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat()
  return mixed
    .filter(({ number }) => !exchange.ownedNumber(number) && (pattern?.test(number) ?? true))
    .map(({ range, number }) => numberView(range, number))
}

const KEYPAD = ['', '', 'ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ']

/** Digits, letters of the keypad, and `*` for any one digit. [unverified: whether a pattern is tied to an end] */
function patternOf(contains: string): RegExp {
  const digits = [...contains.toUpperCase().replace(/^\+/, '')].map((letter) => {
    if (letter === '*') return '\\d'
    const key = KEYPAD.findIndex((letters) => letters.includes(letter) && letters !== '')
    return key > 0 ? String(key) : letter
  })
  if (digits.length < 2 || !digits.every((digit) => /^(\d|\\d)$/.test(digit))) {
    throw new RestError(400, 21453, 'Contains takes two or more digits, letters and *')
  }
  return new RegExp(digits.join(''))
}

function numberView({ country, locality, region }: NumberRange, number: string) {
  const isAmerican = country === 'US' || country === 'CA'
  return {
    phone_number: number,
    friendly_name: isAmerican ? (parsePhoneNumberFromString(number)?.formatNational() ?? number) : number,
    iso_country: country,
    locality: locality ?? null,
    region: region ?? null,
    lata: null,
    latitude: null,
    longitude: null,
    postal_code: null,
    rate_center: null,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: false, mms: false },
  }
}

function countryView(accountSid: string, country: string) {
  const uri = `/2010-04-01/Accounts/${accountSid}/AvailablePhoneNumbers/${country}`
  const kinds = Object.entries(KINDS).filter(([kind]) => rangesOf(country, kind).length > 0)
  return {
    country_code: country,
    country: new Intl.DisplayNames('en', { type: 'region' }).of(country),
    beta: false,
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(kinds.map(([kind, key]) => [key, `${uri}/${kind}.json`])),
  }
}
