import { ask, choiceOf, phonePath, SCRIPTS } from './carrier.js'
import { show } from './draw.js'
import { keyOf, make, sentenceOf, written } from './show.js'
import { CallSound } from './sound.js'
import { at, isTalking, keepPhone, state } from './state.js'

const LOOK_MS = 250
const KEYS = ['1', '2ABC', '3DEF', '4GHI', '5JKL', '6MNO', '7PQRS', '8TUV', '9WXYZ', '*', '0+', '#']
const narrow = matchMedia('(max-width: 60rem)')
let sound
let tuning = Promise.resolve()

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

const act = (name, body) => ask('POST', `/calls/${state.call.callSid}/${name}`, body)
const press = (key) => isTalking() && attempt(() => act('digits', { digits: key }))

/** Sound as the switches want it, one change after the other: two at once would both take the phone. */
function tuneSound() {
  tuning = tuning.catch(() => {}).then(tune)
  return tuning
}

async function tune() {
  const wanted = isTalking() && (at('listen').checked || at('microphone').checked)
  if (sound && (!wanted || sound.callSid !== state.call.callSid)) {
    sound.leave()
    sound = undefined
  }
  if (!wanted) return
  sound ??= await CallSound.join(state.call.callSid, at('ear'))
  await sound.speak(at('microphone').checked)
  sound.mute(state.isMuted)
}

async function pick(phone) {
  state.picked = phone
  at('note').textContent = ''
  if (narrow.matches) at('phones').open = false
  await look()
}

/** Asks how things stand and draws them. */
async function look() {
  const { number } = state.picked
  const { calls } = await ask('GET', '/calls')
  state.calls = new Map(calls.toReversed().map((each) => [each.number, each]))
  for (const each of calls) if (each.state !== 'ended') welcome(each.number)
  const [{ script }, call] = await Promise.all([ask('GET', phonePath(number)), detailOf(state.calls.get(number))])
  if (number !== state.picked.number) return
  const before = state.call
  state.call = call
  state.choices.set(number, choiceOf(script))
  show((phone) => attempt(() => pick(phone)))
  if (before?.callSid !== call?.callSid || before?.state !== call?.state) await tuneSound()
}

const detailOf = async (call) => call && ask('GET', `/calls/${call.callSid}/detail`)

/** A phone nobody put on the list is shown once it is in a call. */
function welcome(number) {
  if (state.phones.some((phone) => phone.number === number)) return
  state.phones.push({ name: written(number), number, isGuest: true })
}

async function readChoices() {
  for (const { number } of state.phones) {
    const { script } = await ask('GET', phonePath(number))
    state.choices.set(number, choiceOf(script))
  }
}

function listen(id, event, act) {
  at(id).addEventListener(event, (given) => attempt(() => act(given)))
}

listen('call', 'click', async () => {
  at('listen').checked = true
  await ask('POST', '/calls', { from: state.picked.number, to: at('line').value })
})
listen('answer', 'click', async () => {
  at('listen').checked = true
  await act('answer')
})
listen('hangup', 'click', () => act('hangup'))
listen('mute', 'click', () => {
  state.isMuted = !state.isMuted
  sound?.mute(state.isMuted)
})
listen('listen', 'change', tuneSound)
listen('microphone', 'change', async ({ target }) => {
  state.isMuted = false
  try {
    await tuneSound()
  } catch (error) {
    target.checked = false
    throw error
  }
})
listen('rings', 'change', async ({ target }) => {
  const script = await ask('PUT', phonePath(state.picked.number), SCRIPTS[target.value])
  state.choices.set(state.picked.number, choiceOf(script))
})

for (const button of document.querySelectorAll('.another')) button.addEventListener('click', askForPhone)
function askForPhone() {
  const { form } = at('adding').querySelector('input')
  form.reset()
  const taken = new Set(state.phones.map(({ number }) => number))
  const free = Array.from({ length: 100 }, (_, index) => `+4477009002${String(index).padStart(2, '0')}`)
  form.number.value = free.find((number) => !taken.has(number)) ?? ''
  at('adding').showModal()
}
at('cancel').addEventListener('click', () => at('adding').close())
listen('adding', 'submit', async ({ target }) => {
  const phone = keepPhone({ name: target.name.value, number: target.number.value })
  await readChoices()
  await pick(phone)
})

addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
  const isTyping = target.matches('input:not([type=radio], [type=checkbox]), select')
  if (!isTyping && !ctrlKey && !metaKey && !altKey && /^[0-9*#]$/.test(key)) press(key)
})
addEventListener('pagehide', () => sound?.leave())

async function fill() {
  const [{ numbers }, { sentences }, { habits }] = await Promise.all(
    ['/numbers', '/sentences', '/habits'].map((path) => ask('GET', path)),
  )
  state.lines = numbers.map(({ number, name }) => ({ number, name: name === number ? '' : name }))
  at('line').append(...state.lines.map(({ number, name }) => new Option(`${name} ${written(number)}`.trim(), number)))
  if (numbers.length === 0) at('note').textContent = 'No account owns a number yet: there is nobody to call.'
  at('keypad').append(...KEYS.map((text) => keyOf(text[0], text.slice(1), press)))
  const say = (name) => isTalking() && attempt(() => act('play', { sound: name }))
  at('sentences').append(...sentences.map(({ name, text }) => sentenceOf(text, () => say(name))))
  at('habits').append(
    ...habits.flatMap(({ ending, does }) => [make('dt', {}, endingText(ending)), make('dd', {}, does)]),
  )
  await readChoices()
}

const endingText = (ending) => (ending === '' ? 'Any other' : ending.startsWith('+') ? written(ending) : `… ${ending}`)

const LOST = 'The local carrier does not answer. Is it still running?'

async function follow() {
  try {
    await look()
    if (at('note').textContent === LOST) at('note').textContent = ''
  } catch (error) {
    at('note').textContent = error instanceof TypeError ? LOST : error.message
  }
  setTimeout(follow, LOOK_MS)
}

const fold = () => {
  at('phones').open = !narrow.matches
}
narrow.addEventListener('change', fold)
fold()
await attempt(fill)
follow()
