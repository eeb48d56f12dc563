/** One request to the control API; the error's own sentence is thrown. */
export async function ask(method, path, body) {
  const response = await fetch(`/control${path}`, { method, body: body && JSON.stringify(body) })
  if (response.status === 204) return undefined
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error.message)
  return answer
}

/** The path of a phone in the control API. */
export const phonePath = (number) => `/phones/${encodeURIComponent(number)}`

/** What a phone does when it is called, by the choice on the page. */
export const SCRIPTS = {
  manual: { answer: 'manual' },
  auto: { answer: 'auto', afterMs: 2000, play: { sound: 'greeting' }, echoMs: 1000 },
  busy: { answer: 'busy', afterMs: 500 },
  never: { answer: 'never' },
  machine: { answer: 'auto', afterMs: 4000, play: { sound: 'voicemail' }, machine: true },
}

/** The choice a script stands for; undefined when there is none of it on the page. */
export function choiceOf({ answer, machine }) {
  if (machine) return 'machine'
  return answer in SCRIPTS ? answer : undefined
}
