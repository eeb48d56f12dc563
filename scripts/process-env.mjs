const DEMO_CARRIER_CPS = '50'
const OWNER_ONLY = ['DATABASE_URL', 'DEMO_ACCOUNTS', 'DEMO_ASSISTANTS']

/**
 * The environment of every process: `app` for web, sidecar and worker, `owner` for migrate and seed (the only ones that may
 * change tables), `carrier` and `assistant` for the stand-ins, which know nothing of their clients. ownerUrl is the database
 * owner's address.
 */
export function processEnvironments(settings, secrets, ownerUrl) {
  const owner = {
    ...settings.vars,
    ...databases(settings.vars, secrets, ownerUrl),
    ...secretVariables(settings.vars, secrets),
  }
  Object.assign(owner, {
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    OFFHOOK_PARENT_PID: String(process.pid),
    DATA_DIR: settings.dataDir,
    NEXTAUTH_URL: settings.vars.PUBLIC_URL,
    DEMO: String(settings.demo),
    ...(settings.demo && demoVariables(settings.vars, secrets)),
  })
  // Empty, not absent: Next fills what is absent from .env.
  const app = { ...owner, ...Object.fromEntries(OWNER_ONLY.map((name) => [name, ''])) }
  return {
    owner,
    app,
    carrier: { ...standInEnvironment(owner), ...carrierVariables(owner) },
    assistant: { ...standInEnvironment(owner), LOCAL_ASSISTANT_ACCOUNTS: assistantAccounts(settings.vars, secrets) },
  }
}

function databases(vars, secrets, ownerUrl) {
  const app = vars.APP_DATABASE_URL ?? asRole(ownerUrl, 'offhook_app', secrets.appDatabasePassword)
  return {
    DATABASE_URL: ownerUrl,
    APP_DATABASE_URL: app,
    JOBS_DATABASE_URL: vars.JOBS_DATABASE_URL ?? asRole(ownerUrl, 'offhook_jobs', secrets.jobsDatabasePassword),
    LISTEN_DATABASE_URL: vars.LISTEN_DATABASE_URL ?? app,
  }
}

function asRole(ownerUrl, role, password) {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.href
}

const secretVariables = (vars, secrets) =>
  Object.fromEntries(
    ['NEXTAUTH_SECRET', 'JWT_SECRET', 'SECRETS_KEY', 'CONTEXT_KEY'].map((name) => [name, vars[name] ?? secrets[name]]),
  )

/** The variables a Twilio user sets, for the first demo business, and where the stand-ins listen. */
function demoVariables(vars, { demoAccounts: accounts, demoAssistants: assistants }) {
  const [first] = accounts
  return {
    TWILIO_ACCOUNT_SID: first.sid,
    TWILIO_AUTH_TOKEN: first.authToken,
    TWILIO_API_KEY_SID: first.keySid,
    TWILIO_API_KEY_SECRET: first.keySecret,
    TWILIO_TWIML_APP_SID: first.appSid,
    TWILIO_PHONE_NUMBER: '+442079460120',
    TWILIO_API_URL: `http://localhost:${vars.LOCAL_CARRIER_PORT}`,
    VOICE_SIGNALLING_URL: `ws://localhost:${vars.LOCAL_CARRIER_PORT}`,
    ELEVENLABS_API_URL: `http://localhost:${vars.LOCAL_ASSISTANT_PORT}`,
    ALLOW_ANONYMOUS_TOKENS: 'true',
    DEMO_ACCOUNTS: JSON.stringify(accounts),
    DEMO_ASSISTANTS: JSON.stringify(assistants),
  }
}

const OFFHOOKS_OWN =
  /^(TWILIO_|ELEVENLABS_|NEXTAUTH_|S3_|(APP_|JOBS_|LISTEN_)?DATABASE_URL$|DEMO|PUBLIC_|(JWT|SECRETS|CONTEXT)_|VOICE_SIGNALLING_URL$|CALLER_ID$)/

const standInEnvironment = (owner) =>
  Object.fromEntries(Object.entries(owner).filter(([name]) => !OFFHOOKS_OWN.test(name)))

const carrierVariables = (owner) => ({
  LOCAL_CARRIER_ACCOUNTS: owner.DEMO_ACCOUNTS,
  LOCAL_MEDIA_HOST: owner.LOCAL_MEDIA_HOST ?? '127.0.0.1',
  LOCAL_MEDIA_PORTS: owner.LOCAL_MEDIA_PORTS ?? '40000-40099',
  LOCAL_CARRIER_CPS: owner.LOCAL_CARRIER_CPS ?? DEMO_CARRIER_CPS,
})

/** Each business's account with the vendor of assistants, which tells it of conversations that are over. */
const assistantAccounts = (vars, { demoAccounts, demoAssistants }) =>
  JSON.stringify(
    demoAssistants.map(({ key, agentId, webhookSecret: secret }, index) => {
      const url = `${vars.PUBLIC_URL}/api/assistants/post-call/${demoAccounts[index].sid}`
      return { key, agentId, webhook: { url, secret } }
    }),
  )
