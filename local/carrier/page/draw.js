import { chip, clock, drawLane, happening, make, written } from './show.js'
import { ringOnce } from './sound.js'
import { at, isOpen, isTalking, nameOf, state } from './state.js'

const RING_MS = 3000
let rangAt = 0

/** Draws the page as things stand. */
export function show(onPick) {
  showList(onPick)
  showScreen()
  showButtons()
  for (const radio of at('rings').elements) radio.checked = radio.value === state.choices.get(state.picked.number)
  const entries = state.call?.diary ?? []
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

function showList(onPick) {
  const drawn = state.phones.map(({ number, name }) => [
    number,
    name,
    state.calls.get(number)?.state,
    state.choices.get(number),
    number === state.picked.number,
  ])
  // Drawn anew only when something changed, so that the focus stays where it is.
  if (at('list').dataset.drawn === JSON.stringify(drawn)) return
  at('list').dataset.drawn = JSON.stringify(drawn)
  const focused = document.activeElement?.dataset?.number
  const items = state.phones.map((phone) => {
    const titles = make(
      'span',
      { class: 'titles' },
      make('b', {}, phone.name),
      make('span', { class: 'num small' }, written(phone.number)),
    )
    const current = phone === state.picked ? 'true' : undefined
    const button = make(
      'button',
      { type: 'button', 'data-number': phone.number, 'aria-current': current },
      titles,
      chip(state.calls.get(phone.number)?.state, state.choices.get(phone.number)),
    )
    button.addEventListener('click', () => onPick(phone))
    return make('li', {}, button)
  })
  at('list').replaceChildren(...items)
  at('list').querySelector(`[data-number="${focused}"]`)?.focus()
  at('picked-name').textContent = state.picked.name
}

const WHAT = {
  'ringing in': 'Rings: call from',
  'ringing out': 'Calling',
  'answered in': 'In a call with',
  'answered out': 'In a call with',
}

function showScreen() {
  const { call, picked } = state
  const now = isOpen() ? call.state : 'idle'
  const other = isOpen() ? (call.other ?? '') : ''
  at('screen').dataset.state = now
  at('own').textContent = written(picked.number)
  at('what').textContent = isOpen() ? WHAT[`${now} ${call.direction}`] : call ? 'Call ended' : 'On the hook'
  at('who').textContent = isOpen() ? nameOf(other) || written(other) : picked.name
  at('other').textContent = other && nameOf(other) ? written(other) : ''
  at('timer').textContent = isTalking() ? clock(Date.now() - call.answeredAt) : ''
  at('line-field').hidden = isOpen()
  at('lanes').hidden = !isTalking()
  if (isTalking()) {
    drawLane(at('said'), call.lanes.said, 'said')
    drawLane(at('heard'), call.lanes.heard, 'heard')
  }
  if (now === 'ringing' && call.direction === 'in' && Date.now() - rangAt > RING_MS) {
    rangAt = Date.now()
    ringOnce()
  }
}

function showButtons() {
  const { call } = state
  const rings = call?.state === 'ringing' && call.direction === 'in'
  at('call').hidden = isOpen()
  at('call').disabled = state.lines.length === 0
  at('answer').hidden = !rings
  at('hangup').hidden = !isOpen()
  at('hangup').lastElementChild.textContent = rings ? 'Decline' : 'Hang up'
  at('mute').hidden = !isTalking()
  at('mute').disabled = !at('microphone').checked
  at('mute').setAttribute('aria-pressed', String(state.isMuted))
  for (const key of at('keypad').children) key.disabled = !isTalking()
  for (const sentence of at('sentences').children) {
    sentence.setAttribute('aria-disabled', String(!isTalking()))
    const isSaid = isTalking() && call.saying === sentence.dataset.text
    sentence.toggleAttribute('data-said', isSaid)
    sentence.querySelector('use').setAttribute('href', isSaid ? '#volume-2' : '#play')
    sentence.lastElementChild.textContent = isSaid ? 'saying it' : ''
  }
}
