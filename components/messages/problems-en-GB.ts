/** What happened and what to do about it. */
export type ProblemText = [title: string, advice: string]

const LOST: ProblemText = ['The connection to the phone network was lost.', 'Check your connection, then call again.']
const NO_SOUND: ProblemText = [
  'Sound could not be connected.',
  'A VPN, a firewall or a browser extension may block it. Switch it off, then call again.',
]
const NOT_VALID: ProblemText = ['Your phone session is not valid.', 'It is renewed by itself. Wait a moment.']
const EXPIRED: ProblemText = ['Your phone session expired.', 'It is renewed by itself. Wait a moment.']
const BAD_TOKEN: ProblemText = [
  'The phone network refused the sign-in.',
  'Ask your admin to check the API key and the clock of the server.',
]
const BAD_REQUEST: ProblemText = [
  'The phone network did not understand the request.',
  'Reload the page. If it stays, tell your admin the code.',
]
const BAD_MESSAGE: ProblemText = ['A message to the phone network was refused.', 'The call goes on.']

/** Every code of the Voice SDK, by its number: https://www.twilio.com/docs/api/errors */
const DEVICE: Record<string, ProblemText> = {
  '20101': NOT_VALID,
  '20104': EXPIRED,
  '20151': NOT_VALID,
  '31000': ['The phone network reported an error.', 'Call again. If it stays, tell your admin the code.'],
  '31001': ['The phone is not set up.', 'Ask your admin to check the voice application.'],
  '31002': ['The call was declined.', 'Check the number, then call again.'],
  '31003': ['Nobody could be reached in time.', 'Call again.'],
  '31005': LOST,
  '31008': ['The caller hung up before you answered.', 'Call back.'],
  '31009': LOST,
  '31100': BAD_REQUEST,
  '31101': BAD_REQUEST,
  '31102': BAD_TOKEN,
  '31103': BAD_REQUEST,
  '31104': BAD_REQUEST,
  '31105': ['Your phone has a name the network does not take.', 'Tell your admin the code.'],
  '31107': ['The call could not be resumed.', 'Call again.'],
  '31201': BAD_TOKEN,
  '31202': BAD_TOKEN,
  '31203': ['The account is not active at the phone network.', 'Tell your admin the code.'],
  '31204': NOT_VALID,
  '31205': EXPIRED,
  '31206': ['Too many attempts in a short time.', 'Wait a moment, then call again.'],
  '31207': ['Your phone session is valid for too long.', 'Tell your admin the code.'],
  '31209': ['The call could not be resumed.', 'Call again.'],
  '31210': BAD_MESSAGE,
  '31212': BAD_MESSAGE,
  '31400': BAD_REQUEST,
  '31401': [
    'The browser blocks the microphone.',
    'Click the lock beside the address, allow the microphone, then try again.',
  ],
  '31402': [
    'No microphone was found, or another app uses it.',
    'Plug one in, close the other app, or choose another under Sound.',
  ],
  '31404': ['The number was not found.', 'Check the number.'],
  '31480': ['They cannot be reached now.', 'Try again later.'],
  '31486': ['The line is busy.', 'Try again later.'],
  '31603': ['The call was declined.', 'Try again later.'],
  '53000': ['The phone network did not answer.', 'Check your connection, then call again.'],
  '53001': LOST,
  '53400': NO_SOUND,
  '53402': NO_SOUND,
  '53405': NO_SOUND,
}

/** The carrier's, when it refuses a call of ours. */
const CARRIER: Record<string, ProblemText> = {
  '13224': ['This number cannot be called.', 'Check the country code and the number.'],
  '13225': ['This number cannot be called.', 'It is blocked at the phone network. Ask your admin.'],
  '13226': ['No country has this code.', 'Check the number.'],
  '13227': ['Calls to this country are switched off.', 'An admin can allow them at the phone network.'],
  '20003': ['The phone network refused our credentials.', 'Tell your admin the code.'],
  '20404': ['The phone network does not know what was asked for.', 'Tell your admin the code.'],
  '20429': ['The phone network is asked too often.', 'Wait a moment, then call again.'],
  '21210': ['This line cannot be shown to callees.', 'Choose another line under Call from, or ask your admin.'],
  '21211': ['This is not a number that can be called.', 'Check the number.'],
  '21212': ['This line cannot be shown to callees.', 'Choose another line under Call from, or ask your admin.'],
  '21215': ['Calls to this country are switched off.', 'An admin can allow them at the phone network.'],
  '21217': ['This is not a number that can be called.', 'Check the number.'],
  '21219': ['A trial account calls verified numbers only.', 'Ask your admin to verify this number or to upgrade.'],
}

/** Why the callee's network said no, from the answer of its leg. */
const CALLEE: Record<string, ProblemText> = {
  sip_403: ['Their network refused the call.', 'It may block calls from this line. Try another line.'],
  sip_404: ['The number is not in service.', 'Check the number.'],
  sip_408: ['Their phone could not be reached.', 'It may be off or out of coverage. Try again later.'],
  sip_410: ['The number is not in service any more.', 'Look for a newer one.'],
  sip_480: ['Their phone cannot be reached now.', 'It may be off or out of coverage. Try again later.'],
  sip_484: ['The number is not complete.', 'Check the number.'],
  sip_486: ['Busy.', 'They are in another call. Try again in a while.'],
  sip_487: ['The call was taken back before they answered.', 'Call again.'],
  sip_488: ['Their phone cannot take this call.', 'Try another number of theirs.'],
  sip_500: ['Their network has a fault.', 'Try again later.'],
  sip_502: ['Their network has a fault.', 'Try again later.'],
  sip_503: ['Their network cannot take calls now.', 'Try again in a while.'],
  sip_504: ['Their network did not answer in time.', 'Try again in a while.'],
  sip_600: ['Busy.', 'They are in another call. Try again in a while.'],
  sip_603: ['They declined the call.', 'Try again later, or write to them.'],
  sip_604: ['The number does not exist.', 'Check the number.'],
  failed: ['Not reached.', 'The network could not complete the call. Check the number.'],
}

const OURS: Record<string, ProblemText> = {
  network: ['The server could not be reached.', 'Check your connection, then try again.'],
  sound_blocked: [
    'The browser keeps this tab silent.',
    'Click the lock beside the address, allow sound, then try again.',
  ],
}

/** Every failure the phone can show, by its code. */
export const PROBLEMS: Record<string, ProblemText> = { ...DEVICE, ...CARRIER, ...CALLEE, ...OURS }

/** A code that nobody foresaw. */
export const UNKNOWN_PROBLEM: ProblemText = [
  'Something went wrong.',
  'Try again. If it stays, tell your admin the code.',
]
