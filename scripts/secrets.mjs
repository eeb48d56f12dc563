import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.mjs'

const hex = (bytes) => randomBytes(bytes).toString('hex')
const makeAccount = () => ({
  sid: `AC${hex(16)}`,
  authToken: hex(16),
  keySid: `SK${hex(16)}`,
  keySecret: hex(16),
  appSid: `AP${hex(16)}`,
})
const makeAssistant = () => ({ key: `sk_${hex(24)}`, agentId: `agent_${hex(14)}`, webhookSecret: `wsec_${hex(32)}` })
const makeSecrets = () => ({
  NEXTAUTH_SECRET: hex(32),
  JWT_SECRET: hex(32),
  SECRETS_KEY: randomBytes(32).toString('base64'),
  CONTEXT_KEY: hex(32),
  appDatabasePassword: hex(16),
  jobsDatabasePassword: hex(16),
  demoAccounts: [makeAccount(), makeAccount()],
  demoAssistants: [makeAssistant(), makeAssistant()],
})

/** The secrets made up at the first start, kept in secrets.json of the data folder, readable by its owner only. */
export function loadSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json')
  const known = existsSync(path) ? readSecrets(path) : {}
  const secrets = { ...makeSecrets(), ...known }
  // An installation from before a secret was needed gets that one, and keeps all others.
  return Object.keys(secrets).length > Object.keys(known).length ? save(path, secrets) : known
}

function readSecrets(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Refusal(`cannot read ${path} in DATA_DIR: ${error.message}`)
  }
}

function save(path, secrets) {
  const unfinished = `${path}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, path)
  return secrets
}
