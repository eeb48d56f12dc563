import twilio from 'twilio'

/** What a person on the phone is told when something ends a call for them. */
export const SENTENCES = {
  nobodyThere: 'Sorry, nobody can take your call right now. Goodbye.',
  agentLost: 'Sorry, the connection to the person you were talking to was lost. Goodbye.',
  notInService: 'Sorry, this number is not in service. Goodbye.',
  fault: 'Sorry, something went wrong on our side. Goodbye.',
  cannotDial: 'This call cannot be placed.',
  question: 'What can we do for you?',
  menu: 'For sales, press 1. For support, press 2. For an operator, press 3.',
  noChoice: 'Sorry, we did not get your choice. Goodbye.',
} as const

/** One sentence and a proper end. */
export function sayAndHangUpTwiml(sentence: keyof typeof SENTENCES): string {
  const response = new twilio.twiml.VoiceResponse()
  response.say({ language: 'en-GB' }, SENTENCES[sentence])
  response.hangup()
  return response.toString()
}

/** Ends the leg without a word. */
export function hangUpTwiml(): string {
  const response = new twilio.twiml.VoiceResponse()
  response.hangup()
  return response.toString()
}
