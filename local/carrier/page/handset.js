import { ask, choiceOf, phonePath, SCRIPTS } from './carrier.js'
import { chip, clock, drawLane, happening, icon, make, written } from './show.js'
import { CallSound, ringOnce } from './sound.js'

const LOOK_MS = 250
const RING_MS = 3000
const KEPT_AS = 'offhook-pretend-phones'
const FIRST_PHONES = [
  { name: 'Samuel’s mobile', number: '+447700900142' },
  { name: 'Harriet’s office', number: '+442079460958' },
  { name: 'Tomás’s mobile', number: '+447700900188' },
  { name: 'San Francisco', number: '+14155550142' },
  { name: 'Machine', number: '+447700900911' },
]
const KEYS = ['1', '2ABC', '3DEF', '4GHI', '5JKL', '6MNO', '7PQRS', '8TUV', '9WXYZ', '*', '0+', '#']

const at = (id) => document.getElementById(id)
const phones = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') ?? FIRST_PHONES
let picked = phones[0]
/** The newest call of each phone, and what each does when it is called. */
let calls = new Map()
const choices = new Map()
let lines = []
let call
let detail
let sound
let isMuted = false
let rangAt = 0

/** Does what was asked for; says what was wrong. */
async function attempt(act) {
  try {
    at('note').textContent = ''
    await act()
    await look()
  } catch (error) {
    at('note').textContent =
      error.name === 'NotAllowedError' ? 'The browser does not give its microphone.' : error.message
  }
}

const nameOf = (number) => [...lines, ...phones].find((each) => each.number === number)?.name ?? ''
const act = (name, body) => ask('POST', `/calls/${call.callSid}/${name}`, body)
const isOpen = () => call !== undefined && call.state !== 'ended'

/** Sound as the switches want it: heard when the call is listened to or spoken into. */
async function tuneSound() {
  const wanted = call?.state === 'answered' && (at('listen').checked || at('microphone').checked)
  if (!wanted) {
    sound?.leave()
    sound = undefined
  } else {
    sound ??= await CallSound.join(call.callSid, at('ear'))
    await sound.speak(at('microphone').checked)
    sound.mute(isMuted)
  }
}

async function pick(phone) {
  sound?.leave()
  sound = undefined
  picked = phone
  at('note').textContent = ''
  if (narrow.matches) at('phones').open = false
  await look()
}

async function look() {
  const number = picked.number
  const { calls: all } = await ask('GET', '/calls')
  calls = new Map(all.toReversed().map((each) => [each.number, each]))
  for (const each of all) {
    const isKnown = phones.some((phone) => phone.number === each.number)
    if (each.state !== 'ended' && !isKnown)
      phones.push({ name: written(each.number), number: each.number, isGuest: true })
  }
  const before = call
  const now = calls.get(number)
  detail = now && (await ask('GET', `/calls/${now.callSid}/detail`))
  if (number !== picked.number) return
  call = detail
  if (before?.callSid !== call?.callSid || before?.state !== call?.state) await tuneSound()
  show()
}

async function readChoices() {
  for (const { number } of phones) {
    const { script } = await ask('GET', phonePath(number))
    choices.set(number, choiceOf(script))
  }
}

function show() {
  showList()
  showScreen()
  showButtons()
  for (const radio of at('rings').elements) radio.checked = radio.value === choices.get(picked.number)
  const entries = detail?.diary ?? []
  at('diary').replaceChildren(
    ...entries.map((entry) =>
      make(
        'li',
        {},
        make('time', {}, new Date(entry.at).toTimeString().slice(0, 8)),
        make('span', {}, happening(entry)),
      ),
    ),
  )
  at('nothing').hidden = entries.length > 0
}

function showList() {
  const drawn = phones.map(({ number, name }) => [
    number,
    name,
    calls.get(number)?.state,
    choices.get(number),
    number === picked.number,
  ])
  // Drawn anew only when something changed, so that the focus stays where it is.
  if (at('list').dataset.drawn === JSON.stringify(drawn)) return
  at('list').dataset.drawn = JSON.stringify(drawn)
  const focused = document.activeElement?.dataset?.number
  const items = phones.map((phone) => {
    const titles = make(
      'span',
      { class: 'titles' },
      make('b', {}, phone.name),
      make('span', { class: 'num small' }, written(phone.number)),
    )
    const current = phone === picked ? 'true' : undefined
    const button = make(
      'button',
      { type: 'button', 'data-number': phone.number, 'aria-current': current },
      titles,
      chip(calls.get(phone.number)?.state, choices.get(phone.number)),
    )
    button.addEventListener('click', () => attempt(() => pick(phone)))
    return make('li', {}, button)
  })
  at('list').replaceChildren(...items)
  at('list').querySelector(`[data-number="${focused}"]`)?.focus()
  at('picked-name').textContent = picked.name
}

const WHAT = {
  'ringing in': 'Rings: call from',
  'ringing out': 'Calling',
  'answered in': 'In a call with',
  'answered out': 'In a call with',
}

function showScreen() {
  const state = isOpen() ? call.state : 'idle'
  at('screen').dataset.state = state
  at('own').textContent = written(picked.number)
  at('what').textContent = isOpen() ? WHAT[`${call.state} ${call.direction}`] : call ? 'Call ended' : 'On the hook'
  const other = isOpen() ? (call.other ?? '') : ''
  at('who').textContent = isOpen() ? nameOf(other) || written(other) : picked.name
  at('other').textContent = nameOf(other) && other ? written(other) : ''
  at('timer').textContent = state === 'answered' ? clock(Date.now() - call.answeredAt) : ''
  at('line-field').hidden = isOpen()
  at('lanes').hidden = state !== 'answered'
  if (state === 'answered') {
    drawLane(at('said'), detail.lanes.said, 'said')
    drawLane(at('heard'), detail.lanes.heard, 'heard')
  }
  if (state === 'ringing' && call.direction === 'in' && Date.now() - rangAt > RING_MS) {
    rangAt = Date.now()
    ringOnce()
  }
}

function showButtons() {
  const isTalking = call?.state === 'answered'
  const rings = call?.state === 'ringing' && call.direction === 'in'
  at('call').hidden = isOpen()
  at('call').disabled = lines.length === 0
  at('answer').hidden = !rings
  at('hangup').hidden = !isOpen()
  at('hangup').lastElementChild.textContent = rings ? 'Decline' : 'Hang up'
  at('mute').hidden = !isTalking
  at('mute').disabled = !at('microphone').checked
  at('mute').setAttribute('aria-pressed', String(isMuted))
  for (const key of at('keypad').children) key.disabled = !isTalking
  for (const sentence of at('sentences').children) {
    sentence.setAttribute('aria-disabled', String(!isTalking))
    const isSaid = isTalking && detail.saying === sentence.dataset.text
    sentence.toggleAttribute('data-said', isSaid)
    sentence.querySelector('use').setAttribute('href', isSaid ? '#volume-2' : '#play')
    sentence.lastElementChild.textContent = isSaid ? 'saying it' : ''
  }
}

const press = (key) => call?.state === 'answered' && attempt(() => act('digits', { digits: key }))

function listen(id, event, act) {
  at(id).addEventListener(event, (given) => attempt(() => act(given)))
}

listen('call', 'click', async () => {
  at('listen').checked = true
  await ask('POST', '/calls', { from: picked.number, to: at('line').value })
})
listen('answer', 'click', async () => {
  at('listen').checked = true
  await act('answer')
})
listen('hangup', 'click', () => act('hangup'))
listen('mute', 'click', () => {
  isMuted = !isMuted
  sound?.mute(isMuted)
})
listen('listen', 'change', tuneSound)
listen('microphone', 'change', async ({ target }) => {
  isMuted = false
  try {
    await tuneSound()
  } catch (error) {
    target.checked = false
    throw error
  }
})
listen('rings', 'change', async ({ target }) => {
  const script = await ask('PUT', phonePath(picked.number), SCRIPTS[target.value])
  choices.set(picked.number, choiceOf(script))
})

for (const button of document.querySelectorAll('.another')) button.addEventListener('click', askForPhone)
function askForPhone() {
  const { form } = at('adding').querySelector('input')
  form.reset()
  const taken = new Set(phones.map(({ number }) => number))
  const free = Array.from({ length: 100 }, (_, index) => `+4477009002${String(index).padStart(2, '0')}`)
  form.number.value = free.find((number) => !taken.has(number)) ?? ''
  at('adding').showModal()
}
at('cancel').addEventListener('click', () => at('adding').close())
at('adding').addEventListener('submit', ({ target }) =>
  attempt(async () => {
    const phone = { name: target.name.value, number: target.number.value }
    const known = phones.find(({ number }) => number === phone.number)
    if (known) Object.assign(known, { name: phone.name, isGuest: false })
    else phones.push(phone)
    localStorage.setItem(KEPT_AS, JSON.stringify(phones.filter(({ isGuest }) => !isGuest)))
    await readChoices()
    await pick(known ?? phone)
  }),
)

addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
  const isTyping = target.matches('input:not([type=radio], [type=checkbox]), select')
  if (!isTyping && !ctrlKey && !metaKey && !altKey && /^[0-9*#]$/.test(key)) press(key)
})
addEventListener('pagehide', () => sound?.leave())

async function fill() {
  const [{ numbers }, { sentences }, { habits }] = await Promise.all(
    ['/numbers', '/sentences', '/habits'].map((path) => ask('GET', path)),
  )
  lines = numbers.map(({ number, name }) => ({ number, name: name === number ? '' : name }))
  at('line').append(...lines.map(({ number, name }) => new Option(`${name} ${written(number)}`.trim(), number)))
  if (lines.length === 0) at('note').textContent = 'No account owns a number yet: there is nobody to call.'
  at('keypad').append(...KEYS.map((text) => keyOf(text[0], text.slice(1))))
  at('sentences').append(...sentences.map(sentenceOf))
  at('habits').append(
    ...habits.flatMap(({ ending, does }) => [make('dt', {}, endingText(ending)), make('dd', {}, does)]),
  )
  await readChoices()
}

const endingText = (ending) => (ending === '' ? 'Any other' : ending.startsWith('+') ? written(ending) : `… ${ending}`)

function keyOf(key, letters) {
  const button = make(
    'button',
    { type: 'button', class: 'key' },
    make('b', {}, key),
    make('span', { 'aria-hidden': 'true' }, letters),
  )
  button.addEventListener('click', () => press(key))
  return button
}

function sentenceOf({ name, text }) {
  const button = make(
    'button',
    { type: 'button', class: 'say', 'data-text': text },
    icon('play'),
    make('span', {}, text),
    make('span', { class: 'small' }),
  )
  button.addEventListener('click', () => call?.state === 'answered' && attempt(() => act('play', { sound: name })))
  return button
}

async function follow() {
  try {
    await look()
    document.body.dataset.lost = 'false'
  } catch {
    if (document.body.dataset.lost !== 'true')
      at('note').textContent = 'The local carrier does not answer. Is it still running?'
    document.body.dataset.lost = 'true'
  }
  setTimeout(follow, LOOK_MS)
}

const narrow = matchMedia('(max-width: 60rem)')
const fold = () => {
  at('phones').open = !narrow.matches
}
narrow.addEventListener('change', fold)
fold()
await attempt(fill)
follow()
