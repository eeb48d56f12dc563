import { resolve } from 'node:path'
import { Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'

const ALIASES = {
  PUBLIC_URL: 'TWILIO_WEBHOOK_BASE_URL',
  TWILIO_TWIML_APP_SID: 'TWILIO_APPLICATION_SID',
  TWILIO_PHONE_NUMBER: 'CALLER_ID',
}
const PORTS = { PORT: 3000, WS_PORT: 8081, WORKER_PORT: 8082, LOCAL_CARRIER_PORT: 4010, LOCAL_ASSISTANT_PORT: 4020 }
const URLS = {
  PUBLIC_URL: /^https?:$/,
  PUBLIC_WS_URL: /^wss?:$/,
  TWILIO_API_URL: /^https?:$/,
  VOICE_SIGNALLING_URL: /^wss?:$/,
  ELEVENLABS_API_URL: /^https?:$/,
  DATABASE_URL: /^postgres(ql)?:$/,
  APP_DATABASE_URL: /^postgres(ql)?:$/,
  JOBS_DATABASE_URL: /^postgres(ql)?:$/,
  LISTEN_DATABASE_URL: /^postgres(ql)?:$/,
}
/** What a business on the real carrier must bring; the demo makes all of it up. */
const GIVEN_WITH_TWILIO = [
  'TWILIO_AUTH_TOKEN',
  'TWILIO_API_KEY_SID',
  'TWILIO_API_KEY_SECRET',
  'TWILIO_TWIML_APP_SID',
  'TWILIO_PHONE_NUMBER',
  'PUBLIC_URL',
  'NEXTAUTH_SECRET',
  'JWT_SECRET',
  'SECRETS_KEY',
  'CONTEXT_KEY',
]
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/**
 * The settings of one start from the environment: the given variables (aliases resolved, empty ones dropped) with defaults
 * filled in, and `demo`, `dataDir`, `ports`. Throws a Refusal that names the first variable at fault.
 */
export function readSettings(environment) {
  const vars = givenVariables(environment)
  for (const [name, port] of Object.entries(PORTS)) vars[name] = String(readPort(name, vars[name] ?? port))
  for (const [name, protocol] of Object.entries(URLS)) checkUrl(name, vars[name], protocol)
  vars.HOST ??= '127.0.0.1'
  const demo = readDemo(vars)
  if (demo) checkDemoHost(vars)
  else checkGiven(vars)
  checkKeys(vars)
  checkPortsDiffer(vars, demo)
  vars.PUBLIC_URL = (vars.PUBLIC_URL ?? `http://localhost:${vars.PORT}`).replace(/\/+$/, '')
  vars.PUBLIC_WS_URL ??= socketUrl(vars)
  return { vars, demo, dataDir: resolve(ROOT, vars.DATA_DIR ?? '.data'), ports: portNames(demo) }
}

function givenVariables(environment) {
  const vars = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  for (const [name, alias] of Object.entries(ALIASES)) {
    if (vars[alias]) vars[name] ??= vars[alias]
  }
  return vars
}

function readPort(name, text) {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Refusal(`${name} is no port number: ${text}`)
  return port
}

function checkUrl(name, text, protocol) {
  if (text === undefined) return
  // The text itself is not repeated: it may hold a password.
  if (!URL.canParse(text)) throw new Refusal(`${name} is not a URL`)
  const url = new URL(text)
  if (!protocol.test(url.protocol)) throw new Refusal(`${name} cannot begin with ${url.protocol}//`)
}

function readDemo({ DEMO: demo, TWILIO_ACCOUNT_SID: sid }) {
  if (![undefined, 'true', 'false'].includes(demo)) throw new Refusal(`DEMO must be true or false, not ${demo}`)
  if (demo === 'false' && !sid) throw new Refusal('DEMO=false needs a carrier: TWILIO_ACCOUNT_SID is not set')
  if (demo === 'true' && sid) {
    throw new Refusal(
      'DEMO=true cannot go with TWILIO_ACCOUNT_SID: its passwords are public and calls would cost money',
    )
  }
  return !sid
}

function checkDemoHost({ HOST: host, ALLOW_DEMO_ON_NETWORK: allowed }) {
  if (LOOPBACK.includes(host) || allowed === 'true') return
  throw new Refusal(
    `HOST ${host} would show the demo's public passwords to a network; ALLOW_DEMO_ON_NETWORK=true allows it`,
  )
}

function checkGiven(vars) {
  const missing = GIVEN_WITH_TWILIO.find((name) => !vars[name])
  if (missing) throw new Refusal(`${missing} is not set; with TWILIO_ACCOUNT_SID it must be`)
  if (!vars.PUBLIC_URL.startsWith('https:'))
    throw new Refusal('PUBLIC_URL must be https when TWILIO_ACCOUNT_SID is set')
}

function checkKeys(vars) {
  for (const [name, encoding] of [
    ['SECRETS_KEY', 'base64'],
    ['CONTEXT_KEY', 'hex'],
  ]) {
    if (vars[name] && Buffer.from(vars[name], encoding).length !== 32) {
      throw new Refusal(`${name} must be 32 bytes in ${encoding}`)
    }
  }
  for (const name of ['NEXTAUTH_SECRET', 'JWT_SECRET']) {
    if (vars[name] && vars[name].length < 32) throw new Refusal(`${name} must have at least 32 characters`)
  }
}

function checkPortsDiffer(vars, demo) {
  const seen = new Map()
  for (const name of portNames(demo)) {
    const other = seen.get(vars[name])
    if (other) throw new Refusal(`${name} and ${other} are both ${vars[name]}`)
    seen.set(vars[name], name)
  }
}

const portNames = (demo) => Object.keys(PORTS).filter((name) => demo || !name.startsWith('LOCAL_'))

const socketUrl = ({ PUBLIC_URL: url, WS_PORT: port }) =>
  url.startsWith('https:') ? `wss://${new URL(url).host}` : `ws://localhost:${port}`
