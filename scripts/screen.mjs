const SIGN_INS = ['owner@demo.test', 'admin@demo.test', 'agent@demo.test', 'maria@demo.test']
const OTHER_BUSINESS = 'admin@other.test'
const API_KEYS = ['ofk_demo_admin', 'ofk_other_admin']

/** What a person needs once everything runs, on one screen. seconds: how long the start took. */
export function screen({ vars, demo, dev }, logs, seconds) {
  const carrier = `http://localhost:${vars.LOCAL_CARRIER_PORT}`
  return [
    '',
    `  Offhook is ready (${seconds.toFixed(1)} s${dev ? ', with reload' : ''})`,
    '',
    `  Open        ${vars.PUBLIC_URL}`,
    ...(demo
      ? demoLines(carrier)
      : [`  Callbacks   the carrier calls back at ${vars.PUBLIC_URL} and ${vars.PUBLIC_WS_URL}`]),
    `  Logs        ${logs}`,
    '  Stop        Ctrl+C',
    '',
  ].join('\n')
}

const demoLines = (carrier) => [
  `  Sign in as  ${SIGN_INS.join(', ')}`,
  `              in a second business: ${OTHER_BUSINESS}; password of all: offhook`,
  `  API keys    ${API_KEYS.join(', ')} (Authorization: Bearer ofk_...; docs/api-voice.md)`,
  `  Phones      ${carrier} (simulated outside phones: ring the desk, answer its calls)`,
  '  Assistant   call +44 20 7946 0130 from an outside phone: Robin answers, you watch under Assistants',
  '  Go live     set TWILIO_ACCOUNT_SID and what the start then asks for in .env',
]
