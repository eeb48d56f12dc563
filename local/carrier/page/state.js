const KEPT_AS = 'offhook-pretend-phones'
const FIRST_PHONES = [
  { name: 'Samuel’s mobile', number: '+447700900142' },
  { name: 'Harriet’s office', number: '+442079460958' },
  { name: 'Tomás’s mobile', number: '+447700900188' },
  { name: 'San Francisco', number: '+14155550142' },
  { name: 'Machine', number: '+447700900911' },
]
const phones = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') ?? FIRST_PHONES

export const state = {
  phones,
  picked: phones[0],
  /** The newest call of each phone, by its number. */
  calls: new Map(),
  /** What each phone does when it is called, by its number. */
  choices: new Map(),
  /** The numbers accounts own. */
  lines: [],
  /** The newest call of the picked phone, in detail. */
  call: undefined,
  isMuted: false,
}

export const at = (id) => document.getElementById(id)
export const isOpen = () => state.call !== undefined && state.call.state !== 'ended'
export const isTalking = () => state.call?.state === 'answered'
export const nameOf = (number) => [...state.lines, ...state.phones].find((each) => each.number === number)?.name ?? ''

/** Adds a phone, or names one that is there; kept for the next visit. */
export function keepPhone(phone) {
  const known = state.phones.find(({ number }) => number === phone.number)
  if (known) Object.assign(known, { name: phone.name, isGuest: false })
  else state.phones.push(phone)
  localStorage.setItem(KEPT_AS, JSON.stringify(state.phones.filter(({ isGuest }) => !isGuest)))
  return known ?? phone
}
