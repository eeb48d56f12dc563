import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import { type Application, newApplication } from '../resources.ts'
import type { Ask, Route } from '../router.ts'
import { flag, optionalUrl, readForm } from './form.ts'
import { pageOf, passes } from './page.ts'
import { notFound } from './rest-error.ts'
import { applyVoice, keep, keptFields, voiceFields } from './voice-form.ts'
import { applicationView } from './voice-views.ts'

const keptByApplications = {
  ...keptFields,
  SmsStatusCallback: optionalUrl.optional(),
  MessageStatusCallback: optionalUrl.optional(),
  PublicApplicationConnectEnabled: flag.optional(),
}
const KEPT = Object.keys(keptByApplications) as (keyof typeof keptByApplications)[]
export const ApplicationForm = z.object({
  ...voiceFields,
  ...keptByApplications,
  FriendlyName: z.string().max(64).optional(),
})

export function applicationRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Applications'
  const show = (application: Application, status = 200) => ({ status, body: applicationView(application) })
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    {
      method: 'POST',
      path: `${base}.json`,
      run: (ask) => {
        const application = apply(newApplication(ask.params.account!, ''), ask)
        exchange.applications.set(application.sid, application)
        return show(application, 201)
      },
    },
    { method: 'GET', path: `${base}/:sid.json`, run: (ask) => show(find(exchange, ask)) },
    { method: 'POST', path: `${base}/:sid.json`, run: (ask) => show(apply(find(exchange, ask), ask)) },
    {
      method: 'DELETE',
      path: `${base}/:sid.json`,
      run: (ask) => {
        exchange.applications.delete(find(exchange, ask).sid)
        return { status: 204 }
      },
    },
  ]
}

function find(exchange: Exchange, ask: Ask): Application {
  const application = exchange.applications.get(ask.params.sid!)
  if (application?.accountSid !== ask.params.account) throw notFound(ask.path)
  return application!
}

function list(exchange: Exchange, ask: Ask) {
  const shown = [...exchange.applications.values()].filter(
    ({ accountSid, friendlyName }) =>
      accountSid === ask.params.account && passes(ask.query, 'FriendlyName', friendlyName),
  )
  return pageOf(ask, 'applications', shown, applicationView)
}

function apply(application: Application, ask: Ask): Application {
  const form = readForm(ApplicationForm, ask.body, { operation: 'Applications' })
  applyVoice(application, form)
  keep(application, form, KEPT)
  if (form.FriendlyName !== undefined) application.friendlyName = form.FriendlyName
  return application
}
