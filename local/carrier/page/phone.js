const form = document.getElementById('phone')
const note = document.getElementById('note')
const rows = document.getElementById('calls')
const template = document.getElementById('row')
const LOOK_AGAIN_MS = 500

/** One request to the control API; the error's own sentence is thrown. */
async function ask(method, path, body) {
  const response = await fetch(`/control${path}`, { method, body: body && JSON.stringify(body) })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error.message)
  return answer
}

function tell(text, isProblem = false) {
  note.textContent = text
  note.classList.toggle('problem', isProblem)
}

/** Does what was asked for and says how it went. */
async function attempt(act, done) {
  try {
    await act()
    tell(done)
    await refresh()
  } catch (error) {
    tell(error.message, true)
  }
}

const phonePath = () => `/phones/${encodeURIComponent(form.from.value)}`
const said = () => (form.say.value.trim() ? { say: form.say.value.trim() } : null)

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const call = { from: form.from.value, to: form.to.value, play: said() }
  attempt(() => ask('POST', '/calls', call), `${call.from} calls ${call.to}`)
})

form.answer.addEventListener('change', () => {
  const how = form.answer.selectedOptions[0].textContent
  const script = { answer: form.answer.value, play: said() }
  attempt(() => ask('PUT', phonePath(), script), `When ${form.from.value} is called, ${how}.`)
})

form.from.addEventListener('change', async () => {
  if (form.from.validity.valid) form.answer.value = (await ask('GET', phonePath())).script.answer
})

function rowOf(call) {
  const known = document.getElementById(call.callSid)
  if (known) return known
  const row = template.content.firstElementChild.cloneNode(true)
  row.id = call.callSid
  for (const button of row.querySelectorAll('button')) {
    const act = button.dataset.act
    button.setAttribute('aria-label', `${button.textContent} ${call.number}`)
    button.addEventListener('click', () => attempt(() => ask('POST', `/calls/${call.callSid}/${act}`), ''))
  }
  rows.prepend(row)
  return row
}

const STATES = { ringing: 'Ringing', answered: 'Talking', ended: 'Ended' }

function show(call) {
  const row = rowOf(call)
  const part = (name) => row.querySelector(`[data-is=${name}]`)
  part('number').textContent = call.number
  part('direction').textContent = call.direction === 'out' ? 'called in' : 'was called'
  part('state').textContent = STATES[call.state]
  const isTalking = call.state === 'answered'
  part('level').value = isTalking ? call.heard.rmsDb : -60
  part('level').setAttribute('aria-label', `Level at ${call.number}`)
  const texts = call.said.map((text) => `“${text}”`).join(' ')
  part('heard').textContent = [
    isTalking && `${Math.round(call.heard.rmsDb)} dB`,
    call.digits && `keys ${call.digits}`,
    texts,
  ]
    .filter(Boolean)
    .join(', ')
  part('listen').href = `/control/calls/${call.callSid}/heard.wav?ms=5000`
  part('listen').hidden = call.heard.frames === 0
  row.querySelector('[data-act=answer]').hidden = call.state !== 'ringing' || call.direction === 'out'
  row.querySelector('[data-act=hangup]').hidden = call.state === 'ended'
}

async function refresh() {
  const { calls } = await ask('GET', '/calls')
  for (const call of calls.toReversed()) show(call)
  const kept = new Set(calls.map(({ callSid }) => callSid))
  for (const row of [...rows.children]) if (!kept.has(row.id)) row.remove()
  document.getElementById('none').hidden = calls.length > 0
}

async function follow() {
  try {
    await refresh()
  } catch {
    tell('The local carrier does not answer. Is it still running?', true)
  }
  setTimeout(follow, LOOK_AGAIN_MS)
}

const { numbers } = await ask('GET', '/numbers')
form.to.append(...numbers.map(({ number, name }) => new Option(name === number ? number : `${number} ${name}`, number)))
if (numbers.length === 0) tell('No account owns a number yet: there is nobody to call.', true)
follow()
