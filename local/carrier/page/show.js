const SPACED = [
  [/^\+4420(\d{4})(\d{4})$/, '020 $1 $2'],
  [/^\+44(7\d{3})(\d{6})$/, '0$1 $2'],
  [/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3'],
]

/** A number as people write it. */
export function written(number) {
  const [form, as] = SPACED.find(([form]) => form.test(number)) ?? []
  return form ? number.replace(form, as) : number
}

/** Milliseconds as 01:12. */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** How loud it was: a bar for each of 100 levels, a dot for silence. */
export function drawLane(svg, levels, colour) {
  const bars = levels.map((level, index) => {
    const height = 2 + Math.max(0, level - 0.25) * 21
    const name = level > 0.25 ? colour : 'quiet'
    return `<rect class="${name}" x="${index * 4}" y="${(10 - height / 2).toFixed(1)}" width="2" height="${height.toFixed(1)}" rx="1"/>`
  })
  svg.innerHTML = bars.join('')
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'i')
  svg.setAttribute('aria-hidden', 'true')
  svg.innerHTML = `<use href="#${name}"/>`
  return svg
}

/** An element with attributes and children. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value)
  element.append(...children)
  return element
}

const CHIPS = {
  answered: ['audio-lines', 'In a call', 'live'],
  ringing: ['bell-ring', 'Ringing', 'ringing'],
  busy: ['ban', 'Always busy', ''],
  never: ['ban', 'Never answers', ''],
  machine: ['voicemail', 'Picks up, beeps', ''],
}

/** A phone's state in a word: its call's, else what it does when it is called. */
export function chip(state, choice) {
  const [name, text, colour] = CHIPS[state] ?? CHIPS[choice] ?? ['phone', 'On the hook', '']
  return make('span', { class: `chip ${colour}` }, icon(name), text)
}

const TEXTS = {
  ringing: ({ detail }) => `${name(detail)} rang`,
  dialled: ({ detail }) => `You rang ${name(detail)}`,
  answered: () => 'Answered',
  heard: ({ detail }) => `Heard: “${detail}”`,
  music: () => 'Heard music',
  pressed: ({ detail }) => `Pressed ${detail}`,
  keys: ({ detail }) => `They pressed ${detail}`,
  ended: ({ detail }) => (detail === 'phone' ? 'You hung up' : 'They hung up'),
}

const name = (number) => (number ? written(number) : 'Somebody')

/** What happened, in words. */
export const happening = (entry) => TEXTS[entry.what](entry)

export function keyOf(key, letters, press) {
  const attributes = { type: 'button', class: 'key' }
  const button = make('button', attributes, make('b', {}, key), make('span', { 'aria-hidden': 'true' }, letters))
  button.addEventListener('click', () => press(key))
  return button
}

export function sentenceOf(text, say) {
  const attributes = { type: 'button', class: 'say', 'data-text': text }
  const button = make('button', attributes, icon('play'), make('span', {}, text), make('span', { class: 'small' }))
  button.addEventListener('click', say)
  return button
}
